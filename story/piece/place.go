package piece

import (
	"slices"
	"unicode/utf8"
)

// ruler turns places into bytes and back. It goes forward from the last place asked for, so that many places in order cost one
// pass; a line ends with LF, CR or both.
type ruler struct {
	data           []byte
	starts         []int // of the lines
	at             int   // the last place
	lineOf, points int   // its line, counted from 0, and the code points before it on that line
}

func newRuler(data []byte) *ruler {
	starts := []int{0}
	for i, b := range data {
		if b == '\n' || b == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return &ruler{data: data, starts: starts, at: afterMark(data)}
}

// line is the line of a byte, counted from 1.
func (r *ruler) line(at int) int {
	i, found := slices.BinarySearch(r.starts, at)
	if found {
		i++
	}
	return max(i, 1)
}

// column is the column of a byte, counted from 1 in code points.
func (r *ruler) column(at int) int {
	if line := r.line(at) - 1; line != r.lineOf || at < r.at {
		r.turnTo(line)
	}
	for r.at < at {
		r.step()
	}
	return r.points + 1
}

// byteAt is the byte that stands at a line and column, both counted from 1.
func (r *ruler) byteAt(line, column int) int {
	if line--; line >= len(r.starts) {
		return len(r.data)
	}
	if line != r.lineOf || column-1 < r.points {
		r.turnTo(line)
	}
	for r.points < column-1 && r.at < len(r.data) {
		r.step()
	}
	return r.at
}

func (r *ruler) turnTo(line int) {
	r.lineOf, r.at, r.points = line, max(r.starts[line], afterMark(r.data)), 0
}

func (r *ruler) step() {
	_, size := utf8.DecodeRune(r.data[r.at:])
	r.at += size
	r.points++
}

// locate gives uses their lines and columns.
func locate(data []byte, uses []Use) {
	r := newRuler(data)
	for i := range uses {
		uses[i].Line, uses[i].Column = r.line(uses[i].Start), r.column(uses[i].Start)
	}
}
