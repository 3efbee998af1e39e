package language

import "unicode"

// isIdle reports whether a few words of a note on production may be read over: nothing parts them, and they name neither a
// place nor a party, nor does a word in capitals stand out.
func (r *reader) isIdle(pos, end int) bool {
	mixed := !r.inCapitals(pos, end)
	for i := pos; i < end; i++ {
		t := r.tokens[i]
		_, n := names().at(r, i, territory, party)
		if n > 0 || t.operator || !r.inLatin(i) || i > pos && t.gap&^(space|hyphen|quote) != 0 ||
			mixed && t.end-t.start > 1 && unicode.IsUpper(r.runeAt(t)) && r.inCapitals(i, i+1) {
			return false
		}
	}
	return end-pos <= mostIdle
}

const mostIdle = 6 // words

// isBrand reports whether words name whoever has put a sign into the picture.
func (r *reader) isBrand(pos, end int) bool {
	_, n := names().within(r, pos, end, party)
	return n == end-pos || r.nameUpTo(pos, end) == end
}
