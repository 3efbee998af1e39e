package language

import (
	"slices"
	"strings"
)

// Where a list ends: what follows an element may be the next one, or begin a clause of its own. A list that goes on too far takes
// the words of another bar, and both are narrowed.

// nextElement finds where the next element begins, over words of elements that are not known; -1 is the end of the list.
func (r *reader) nextElement(pos int, last Element, kinds []string, strict bool) (int, []int) {
	var skipped []int
	begun := pos
	for pos < len(r.tokens) {
		t := r.tokens[pos]
		parted := t.gap&(comma|slash|line) != 0 || t.connector
		if !strict && len(skipped) == 0 && r.semicolonBefore(pos) && r.wholeElements(pos, last, kinds) {
			return pos, nil
		}
		if t.gap&(stop|dash|colon|open) != 0 || t.gap&shut != 0 && (pos > begun || !parted) || strict && t.plain == "nor" || t.gap&line != 0 && r.isSourceAt(pos) {
			return -1, nil
		}
		if t.connector {
			pos++
			if e, n := r.element(pos+1, kinds, false); !strict && n > 0 && e.Kind != action && e.Kind != purpose && r.prepositionAt(pos) {
				return pos + 1, skipped // online or on mobile
			}
		}
		e, n := r.element(pos, kinds, strict)
		switch {
		case n > 0 && apart(last, e, r.tokens[pos].gap):
			return -1, nil
		case n > 0 && parted:
			return pos, skipped
		case n > 0 && !strict && len(skipped) == 0 && sideBySide(last, e):
			return pos, nil
		case !parted, pos >= len(r.tokens), r.tokens[pos].operator:
			return -1, nil
		}
		begin := pos
		for pos < len(r.tokens) && pos-begin < mostUnknownWords && !r.tokens[pos].connector && !r.tokens[pos].operator &&
			(pos == begin || r.tokens[pos].gap&^(space|hyphen|quote) == 0) {
			skipped = append(skipped, pos)
			pos++
		}
		if pos == begin {
			return -1, nil
		}
	}
	return -1, nil
}

// apart reports whether two elements are of such different sorts, and so far from each other, that each begins a clause of its own.
// A place and a medium are apart on lines of their own, and one list beside a slash; what is done is apart from both: Must not be
// edited / Online.
func apart(last, e Element, g gap) bool {
	switch a, b := sorts[last.Kind], sorts[e.Kind]; {
	case a == b:
		return false
	case g&slash != 0:
		return g&(space|line) == space && (a == doing || b == doing)
	}
	return g&line != 0 && g&comma == 0
}

// sorts are the kinds that lists mix across lines: where or by whom, what is done or what for, and in what.
var sorts = map[string]string{territory: where, party: where, class: where, action: doing, purpose: doing, media: media}

const where, doing = "where", "doing"

// isSourceAt reports whether SOURCE - stands at a word, wherever that is.
func (r *reader) isSourceAt(pos int) bool {
	after := r.afterHeading
	r.afterHeading = true
	end := r.sourceAt(pos)
	r.afterHeading = after
	return end > pos
}

// alsoSource gives the source of what comes next where the last party of a list may be that as well: UK or NASA - No archive.
func (r *reader) alsoSource(l *list, end int) []Rule {
	n := len(l.all())
	if n < 2 || end >= len(r.tokens) || r.tokens[end].gap&dash == 0 || l.elements[n-1].Kind != party || l.elements[n-2].Kind == party {
		return nil
	}
	at := r.tokensIn(l.elements[n-1].Span)
	first, last := at[0], at[len(at)-1]
	g := r.tokens[first].gap
	parted := r.tokens[first-1].connector || g&slash != 0 && g&space != 0 || g&comma != 0 && sorts[l.elements[n-2].Kind] != where
	if last != end-1 || !parted || !r.readable(end) {
		return nil
	}
	return []Rule{{Effect: Note, Kind: "source", Action: "use", Note: r.nameText(first, end)}}
}

// semicolonBefore reports whether nothing but a semicolon stands before a word.
func (r *reader) semicolonBefore(pos int) bool {
	return pos > 0 && strings.TrimSpace(r.text[r.tokens[pos-1].end:r.tokens[pos].start]) == ";"
}

// wholeElements reports whether a sentence is nothing but elements of the kind of the last one: No access Peru; Chile.
func (r *reader) wholeElements(pos int, last Element, kinds []string) bool {
	if !whose[last.Kind] {
		return false
	}
	for begin := pos; pos-begin < mostLeading; {
		e, n := r.element(pos, kinds, false)
		if n == 0 || e.Kind != last.Kind {
			return false
		}
		pos += n
		if pos == len(r.tokens) || r.tokens[pos].gap&(stop|line) != 0 && r.tokens[pos].gap&(dash|colon) == 0 {
			return true
		}
		if r.tokens[pos].connector {
			pos++
		} else if r.tokens[pos].gap&(comma|slash) == 0 {
			return false
		}
	}
	return false
}

// prepositionAt reports whether a word says again how the elements of a list belong to it.
func (r *reader) prepositionAt(pos int) bool {
	return pos < len(r.tokens) && r.tokens[pos].gap == space && r.tokens[min(pos+1, len(r.tokens)-1)].gap == space && prepositions[r.tokens[pos].plain]
}

var prepositions = map[string]bool{"in": true, "on": true, "by": true, "to": true, "for": true, "via": true, "at": true}

// ownClause reports whether an element has something said of it, and of those that go with it, that is not said of the list: No
// resale / News use only; No archive, UK and Ireland out.
func (r *reader) ownClause(last Element, pos int, kinds []string) bool {
	if e, _ := r.element(pos, kinds, false); e.Kind == last.Kind || whose[e.Kind] && whose[last.Kind] {
		return whose[e.Kind] && r.mediumOnly(pos, kinds) // NO USE PERU / CHILE / NHK out: all of them
	}
	begin := pos
	for first := true; pos < len(r.tokens) && pos-begin < mostLeading; first = false {
		if t := r.tokens[pos]; !first && (t.plain == "only" || t.plain == "out") {
			return t.gap&^(space|hyphen|quote) == 0
		}
		_, n := r.element(pos, kinds, false)
		switch {
		case n > 0:
			pos += n
		case !first && (r.tokens[pos].connector || r.tokens[pos].gap == space && ownWords[r.tokens[pos].plain]):
			pos++
		default:
			return false
		}
		if pos < len(r.tokens) && r.tokens[pos].gap&(stop|dash|colon|line|open|shut) != 0 {
			return false
		}
	}
	return false
}

// mediumOnly reports whether elements begin at a word that go on, with nothing but a connecting word between them, to a medium that
// alone is open: UK TV only.
func (r *reader) mediumOnly(pos int, kinds []string) bool {
	kinds = slices.Concat(kinds, []string{media})
	medium := false
	for begin := pos; pos < len(r.tokens) && pos-begin < mostLeading; {
		t := r.tokens[pos]
		if pos > begin && t.gap&^(space|hyphen|quote) != 0 && t.gap != slash {
			return false
		}
		if t.plain == "only" {
			return medium
		}
		e, n := r.element(pos, kinds, false)
		if n == 0 && !t.connector && !ownWords[t.plain] {
			return false
		}
		medium = medium || e.Kind == media
		pos += max(n, 1)
	}
	return false
}

// whose are the kinds that lists mix: where, and by whom.
var whose = map[string]bool{territory: true, party: true, class: true}

// ownWords may stand between an element and what is said of it.
var ownWords = map[string]bool{"use": true, "usage": true, "access": true, "clients": true, "rights": true, "platforms": true, "channels": true}

// sideBySide reports whether two elements are a list without anything between them: No access Poland Russia.
func sideBySide(a, b Element) bool {
	return (a.Kind == territory || a.Kind == party || a.Kind == class) && (b.Kind == territory || b.Kind == party || b.Kind == class) &&
		!slices.Contains(b.Values, "001")
}
