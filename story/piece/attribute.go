package piece

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// attribute is one of an element, as the file writes it and as it is read.
type attribute struct {
	value      string // entities decoded
	start, end int    // of the value in the file, without its quotes
	decoded    bool   // the value is not what stands in the file
}

// attributes are those of one element by their names, in lower case.
type attributes map[string]attribute

func (a attributes) signature() string {
	return signature(func(name string) string { return a[name].value })
}

// attributesOf reads a tag's attributes twice, by the tokenizer, which decodes them, and for their places. Both must agree.
func attributesOf(s source, z *html.Tokenizer) (attributes, error) {
	all := attributes{}
	for _, w := range written(s.text) {
		name, raw := lower(s.text[w.name:w.nameEnd]), s.text[w.start:w.end]
		if first, again := all[name]; again {
			if ours(name) && first.value != string(raw) {
				return nil, faultf(s.start, "an element has the attribute %s twice: take one of them out", quoted(name))
			}
			continue
		}
		if name == "data-story" {
			w.start = skip(s.text, w.start, " \t\r\n\f")
			w.end = w.start + len(bytes.Trim(raw, " \t\r\n\f"))
		}
		a := attribute{value: string(raw)}
		a.start, a.end = s.span(w.start, w.end)
		all[name] = a
		if misplaced(name, raw) {
			return nil, faultf(s.start, "the attribute %s holds, or may be meant for, data-story: write data-story=\"…\" as an attribute of its own",
				quoted(name))
		}
	}
	read := 0
	for more := true; more; {
		var key, decoded []byte
		if key, decoded, more = z.TagAttr(); len(key) == 0 {
			continue
		}
		a, ok := all[string(key)]
		if plain := !strings.ContainsAny(a.value, "&\r"); !ok || plain && a.value != string(decoded) {
			return nil, faultf(s.start, "the attributes of an element cannot be told apart: write them as name=\"value\"")
		}
		a.decoded = a.value != string(decoded)
		a.value = string(decoded)
		all[string(key)] = a
		read++
	}
	if read != len(all) {
		return nil, faultf(s.start, "the attributes of an element cannot be told apart: write them as name=\"value\"")
	}
	return all, nil
}

// misplaced says whether an attribute that is none of ours holds one, or may be meant for one.
func misplaced(name string, raw []byte) bool {
	if decoded := html.UnescapeString(string(raw)); decoded != string(raw) && misplaced(name, []byte(decoded)) {
		return true
	}
	switch {
	case ours(name):
		return false
	case name == "data-store": // a word of its own
		return assigns(raw)
	case strings.HasPrefix(name, "on") && mentions(raw): // a script
		return true
	}
	return assigns(raw) || nearStory[name] || near(name, "data-story") || near(name, "data-stories")
}

// nearStory are names that other programs might use for the same.
var nearStory = map[string]bool{"data-story-id": true, "data-storyid": true, "data-story_id": true, "data-story-ids": true}

func ours(name string) bool {
	switch name {
	case "data-story", "data-stories", "data-shots", "data-seconds", "data-credit", "srcdoc":
		return true
	}
	return false
}

// declared is what an element says, which stands at a byte of the file.
func (a attributes) declared(at int) (said, error) {
	var s said
	if none, ok := a["data-stories"]; ok {
		if !strings.EqualFold(strings.TrimSpace(none.value), "none") {
			return s, faultf(at, "data-stories is %s: write data-stories=\"none\", or data-story with one identifier", quoted(none.value))
		}
		s = said{none: true, at: at}
	}
	story, ok := a["data-story"]
	if !ok {
		return s, nil
	}
	u, err := a.use(story, at)
	if err != nil {
		return said{}, err
	}
	return s.with(said{uses: []Use{u}})
}

func (a attributes) use(story attribute, at int) (u Use, err error) {
	for name := range a {
		for _, known := range []string{"data-shots", "data-seconds", "data-credit"} {
			if near(name, known) {
				return u, faultf(at, "the attribute %s may be meant for %s: write %s", quoted(name), known, known)
			}
		}
	}
	if u.ID, err = identifier(at, story.value); err != nil {
		return u, err
	}
	u.Start, u.End = story.start, story.end
	if shots, ok := a["data-shots"]; ok {
		var all []value
		for text := range strings.SplitSeq(shots.value, ",") {
			all = append(all, value{shape: number, text: strings.TrimSpace(text), start: at})
		}
		if u.Shots, err = shotsOf(value{start: at, items: all}); err != nil {
			return u, err
		}
	}
	if length, ok := a["data-seconds"]; ok {
		if u.Seconds, err = seconds(at, strings.TrimSpace(length.value)); err != nil {
			return u, err
		}
	}
	if words, ok := a["data-credit"]; ok {
		u.Credit, err = credit(at, words.value)
	}
	return u, err
}

// place is where an attribute stands in a tag.
type place struct{ name, nameEnd, start, end int }

// written finds the attributes of a whole tag, <…>, by the states of the HTML standard
// (https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state).
func written(tag []byte) []place {
	var all []place
	i := skipUntil(tag, 1, " \t\r\n\f/>")
	for {
		i = skip(tag, i, " \t\r\n\f/")
		if i >= len(tag) || tag[i] == '>' {
			return all
		}
		p := place{name: i}
		i = skipUntil(tag, i+1, " \t\r\n\f/>=") // a first = belongs to the name
		p.nameEnd, p.start, p.end = i, i, i
		if value := skip(tag, i, " \t\r\n\f"); value < len(tag) && tag[value] == '=' {
			value = skip(tag, value+1, " \t\r\n\f")
			p.start = value
			switch {
			case value < len(tag) && (tag[value] == '"' || tag[value] == '\''):
				p.start++
				p.end = skipUntil(tag, p.start, string(tag[value]))
				i = p.end + 1
			default:
				p.end = skipUntil(tag, value, " \t\r\n\f>")
				i = p.end
			}
		}
		all = append(all, p)
	}
}

// lower puts a name in lower case as HTML does: letters of ASCII only.
func lower(name []byte) string {
	low := bytes.Clone(name)
	for i, b := range low {
		if 'A' <= b && b <= 'Z' {
			low[i] += 'a' - 'A'
		}
	}
	return string(low)
}

func skip(text []byte, i int, over string) int {
	for i < len(text) && strings.IndexByte(over, text[i]) >= 0 {
		i++
	}
	return i
}

func skipUntil(text []byte, i int, stop string) int {
	for i < len(text) && strings.IndexByte(stop, text[i]) < 0 {
		i++
	}
	return i
}
