package rights

import (
	"regexp"
	"slices"
	"strings"

	"clearance/rights/when"
	"clearance/story"
)

var (
	// Marks before a claimant.
	copyrightMark = regexp.MustCompile(`(?i)^(?:\(c\)|©|copyright\b:?|\s)+`)

	// A link label. "Open" is what to do with the link; taking it for "unrestricted" would be the worst error available.
	linkLabel = regexp.MustCompile(`(?i)\b(?:open|click|check) for restrictions\b`)
	// Only the plain characters of an address, so that no words can hang on to it; see endOfWord.
	linkURL = regexp.MustCompile(`(?i)^\s*(?:-|at:|:)?\s*(https?://[a-z0-9.-]+(?::[0-9]+)?(?:/[a-z0-9._~/-]*)?(?:\?[a-z0-9=&._-]*)?)`)

	reserved = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\ball rights reserved\b`),
		regexp.MustCompile(`(?i)\b(?:this (?:material|content) )?may not be published, broadcast, rewritten,? or redistributed` +
			`(?: without (?:prior )?(?:written )?permission)?\b`),
	}
)

// readNotice reads "(c) Copyright Thomson Reuters 2011. Open For Restrictions - URL": a claimant, a year, a link. What
// else stands in a notice is unread.
func readNotice(s *story.Story) Notice {
	f := look(s, story.CopyrightNotice)
	space := make([]Words, 0, 4) // for the field, the claimant, the year and the link, as most have them
	n := Notice{
		Fact: f.factIn(space[:0:1], story.CopyrightNotice), Claimant: Fact{State: Absent}, Year: Fact{State: Absent},
		Link: Fact{State: Absent}, Reserved: Fact{State: Absent},
	}
	switch f.state {
	case Contradictory:
		n.Claimant, n.Year = n.Fact, n.Fact
	case Stated:
		read := notices.Read(f.text, func(text string) *Notice {
			n := Notice{Claimant: n.Claimant, Year: n.Year, Link: n.Link, Reserved: n.Reserved}
			n.read(alone(story.CopyrightNotice, text))
			return &n
		})
		to := mover{f.first, space[1:1]}
		n.Claimant, n.Year, n.Link = to.fact(read.Claimant), to.fact(read.Year), to.fact(read.Link)
		n.Reserved, n.Unread = to.fact(read.Reserved), to.words(read.Unread)
		if len(n.Unread) > 0 {
			n.State = Unread
		}
	}
	return n
}

// read reads all but the field as a whole.
func (n *Notice) read(f story.Field) {
	c := claim(f)
	head := n.readLink(c)
	for _, phrase := range reserved {
		if at := phrase.FindStringIndex(f.Text); at != nil {
			n.Reserved.State, n.Reserved.Value = Stated, "all rights reserved"
			n.Reserved.Words = append(n.Reserved.Words, c.take(at[0], at[1]))
			head = min(head, at[0])
		}
	}
	for _, end := range clauseEnds(f.Text[:head]) {
		if n.readClaim(c, end) {
			break
		}
	}
	n.Unread = c.unread()
}

// readLink reads a link label and its URL, and says where the text before it ends.
func (n *Notice) readLink(c *claims) (head int) {
	text := c.field.Text
	at := linkLabel.FindStringIndex(text)
	if at == nil {
		return len(text)
	}
	label := c.take(at[0], at[1])
	n.Link = Fact{State: Unreadable, Words: []Words{label}}
	url := linkURL.FindStringSubmatchIndex(text[at[1]:])
	if url != nil && endOfWord(text[at[1]+url[1]:]) && !wordsInPath(text[at[1]+url[2]:at[1]+url[3]]) {
		end := at[1] + url[1]
		n.Link = Fact{Stated, strings.TrimRight(text[at[1]+url[2]:end], "."), []Words{c.take(at[0], end)}}
	}
	return at[0]
}

// endOfWord reports whether the text that follows an address is apart from it.
func endOfWord(text string) bool {
	return text == "" || strings.ContainsRune(" \t\r\n", rune(text[0]))
}

// wordsInPath reports whether the path of an address spells words that restrict, such as Not_for_sale.
func wordsInPath(url string) bool {
	_, rest, _ := strings.Cut(url, "://")
	_, path, _ := strings.Cut(rest, "/")
	words := strings.FieldsFunc(plain(path), func(r rune) bool { return strings.ContainsRune("/._-~?&=", r) })
	return slices.ContainsFunc(words, func(w string) bool { return operators.words[w] && w != "see" && w != "terms" })
}

// clauseEnds gives where a claim may end before its notice goes on, the last place first.
func clauseEnds(text string) []int {
	ends := []int{len(text)}
	for _, at := range clauseEnd.FindAllStringIndex(text, -1) {
		ends = append(ends, at[0])
	}
	slices.Sort(ends)
	slices.Reverse(ends)
	return ends
}

var clauseEnd = regexp.MustCompile(`[.;,|/]\s|\s[-–—|/]\s|\r?\n`)

// readClaim reads who claims the copyright and since when, from the text before anything else: marks, then a name and a
// year in either order.
func (n *Notice) readClaim(c *claims, head int) bool {
	text := c.field.Text
	start := len(copyrightMark.FindString(text[:head]))
	end := start + len(strings.TrimRight(text[start:head], separators))
	claimed := end
	if w := lastWord(text[start:end]); when.IsYear(w) {
		n.Year = Fact{Stated, w, []Words{part(c.field, end-len(w), end)}}
		end -= len(w)
	} else if w := firstWord(text[start:end]); when.IsYear(w) {
		n.Year = Fact{Stated, w, []Words{part(c.field, start, start+len(w))}}
		start += len(w)
	}
	name := strings.Trim(text[start:end], " \t\r\n,")
	if !isName(name) {
		n.Year = Fact{State: Absent} // the year of what?
		return false
	}
	at := start + strings.Index(text[start:end], name)
	n.Claimant = Fact{Stated, spaced(name), []Words{part(c.field, at, at+len(name))}}
	c.take(0, claimed)
	return true
}

func firstWord(s string) string {
	if words := strings.Fields(s); len(words) > 0 {
		return strings.TrimRight(words[0], ",")
	}
	return ""
}

func lastWord(s string) string {
	if words := strings.Fields(s); len(words) > 0 {
		return words[len(words)-1]
	}
	return ""
}
