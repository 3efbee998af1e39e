package language

import "slices"

// list is what a list names: what is known, and the words of what is not.
type list struct {
	elements []Element
	unread   []int // tokens
}

// all gives the elements of a list that may be missing.
func (l *list) all() []Element {
	if l == nil {
		return nil
	}
	return l.elements
}

// Lists are cut off where no agency's would end, so that a hostile text costs no more than a long one.
const (
	mostElements     = 80
	mostLeading      = 24
	mostUnknownWords = 6
)

// listMemo remembers the lists that were read last: many phrases begin with the same one.
type listMemo struct {
	listKey
	pos, end int
	list     *list
}

type listKey struct {
	name            string
	strict, leading bool
}

func (r *reader) listAt(pos int, name string, strict, leading bool) (*list, int) {
	key := listKey{name, strict, leading}
	at := slices.IndexFunc(r.lists, func(memo listMemo) bool { return memo.listKey == key })
	if at >= 0 && r.lists[at].pos == pos {
		return r.lists[at].list, r.lists[at].end
	}
	if at < 0 {
		at = len(r.lists)
		r.lists = append(r.lists, listMemo{listKey: key, pos: -1})
	}
	found, end := r.list(pos, listKinds[name], strict, leading, name == "granted")
	r.lists[at] = listMemo{key, pos, end, found}
	return found, end
}

var connectors = map[string]bool{"and": true, "or": true, "nor": true, "und": true, "oder": true, "et": true, "ou": true, "ve": true, "veya": true, "plus": true}

var articles = map[string]bool{"the": true, "all": true, "any": true, "le": true, "la": true, "les": true, "l": true, "die": true, "der": true, "den": true}

// list reads the elements that begin at a word, and gives where they end, or -1 if the first is not known. A strict list is one
// of what stays open: there everything must be plain, and an element with a bracket behind it is not: if granted, so that whatever
// is not in it refers, one with a part taken out of it is left out. A leading list is what something is said of behind it.
func (r *reader) list(pos int, kinds []string, strict, leading, granted bool) (*list, int) {
	most := mostElements
	if leading {
		most = mostLeading
	}
	var l *list
	for l == nil || len(l.elements) < most {
		e, n := r.element(pos, kinds, strict)
		if n == 0 {
			break
		}
		if l == nil {
			l = &list{elements: make([]Element, 0, 4)}
		}
		var bracket []int
		bracket, after := r.bracketAt(pos + n)
		partly := granted && r.takesOut(bracket)
		switch {
		case partly:
		case strict && len(bracket) > 0:
			for i := range n {
				l.unread = append(l.unread, pos+i)
			}
		default:
			l.elements = append(l.elements, e)
		}
		pos += n
		if len(bracket) > 0 {
			if !strict && !r.listGoesOn(after, kinds) {
				break
			}
			if !partly {
				l.unread = append(l.unread, bracket...)
			}
			pos = after
		}
		next, skipped := r.nextElement(pos, e, kinds, strict)
		if next < 0 || !leading && !strict && r.ownClause(e, next, kinds) {
			break
		}
		l.unread = append(l.unread, skipped...)
		pos = next
	}
	if len(l.all()) == 0 {
		return nil, -1
	}
	return l, pos
}

// element finds one element, with an article before it; a country with a kind of parties behind it is those parties.
func (r *reader) element(pos int, kinds []string, strict bool) (Element, int) {
	skip := 0
	for skip < 2 && pos+skip < len(r.tokens) && r.tokens[pos+skip].article && (skip == 0 || r.tokens[pos+skip].gap == space) {
		if _, n := names().at(r, pos+skip, kinds...); n > 0 {
			break
		}
		skip++
	}
	at := pos + skip
	if skip > 0 && at < len(r.tokens) && r.tokens[at].gap != space {
		return Element{}, 0
	}
	e, n := names().find(r, at, len(r.tokens), strict, kinds)
	if n == 0 && !strict && at < len(r.tokens) && slices.Contains(kinds, territory) {
		e, n = r.countrySlip(at)
	}
	if n == 0 {
		return e, 0
	}
	if slices.Contains(kinds, demonym) && (e.Kind == territory || e.Kind == demonym) && at+n < len(r.tokens) && r.tokens[at+n].gap == space {
		c, k := names().at(r, at+n, class)
		if _, m := names().at(r, at+n, media); m > 0 && e.Kind == territory {
			k = 0 // Germany TV: what is shown there, or who is from there?
		}
		if k > 0 {
			n += k
			e.Kind, e.Span.End = class, c.Span.End
		}
	}
	if e.Kind == demonym {
		return e, 0
	}
	return e, skip + n
}

// bracketAt gives the words of a remark in brackets.
func (r *reader) bracketAt(pos int) (inside []int, after int) {
	if pos >= len(r.tokens) || r.tokens[pos].gap&open == 0 {
		return nil, pos
	}
	for i := pos; i < len(r.tokens) && i-pos < 2*mostUnknownWords; i++ {
		if i > pos && r.tokens[i].gap&(shut|stop) != 0 {
			return inside, i
		}
		inside = append(inside, i)
	}
	if pos+len(inside) == len(r.tokens) {
		return inside, len(r.tokens)
	}
	return nil, pos
}

// takesOut reports whether a remark does nothing but take a part out of a place: Canada (not Quebec).
func (r *reader) takesOut(bracket []int) bool {
	if len(bracket) < 2 || !takingOut[r.tokens[bracket[0]].plain] {
		return false
	}
	return !slices.ContainsFunc(bracket[1:], func(i int) bool {
		_, n := names().at(r, i, media, action, purpose, party)
		return n > 0 || r.tokens[i].operator || !r.looksLikeName(r.tokens[i]) && !r.tokens[i].connector
	})
}

var takingOut = map[string]bool{"not": true, "except": true, "excluding": true, "excl": true, "ex": true, "without": true, "minus": true}

// listGoesOn reports whether a known element follows a bracket.
func (r *reader) listGoesOn(pos int, kinds []string) bool {
	if pos >= len(r.tokens) || r.tokens[pos].gap&(comma|slash) == 0 && !r.tokens[pos].connector {
		return false
	}
	if r.tokens[pos].connector {
		pos++
	}
	_, n := r.element(pos, kinds, false)
	return n > 0
}
