package parts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// Text gives the text of a piece that is stored by itself.
type Text func(id int64) ([]byte, error)

// Stored gives what is stored of a document beside its columns: which pieces it is made of, and what fills their holes. A piece is asked for
// by its number. Where no id above 0 is given, its text stands among what fills the holes.
func (p *Pieces) Stored(id func(i int) (int64, error)) (pieces, own []byte, err error) {
	pieces, own = make([]byte, 0, 3*len(p.ends)), make([]byte, 0, len(p.fills)+len(p.text)+2*len(p.ends))
	fills := 0
	for i, e := range p.ends {
		n, err := id(i)
		if err != nil {
			return nil, nil, err
		}
		head := uint64(max(n, 0)) << 1
		if e.comma {
			head |= 1
		}
		pieces = binary.AppendUvarint(pieces, head)
		if n <= 0 {
			text := p.Text(i)
			own = append(binary.AppendUvarint(own, uint64(len(text))), text...)
		}
		own = append(own, p.fills[fills:e.fills]...)
		fills = e.fills
	}
	return pieces, own, nil
}

// Refs calls use for the id of every piece of a document that is stored by itself, as often as it stands there.
func Refs(pieces []byte, use func(id int64)) error {
	for len(pieces) > 0 {
		head, size := binary.Uvarint(pieces)
		if size <= 0 {
			return errPieces
		}
		pieces = pieces[size:]
		if id := int64(head >> 1); id > 0 {
			use(id)
		}
	}
	return nil
}

var errPieces = errors.New("what names its pieces cannot be read")

// Join puts a document together. It gives an error, never a document, where something is missing or left over. Whether it is the document
// that was taken apart, and whether a column is empty that should not be, the document itself must tell: by its digest, and by taking it
// apart again.
func (f *Form) Join(columns []any, pieces, own []byte, text Text) ([]byte, error) {
	j := joiner{reader: reader{rest: own}, out: make([]byte, 0, 4096)}
	for _, c := range columns {
		s, there := c.(string)
		var escaped []byte
		if there {
			escaped = escape(s)
		}
		j.strings = append(j.strings, escaped)
	}
	j.columns, j.used = j.strings, make([]bool, len(columns))
	for len(pieces) > 0 {
		head, size := binary.Uvarint(pieces)
		if size <= 0 {
			return nil, errPieces
		}
		pieces = pieces[size:]
		if err := j.piece(head, text); err != nil {
			return nil, err
		}
	}
	if len(j.rest) > 0 {
		return nil, errors.New("what fills its holes is too long")
	}
	for i, c := range j.columns {
		if c != nil && !j.used[i] {
			return nil, errors.New("it has no hole for one of its columns")
		}
	}
	return j.out, nil
}

// joiner is the work on one document.
type joiner struct {
	reader
	columns [][]byte
	used    []bool
	out     []byte
}

func (j *joiner) piece(head uint64, stored Text) (err error) {
	if head&1 != 0 {
		j.out = append(j.out, ',')
	}
	var text []byte
	if id := int64(head >> 1); id > 0 {
		text, err = stored(id)
	} else if n, short := j.uvarint(); short != nil {
		err = short
	} else {
		text, err = j.take(n)
	}
	if err != nil {
		return err
	}
	copied := 0
	for i, b := range text {
		if b >= firstText {
			continue
		}
		j.out = append(j.out, text[copied:i]...)
		copied = i + 1
		if err := j.fill(b); err != nil {
			return err
		}
	}
	j.out = append(j.out, text[copied:]...)
	return nil
}

// fill fills one hole.
func (j *joiner) fill(mark byte) error {
	switch column := int(mark) - firstColumn; {
	case mark == number:
		n, err := j.number()
		j.out = strconv.AppendInt(j.out, n, 10)
		return err
	case mark == ownText:
		text, err := j.text()
		j.out = append(j.out, text...)
		return err
	case column < 0 || column >= len(j.columns) || j.columns[column] == nil:
		return fmt.Errorf("it has a hole for a column that is not there")
	default:
		j.out, j.used[column] = append(j.out, j.columns[column]...), true
		return nil
	}
}
