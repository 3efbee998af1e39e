package rights

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clearance/rights/language"
	"clearance/story"
)

// A shot's source is named in other ways than in a dateline, too: by a picture's credit, by a line "Source: X", and by a source
// and its terms on a line of their own.
var (
	credit = regexp.MustCompile(`(?i)^(?:mandatory (?:photo )?credit[:,;]?[ \t]*)?(?:[a-z]{2,8} )?(?:photos?|pictures?|images?|video) (?:taken )?by(?:[ \t:]|$)` +
		`|^(?:photo|picture|image|video) (?:credit|byline) (?:should|must) read\b|^(?:photo|picture|image) (?:credit|byline)[ \t]*:` +
		`|^credit (?:photo|picture|image)[ \t]*:|^foto(?:ğraf|graf)?[ \t]*:`)
	sourceLine = regexp.MustCompile(`^(?i:sources?)[ \t]*:[ \t]*`)
	isDuty     = regexp.MustCompile(`(?i)^mandatory|\b(?:should|must) read\b|^[a-z]+ (?:credit|byline)\b`)
)

// pictures are words one of which is in every credit.
var pictures = []string{"photo", "picture", "image", "video", "foto"}

// isCredit reports whether a text begins with the credit of a picture, or with "Source:".
func isCredit(inside string) bool {
	if beginsSource(inside) && sourceLine.MatchString(inside) {
		return true
	}
	return beginsCredit(inside) && hasPicture(inside) && credit.MatchString(inside)
}

// beginsCredit reports whether a text may begin with the credit of a picture: its first word is one that credits begin with, or a
// short one before that of a picture.
func beginsCredit(text string) bool {
	const longestBefore = 8
	if beginsWithAny(text, creditBeginnings) {
		return true
	}
	space := -1
	for i := range min(len(text), longestBefore+1) {
		switch b := text[i]; {
		case b >= utf8.RuneSelf: // there are letters that pass for others
			return true
		case b == ' ' && space < 0:
			space = i
		}
	}
	return space > 0 && beginsWithAny(text[space+1:], pictures)
}

// beginsWithAny reports whether a text begins with one of some words that credits begin with.
func beginsWithAny(text string, words []string) bool {
	return text != "" && beginCredits[text[0]|0x20] &&
		slices.ContainsFunc(words, func(w string) bool { return len(text) >= len(w) && sameLetters(text[:len(w)], w) })
}

var (
	creditBeginnings = append([]string{"mandatory", "credit"}, pictures...)

	// beginCredits are the letters that these begin with.
	beginCredits = func() (set [256]bool) {
		for _, w := range creditBeginnings {
			set[w[0]] = true
		}
		return set
	}()
)

// hasPicture reports whether a text has one of the words near its beginning that are in every credit.
func hasPicture(text string) bool {
	head := text[:min(len(text), len("mandatory photo credit: agency photos"))]
	for i := range len(head) {
		var word string
		switch head[i] | 0x20 {
		case 'p':
			if word = "photo"; i+1 < len(head) && head[i+1]|0x20 == 'i' {
				word = "picture"
			}
		case 'i':
			word = "image"
		case 'v':
			word = "video"
		case 'f':
			word = "foto"
		}
		if word != "" && len(head)-i >= len(word) && sameLetters(head[i:i+len(word)], word) {
			return true
		}
		if head[i] >= utf8.RuneSelf {
			head = strings.ToLower(head)
			return slices.ContainsFunc(pictures, func(p string) bool { return strings.Contains(head, p) })
		}
	}
	return false
}

// isAgencyCredit reports whether a bracket is a picture's credit by what is in it: an agency that is known, beside somebody else
// or the word photo, and no word that prose would have: AP Photo/Jane Roe, File.
func isAgencyCredit(inside string) bool {
	words := strings.Fields(inside)
	if len(words) == 0 || len(words) > longestCredit || !strings.ContainsAny(inside, "/:") && !strings.Contains(plain(inside), " via ") && !slices.ContainsFunc(words, isPhoto) {
		return false
	}
	agency := false
	for _, name := range agencies(asSlashes.Replace(inside)) {
		parts := strings.Fields(name)
		if isPhoto(parts[len(parts)-1]) {
			parts = parts[:len(parts)-1]
		}
		agency = agency || isParty(strings.Join(parts, " "))
	}
	small := func(w string) bool {
		return unicode.IsLower([]rune(w)[0]) && !particles[w] && w != "via" && w != "by" && !isPhoto(w)
	}
	return agency && !slices.ContainsFunc(words, small) && !hasOperator(inside)
}

// asSlashes makes slashes of what stands between an agency and a name.
var asSlashes = strings.NewReplacer(",", "/", ":", "/")

// longestCredit bounds a credit, in words.
const longestCredit = 10

func isPhoto(word string) bool {
	if ascii(word) && !strings.ContainsAny(word, whiteSpace+"\v") { // as nearly all are: plain changes but its capital letters
		word = strings.TrimRight(word, ".,:")
		return slices.ContainsFunc(pictures, func(p string) bool { return sameLetters(word, p) })
	}
	return slices.Contains(pictures, strings.TrimRight(plain(word), ".,:"))
}

// creditShot reads a picture's credit: its words are those of a source and, where it must be shown or says more, of terms.
func creditShot(f story.Field, at stretch) Shot {
	shot := Shot{Date: Fact{State: Absent}, Source: Fact{Unreadable, "", []Words{part(f, at.start, at.end)}}, Terms: Fact{State: Absent}}
	name, end := credited(at.of(f.Text))
	if name.start < name.end {
		shot.Source = sourceFact(f, stretch{at.start + name.start, at.start + name.end})
	}
	switch rest := (stretch{at.start + end, at.end}).trim(f.Text); {
	case isDuty.MatchString(at.of(f.Text)):
		shot.addTerms(part(f, at.start, at.end))
	case rest.start < rest.end:
		shot.addTerms(part(f, rest.start, rest.end))
	}
	return shot
}

// credited gives where a text that begins with a credit or a source names somebody, and where what follows the name begins.
func credited(text string) (name stretch, end int) {
	for _, rule := range language.Read(text).Rules {
		if rule.Spans[0].Start > 0 || rule.Kind != "credit" && rule.Kind != "source" {
			continue
		}
		end = rule.Spans[len(rule.Spans)-1].End
		if start := strings.LastIndex(text[:end], rule.Note); rule.Note != "" && start >= 0 {
			return stretch{start, start + len(rule.Note)}, end
		}
		return stretch{}, end
	}
	return stretch{}, 0
}

// trim takes separators off both ends.
func (s stretch) trim(text string) stretch {
	s.start = s.end - len(strings.TrimLeft(s.of(text), separators+"/|"))
	s.end = s.start + len(strings.TrimRight(s.of(text), separators+"/|"))
	return s
}

// sourceFact is a source as a fact: Stated if it can only be names.
func sourceFact(f story.Field, at stretch) Fact {
	fact := Fact{State: Unreadable, Words: []Words{part(f, at.start, at.end)}}
	if isSource(at.of(f.Text)) {
		fact.State, fact.Value = Stated, spaced(at.of(f.Text))
	}
	return fact
}

// isSource reports whether a text can only be the name of a source, or the names of several.
func isSource(text string) bool {
	names := agencies(text)
	return isName(text) || len(names) > 0 && all(names, func(name string) bool { return isName(name) || isBody(name) })
}

// isBody reports whether a name is a country's and then a body's: KENYA TRANSPORT MINISTRY.
func isBody(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || !language.IsBody(words[len(words)-1]) {
		return false
	}
	for n := 1; n < min(len(words), 4); n++ {
		rest := words[n:]
		if places()[plain(strings.Join(words[:n], " "))] && (isName(strings.Join(rest, " ")) || len(rest) == 1) {
			return true
		}
	}
	return false
}

// agencies gives the names in a source or a credit, in the order in which the material went from hand to hand, the last one last:
// STR / AFP via Getty Images. What is left out, as in -/CCTV/AFP, is not among them.
func agencies(source string) []string {
	var names []string
	for _, name := range handedOn.Split(source, -1) {
		if name = strings.TrimSpace(name); strings.Trim(name, "-–—") != "" {
			names = append(names, name)
		}
	}
	return names
}

var handedOn = regexp.MustCompile(`(?i)[/|]|\s+-\s+|(?:^|\s+)(?:via|(?:video )?obtained by)(?:\s+|$)`)
