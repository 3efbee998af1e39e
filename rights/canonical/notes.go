package canonical

// Place is a place in a document, by the keys that lead to it, and what is noted there. An array has no places of its own: its elements
// stand in the place of the array. Nil is a place of which nothing is said.
type Place struct {
	Mark byte // of a string here; 0: it is not noted
	Cut  bool // whether it is noted where elements of an array here begin and end

	members []member
}

type member struct {
	key   string
	place *Place
}

// Below is the place of a member; nil where nothing is said of it.
func (p *Place) Below(key string) *Place {
	if p == nil {
		return nil
	}
	for i := range p.members { // a few
		if m := &p.members[i]; m.key == key {
			return m.place
		}
	}
	return nil
}

// Add gives the place of a member, one of which something may be said.
func (p *Place) Add(key string) *Place {
	below := p.Below(key)
	if below == nil {
		below = &Place{}
		p.members = append(p.members, member{key, below})
	}
	return below
}

// Marks of notes that are of no place. Those of strings are any other.
const (
	Cut    = 0
	Number = 1
)

// Note says what stands in a document from one byte up to another: a number; what is between the quotes of a string; or a cut, which is
// the comma between two elements, or nothing.
type Note struct {
	Mark     byte
	From, To int
	Number   int64
}

// Notes are what is noted of a document while it is written, in its order: every number, the strings of places that have a mark, and cuts
// where places want them, and between the members of the outermost object. So whoever takes it apart need not read it.
type Notes struct {
	All []Note

	at     *Place   // of the value that comes next
	above  []*Place // of the objects and arrays that it stands in
	beyond int      // how many of them, the innermost, are places of which nothing is said
}

// Noting makes a writer that notes what stands in its value, from its place on. What was noted before is forgotten.
func Noting(bytes []byte, root *Place, notes *Notes) Writer {
	*notes = Notes{All: notes.All[:0], at: root, above: notes.above[:0]}
	return Writer{out: bytes, notes: notes}
}

func (n *Notes) note(mark byte, from, to int) {
	n.All = append(n.All, Note{Mark: mark, From: from, To: to})
}

func (n *Notes) open() {
	if n.at == nil {
		n.beyond++
	} else {
		n.above = append(n.above, n.at)
	}
}

func (n *Notes) close() {
	if n.beyond > 0 {
		n.beyond--
	} else {
		n.above = n.above[:len(n.above)-1]
	}
}

// in is the object or array that stands around what comes next.
func (n *Notes) in() *Place { return n.above[len(n.above)-1] }

// key notes the key of a member, before which a comma stands or not.
func (n *Notes) key(name string, comma bool, at int) {
	if n.beyond > 0 {
		return
	}
	if comma && len(n.above) == 1 {
		n.note(Cut, at, at+1)
	}
	n.at = n.in().Below(name)
}

// element notes that an element begins.
func (n *Notes) element(comma bool, at int) {
	if n.beyond > 0 {
		return
	}
	n.at = n.in()
	switch {
	case !n.at.Cut:
	case comma:
		n.note(Cut, at-1, at)
	default:
		n.note(Cut, at, at)
	}
}

// closeList notes that an array of so many elements ends.
func (n *Notes) closeList(elements, at int) {
	if n.beyond == 0 && n.in().Cut && elements > 0 {
		n.note(Cut, at, at)
	}
	n.close()
}

// text notes a string, by where its quotes stand.
func (n *Notes) text(from, to int) {
	if n.at != nil && n.at.Mark != 0 {
		n.note(n.at.Mark, from+1, to-1)
	}
}

func (n *Notes) number(number int64, from, to int) {
	n.All = append(n.All, Note{Number, from, to, number})
}
