package policy

// cutter finds the values at some paths in the JSON of an input, without reading it any further.
type cutter struct {
	root   *branch
	pieces int // how many paths lead somewhere: the branches
}

// branch is a name on the way to some path. Every branch has a piece of its own: where its value stands.
type branch struct {
	name  string
	piece int
	below []*branch
}

func newCutter() *cutter { return &cutter{root: &branch{}, pieces: 1} }

// add gives the number of the piece at a path.
func (c *cutter) add(path []string) int {
	at := c.root
	for _, name := range path {
		next := at.find([]byte(name))
		if next == nil {
			next = &branch{name: name, piece: c.pieces}
			c.pieces++
			at.below = append(at.below, next)
		}
		at = next
	}
	return at.piece
}

func (b *branch) find(name []byte) *branch {
	for _, next := range b.below {
		if string(name) == next.name {
			return next
		}
	}
	return nil
}

// cut gives the bytes of each piece; nil where the input has no such field. It takes the JSON that this program writes: valid,
// without spaces, each key once and as it is. Where it sees anything else it reports false.
func (c *cutter) cut(text []byte, pieces [][]byte) bool { return c.cutMeeting(nil, text, pieces) }

// cutMeeting is cut, where uses that were met before need not be gone over.
func (c *cutter) cutMeeting(met *metUses, text []byte, pieces [][]byte) bool {
	clear(pieces)
	k := cutting{text: text, pieces: pieces, met: met}
	if met != nil {
		k.use = c.root.find([]byte("use"))
	}
	return k.value(c.root) && k.at == len(text)
}

// cutting is one pass over a text.
type cutting struct {
	text   []byte
	at     int
	pieces [][]byte

	met *metUses
	use *branch // of the use; nil where no path leads there, or none that was met is known
}

// next is the byte at hand; 0 at the end, which no JSON holds.
func (k *cutting) next() byte {
	if k.at < len(k.text) {
		return k.text[k.at]
	}
	return 0
}

// value goes over a value, and looks for pieces in it.
func (k *cutting) value(b *branch) bool {
	start := k.at
	ok := false
	if len(b.below) > 0 && k.next() == '{' {
		ok = k.object(b)
	} else {
		ok = k.skip()
	}
	if !ok || k.pieces[b.piece] != nil { // twice the same key: readers differ on which one holds
		return false
	}
	k.pieces[b.piece] = k.text[start:k.at]
	return true
}

func (k *cutting) object(b *branch) bool {
	k.at++
	if k.next() == '}' {
		k.at++
		return true
	}
	for {
		name, ok := k.key()
		if !ok {
			return false
		}
		switch next := b.find(name); {
		case next == nil:
			ok = k.skip()
		case next == k.use:
			ok = k.lastUse(next)
		default:
			ok = k.value(next)
		}
		if !ok {
			return false
		}
		end := k.next()
		k.at++
		if end != ',' {
			return end == '}'
		}
	}
}

// key goes over a key and its colon.
func (k *cutting) key() ([]byte, bool) {
	if k.next() != '"' {
		return nil, false
	}
	start := k.at + 1
	for k.at++; k.next() != '"'; k.at++ {
		if k.next() == 0 || k.next() == '\\' { // another way to write a name
			return nil, false
		}
	}
	name := k.text[start:k.at]
	k.at++
	if k.next() != ':' {
		return nil, false
	}
	k.at++
	return name, true
}

// skip goes over a value.
func (k *cutting) skip() bool {
	start, depth := k.at, 0
	for ; k.at < len(k.text); k.at++ {
		switch k.text[k.at] {
		case '"':
			if !k.skipString() {
				return false
			}
			k.at--
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return k.at > start
			}
			depth--
		case ',':
			if depth == 0 {
				return k.at > start
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			k.at++
			return true
		}
	}
	return depth == 0 && k.at > start
}

// skipString goes over a string.
func (k *cutting) skipString() bool {
	for k.at++; k.at < len(k.text); k.at++ {
		switch k.text[k.at] {
		case '\\':
			k.at++
		case '"':
			k.at++
			return true
		}
	}
	return false
}
