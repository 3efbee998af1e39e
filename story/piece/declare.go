package piece

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// shape is what a value is, be it written in YAML or in JSON.
type shape uint8

const (
	other shape = iota // a date, a truth value, something of another type
	null
	word
	number
	list
	mapping
)

// value is one value of the key stories, or within it.
type value struct {
	shape      shape
	text       string // of a word or a number
	start, end int    // the bytes of a word or a number as written, without quotes; its first byte twice where that is more than a line, or no word
	keys       []value
	items      []value // of a list; of a mapping, what stands under each key
}

// storiesKey says whether a key at the top is stories. One that may have been meant for it is refused: whatever stands under it
// would be overlooked.
func storiesKey(key value) (bool, error) {
	switch {
	case key.text == "stories":
		return true, nil
	case near(key.text, "stories"), letters(key.text) == "story", letters(key.text) == "storys":
		return false, faultf(key.start, "the key %s may be meant for stories: write stories, or call it something else", quoted(key.text))
	}
	return false, nil
}

// checkElsewhere refuses what names stories where nobody looks for them: a key stories further down, or an element in a text.
func checkElsewhere(v value, isKey bool) error {
	switch {
	case isKey && letters(v.text) == "stories":
		return faultf(v.start, "the key %s stands further down: write stories at the top, or call it something else", quoted(v.text))
	case assigns([]byte(v.text)), assigns([]byte(html.UnescapeString(v.text))):
		return faultf(v.start, "a text holds data-story: name the story under stories, and take it out of the text")
	}
	return nil
}

// declare reads the value of the key stories.
func declare(v value) (said, error) {
	switch v.shape {
	case list:
	case null:
		return said{}, faultf(v.start, "stories says nothing: list the stories, or write [] where none is used")
	default:
		return said{}, faultf(v.start, "stories is no list: write a list of identifiers, or [] where none is used")
	}
	if len(v.items) == 0 {
		return said{none: true, at: v.start}, nil
	}
	uses := make([]Use, 0, len(v.items))
	for _, item := range v.items {
		u, err := useOf(item)
		if err != nil {
			return said{}, err
		}
		uses = append(uses, u)
	}
	return said{uses: uses}, nil
}

func useOf(v value) (Use, error) {
	var u Use
	if v.shape != mapping {
		return u, u.name(v)
	}
	seen := map[string]bool{}
	for i, key := range v.keys {
		if seen[key.text] {
			return u, faultf(key.start, "the key %s stands twice: take one of them out", quoted(key.text))
		}
		seen[key.text] = true
		if err := u.set(key, v.items[i]); err != nil {
			return u, err
		}
	}
	if !seen["id"] {
		return u, faultf(v.start, "a story has no id: give it one")
	}
	return u, nil
}

// set takes what a story's mapping says under a key.
func (u *Use) set(key, v value) (err error) {
	switch key.text {
	case "id":
		return u.name(v)
	case "shots":
		if v.shape != list {
			v = value{start: v.start, items: []value{v}}
		}
		u.Shots, err = shotsOf(v)
		return err
	case "seconds":
		if v.shape != number {
			return faultf(v.start, "seconds is no number: write one such as 12.5, without quotes")
		}
		u.Seconds, err = seconds(v.start, v.text)
		return err
	case "credit":
		if v.shape != word {
			return faultf(v.start, "credit is no text: put its words in quotes, or leave it out")
		}
		u.Credit, err = credit(v.start, v.text)
		return err
	}
	for _, known := range []string{"id", "shots", "seconds", "credit"} {
		if near(key.text, known) {
			return faultf(key.start, "the key %s may be meant for %s: write %s", quoted(key.text), known, known)
		}
	}
	return nil
}

// name takes an identifier with the place where it stands.
func (u *Use) name(v value) (err error) {
	if v.shape != word {
		return faultf(v.start, "an identifier is missing, or is no text: put it in quotes")
	}
	u.ID, err = identifier(v.start, v.text)
	if u.Start, u.End = v.start, v.end; err == nil && v.start == v.end {
		return faultf(v.start, "the identifier %s does not stand on one line: write it so", quoted(u.ID))
	}
	return err
}

// identifier is a story's, without white space around it.
func identifier(at int, text string) (string, error) {
	id := strings.TrimSpace(text)
	switch {
	case id == "":
		return "", faultf(at, "an identifier is empty: write the story's, or take the entry out")
	case !utf8.ValidString(id) || strings.ContainsFunc(id, unseen):
		return "", faultf(at, "the identifier %s holds a character that cannot be seen: write it anew", quoted(id))
	case len(id) > longestID:
		return "", faultf(at, "the identifier %s is longer than %d bytes: write the story's", quoted(id), longestID)
	}
	return id, nil
}

// longestID leaves ten times the room that identifiers of agencies take.
const longestID = 512

// unseen says whether a character shows nothing, or stands for one that was lost.
func unseen(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}

// joins says whether a character joins letters, or keeps them apart, as Persian names and many others need.
func joins(r rune) bool { return r == '\u200C' || r == '\u200D' }

func credit(at int, text string) (string, error) {
	words := strings.TrimSpace(text)
	if words == "" {
		return "", faultf(at, "a credit is empty: write its words, or leave it out")
	}
	if !utf8.ValidString(words) || strings.ContainsFunc(words, func(r rune) bool { return unseen(r) && !unicode.IsSpace(r) && !joins(r) }) {
		return "", faultf(at, "the credit %s holds a character that cannot be seen: write it anew", quoted(words))
	}
	return words, nil
}

func shotsOf(v value) ([]int, error) {
	if len(v.items) == 0 {
		return nil, faultf(v.start, "no shot is listed: list the shots, or leave shots out where all are used")
	}
	var shots []int
	for _, item := range v.items {
		n, ok := whole(item.text, mostShots)
		if item.shape != number || !ok || n == 0 {
			return nil, faultf(item.start, "a shot is no number: count shots from 1, as in [1, 3]")
		}
		shots = append(shots, n)
	}
	slices.Sort(shots)
	return slices.Compact(shots), nil
}
