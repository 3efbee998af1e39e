package language

import (
	"slices"
	"strings"
	"time"
)

// match is one attempt of a phrase at a place.
type match struct {
	r     *reader
	start int
	caps  captures
	exact bool // no word is guessed
}

// captures is what the lists and times of a phrase held.
type captures struct {
	list      *list // each of its dimensions makes a rule of its own
	territory *list
	media     *list
	purpose   *list
	party     *list
	except    *list
	outside   string // the dimension of which the named is what is left open
	from      *Moment
	until     *Moment
	n         int
	unit      time.Duration
	name      string
	duration  string // what n and unit are: elapsed, length, per
	count     int
	torn      int // where a list begins behind a line, which what is said before it may end
}

// at gives the end of the phrase that begins at a word, or -1.
func (m *match) at(n *node, pos int) int {
	for ; n != nil; n = n.next {
		switch n.op {
		case '^':
			if m.r.gapBefore(pos)&clauseEnd == 0 {
				return -1
			}
		case '$':
			if m.r.gapBefore(pos)&clauseEnd == 0 {
				return -1
			}
		case '!':
			if pos < len(m.r.tokens) && slices.Contains(n.literals, m.r.tokens[pos].literal) {
				return -1
			}
		case 'w':
			if !m.word(n, pos) {
				return -1
			}
			pos++
		case 'c':
			switch n.capture {
			case "words", "free", "rest", "who", "before", "brand", "idle":
				return m.some(n, pos)
			}
			if pos = m.capture(n, pos); pos < 0 {
				return -1
			}
		case '?':
			for _, b := range n.branches {
				saved := m.caps
				if end := m.at(b, pos); end >= 0 {
					return end
				}
				m.caps = saved
			}
			return -1
		}
	}
	return pos
}

func (m *match) word(n *node, pos int) bool {
	if pos >= len(m.r.tokens) {
		return false
	}
	t := &m.r.tokens[pos]
	if n.tight && t.gap != slash {
		return false
	}
	return slices.Contains(n.literals, t.literal) && !(t.fixed && m.exact) && (pos == m.start || n.tight || m.joined(t.gap, n.loose))
}

// joined reports whether a gap may stand inside a phrase.
func (m *match) joined(g gap, loose bool) bool {
	if loose {
		return g&stop == 0
	}
	return g&^(space|hyphen|quote) == 0
}

// leadsOn reports whether a list may begin behind the gap before a word. Behind a line, a dash or a colon may stand the
// source of another clause, and a second list of a phrase stands beside the first.
func (m *match) leadsOn(pos int, loose bool) bool {
	g := m.r.tokens[pos].gap
	switch second := m.caps.list != nil || m.caps.territory != nil || m.caps.media != nil; {
	case g&(stop|shut|open) != 0, g&(slash|comma) != 0 && !loose, second && g&(line|dash|colon) != 0, g&(line|dash|colon) != 0 && m.r.isSourceAt(pos):
		return false
	}
	if g&line != 0 && g&(dash|colon|slash|comma) == 0 {
		m.caps.torn = pos
	}
	return true
}

// capture reads what a place in a phrase holds, and gives where it ends, or -1.
func (m *match) capture(n *node, pos int) int {
	name, outside := n.capture, false
	if name[0] == '-' {
		name, outside = name[1:], true
	}
	if pos >= len(m.r.tokens) && name != "name" {
		return -1
	}
	if kinds := listKinds[name]; kinds != nil {
		if pos > m.start && !m.leadsOn(pos, n.loose) {
			return -1
		}
		found, end := m.r.listAt(pos, name, outside || name == "except", pos == m.start)
		if end < 0 {
			return -1
		}
		if name == "except" {
			found = m.within(found)
		}
		m.keep(name, found, outside)
		return end
	}
	switch name {
	case "from", "until":
		moment, end := m.r.moment(pos)
		if end < 0 {
			return -1
		}
		if name == "from" {
			m.caps.from = moment
		} else {
			m.caps.until = moment
		}
		return end
	case "n", "count":
		v, ok := number(m.r.tokens[pos].plain)
		if !ok || pos > m.start && !m.joined(m.r.tokens[pos].gap, n.loose) {
			return -1
		}
		if name == "n" {
			m.caps.n = v
		} else {
			m.caps.count = v
		}
		return pos + 1
	case "elapsed", "length", "per":
		unit, ok := units[m.r.tokens[pos].plain]
		if !ok || !m.joined(m.r.tokens[pos].gap, n.loose) {
			return -1
		}
		if name == "length" && unit > time.Minute {
			return -1 // hours are no length of a clip
		}
		m.caps.unit, m.caps.duration = unit, name
		return pos + 1
	case "name", "named":
		end := m.r.name(pos)
		if name == "named" && (end == pos || !m.r.looksLikeName(m.r.tokens[pos])) {
			return -1
		}
		m.caps.name = m.r.nameText(pos, end)
		return end
	case "url":
		if !strings.ContainsAny(m.r.tokens[pos].plain, "/@") && !strings.HasPrefix(m.r.tokens[pos].plain, "www") {
			return -1
		}
		return pos + 1
	case "ref":
		if !isReference(m.r.tokens[pos].plain) {
			return -1
		}
		return pos + 1
	}
	panic("grammar: unknown place <" + n.capture + ">")
}

var listKinds = map[string][]string{
	"list":     {territory, party, media, demonym},
	"things":   {territory, party, media, action, purpose, demonym},
	"places":   {territory},
	"granted":  {territory},
	"except":   {territory},
	"media":    {media},
	"purposes": {purpose},
	"parties":  {party},
	"class":    {demonym, territory},
}

func (m *match) keep(name string, found *list, outside bool) {
	var dimension string
	switch name {
	case "list", "things":
		m.caps.list, dimension = found, "list"
	case "places", "granted":
		m.caps.territory, dimension = found, territory
	case "media":
		m.caps.media, dimension = found, media
	case "purposes":
		m.caps.purpose, dimension = found, purpose
	case "parties":
		m.caps.party, dimension = found, party
	case "except":
		m.caps.except = found
	}
	if outside {
		m.caps.outside = dimension
	}
}

// within keeps of a list of exceptions the places that what they are taken out of has. Of the others nobody knows whether they
// are barred too: No access Europe except Norway, Japan.
func (m *match) within(except *list) *list {
	kept := &list{unread: except.unread}
	barred := slices.Concat(m.caps.list.all(), m.caps.territory.all())
	for _, e := range except.elements {
		if slices.ContainsFunc(barred, func(b Element) bool { return b.Kind == territory && covers(b.Values, e.Values) }) {
			kept.elements = append(kept.elements, e)
			continue
		}
		kept.unread = append(kept.unread, m.r.tokensIn(e.Span)...)
	}
	return kept
}

// Names before a marker, and the words of a referral, are short.
const (
	mostWho   = 6
	mostWords = 14
	mostRest  = 60
)

// some reads the fewest words before the rest of a phrase: any, or those that say nothing, or a name.
func (m *match) some(n *node, pos int) int {
	if n.capture == "rest" {
		return m.rest(n, pos)
	}
	most := mostWho
	name := n.capture == "who" || n.capture == "before" || n.capture == "brand"
	if !name {
		most = mostWords
	}
	if name && pos < len(m.r.tokens) && m.r.tokens[pos].connector {
		return -1
	}
	for end := pos; end <= len(m.r.tokens) && end-pos <= most; end++ {
		if end > pos && !(name && m.r.nobody(pos, end)) {
			saved := m.caps
			if done := m.at(n.next, end); done >= 0 && m.fits(n.capture, pos, end) {
				if name {
					m.caps.name = m.r.text[m.r.tokens[pos].start:m.r.tokens[end-1].end]
					if n.capture == "who" {
						who, known := m.r.partiesOf(pos, end)
						if !known && m.r.parted(pos, end) {
							return -1
						}
						m.keep("parties", m.r.withoutPlaces(who), true)
					}
				}
				return done
			}
			m.caps = saved
		}
		if end == len(m.r.tokens) {
			break
		}
		t := m.r.tokens[end]
		if n.capture != "words" && t.operator ||
			name && end > pos && t.gap&^(space|hyphen|quote|slash) != 0 ||
			!name && end > pos && t.gap&stop != 0 {
			return -1
		}
	}
	return -1
}

// fits reports whether words may stand where a name or idle words are meant.
func (m *match) fits(capture string, pos, end int) bool {
	switch capture {
	case "before":
		return m.r.nameUpTo(pos, end) == end
	case "brand":
		return m.r.isBrand(pos, end)
	case "idle":
		return (pos == m.start || m.joined(m.r.tokens[pos].gap, false)) && m.r.isIdle(pos, end)
	}
	return true
}

// nobody reports whether words only lead to a name: for, available to our.
func (r *reader) nobody(pos, end int) bool {
	return !slices.ContainsFunc(r.tokens[pos:end], func(t token) bool { return !leading[t.plain] })
}

var leading = map[string]bool{"for": true, "to": true, "by": true, "of": true, "the": true, "our": true, "its": true, "their": true, "your": true,
	"all": true, "any": true, "available": true, "only": true, "existing": true, "access": true}

// rest reads to the end of a sentence, or to where the next thing is said.
func (m *match) rest(n *node, pos int) int {
	end := pos
	for end < len(m.r.tokens) && end-pos < mostRest {
		t := m.r.tokens[end]
		if t.gap&(stop|line) != 0 || t.gap&(comma|dash|slash) != 0 && t.operator {
			break
		}
		end++
	}
	if end == pos {
		return -1
	}
	return m.at(n.next, end)
}

// parted reports whether a slash stands between words: MUTE / AP clients only.
func (r *reader) parted(pos, end int) bool {
	return slices.ContainsFunc(r.tokens[pos+1:end], func(t token) bool { return t.gap&slash != 0 })
}

// partiesOf are the parties that words name, and whether each of them is known. If not they are one, taken as written. A country
// stands for its parties.
func (r *reader) partiesOf(pos, end int) ([]Element, bool) {
	var found []Element
	for i := pos; i < end; {
		if i > pos && r.tokens[i].connector {
			i++
			continue
		}
		e, n := names().within(r, i, end, party, territory)
		if n == 0 || i > pos && r.tokens[i].gap&slash == 0 && !r.tokens[i-1].connector {
			return []Element{{Kind: party, Values: []string{r.nameText(pos, end)}, Span: Span{r.tokens[pos].start, r.tokens[end-1].end}}}, false
		}
		if e.Kind == territory {
			e = asParties([]Element{e})[0]
		}
		found = append(found, e)
		i += n
	}
	return found, true
}

// withoutPlaces gives a list of whose clients may use it. A place among parties is none of them: UK / AP clients only.
func (r *reader) withoutPlaces(who []Element) *list {
	place := func(e Element) bool { return strings.HasPrefix(e.Values[0], "country:") }
	l := &list{elements: slices.DeleteFunc(slices.Clone(who), place)}
	if len(l.elements) == 0 {
		return &list{elements: who}
	}
	for _, e := range who {
		if place(e) {
			l.unread = append(l.unread, r.tokensIn(e.Span)...)
		}
	}
	return l
}

// tokensIn gives the words of a span.
func (r *reader) tokensIn(s Span) []int {
	var at []int
	for i, t := range r.tokens {
		if t.start >= s.Start && t.end <= s.End {
			at = append(at, i)
		}
	}
	return at
}

func (r *reader) gapBefore(pos int) gap {
	if pos >= len(r.tokens) {
		return edge
	}
	g := r.tokens[pos].gap
	if pos > 0 && g&slash != 0 && g&space == 0 {
		g &^= slash // UK/RTE is no end of a clause, UK / RTE may be
	}
	return g
}
