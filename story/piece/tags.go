package piece

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
)

// deepestPage is how many pages may stand within one another, as a frame's does in an attribute of the page around it.
const deepestPage = 8

// rawText are the elements whose text a browser does not parse, or does not always. In SVG, without scripts or in an old browser it may be
// markup after all, and so it is searched; but for scripts and styles, which hold signs of their own.
var rawText = map[string]bool{
	"iframe": true, "noembed": true, "noframes": true, "noscript": true, "plaintext": true,
	"script": true, "style": true, "textarea": true, "title": true, "xmp": true,
}

// tags reads what the tags of a page say. Comments are no tags, not even those that old browsers took for conditions.
type tags struct {
	said  said
	known map[string]bool // the stories met, as elements name them
}

func (t *tags) read(s source, depth int) error {
	if depth > deepestPage {
		return faultf(s.start, "more than %d pages stand within one another: make it flatter", deepestPage)
	}
	z := html.NewTokenizer(bytes.NewReader(s.text))
	raw := "" // the element whose text comes next and is not parsed
	for at := 0; ; {
		kind := z.Next()
		part := s.part(at, at+len(z.Raw()))
		before := raw
		raw = ""
		var err error
		switch kind {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return faultf(part.start, "it is no HTML: %v", z.Err())
			}
			return t.stray(s.part(at, len(s.text)))
		case html.StartTagToken, html.SelfClosingTagToken:
			var name string
			if name, err = t.element(part, z, depth); rawText[name] {
				raw = name
			}
		case html.TextToken:
			err = t.text(part, before, depth)
		case html.CommentToken:
			err = t.comment(part)
		case html.DoctypeToken:
			if bytes.IndexByte(part.text, '[') >= 0 {
				err = faultf(part.start, "the doctype defines words of its own: take that out")
			}
		default:
			err = t.stray(part)
		}
		if err != nil {
			return err
		}
		at += len(part.text)
	}
}

// stray refuses what looks like a story and stands in no tag.
func (t *tags) stray(s source) error {
	if assigns(s.text) {
		return faultf(s.start, "data-story stands outside of a tag, or in one that is not whole: mend the tag, or write data&#45;story to speak of it")
	}
	return nil
}

// text reads text, which is that of a raw element or of any other.
func (t *tags) text(s source, raw string, depth int) error {
	switch {
	case raw == "":
		return t.stray(s)
	case raw == "script", raw == "style":
		if mentions(s.text) || bytes.Contains(s.text, []byte("dataset.stor")) {
			return faultf(s.start, "a %s writes data-story: declare the story in the page itself", raw)
		}
		return nil
	}
	return t.read(s, depth+1)
}

// comment refuses what is a comment to some readers only: those of XHTML and SVG see text, or a program's own sign.
func (t *tags) comment(s source) error {
	if bytes.HasPrefix(s.text, []byte("<![")) {
		return faultf(s.start, "a CDATA section stands in the page: write its text with entities")
	}
	if !bytes.HasPrefix(s.text, []byte("<!--")) {
		return t.stray(s)
	}
	return nil
}

// element reads a tag, and gives the element's name.
func (t *tags) element(s source, z *html.Tokenizer, depth int) (string, error) {
	name, some := z.TagName()
	element := string(name)
	if !some {
		return element, t.stray(s)
	}
	attributes, err := attributesOf(s, z)
	if err != nil {
		return element, err
	}
	if page, ok := attributes["srcdoc"]; ok {
		inner := source{[]byte(page.value), page.start, page.end, page.decoded || s.decoded}
		if err := t.read(inner, depth+1); err != nil {
			return element, err
		}
	}
	declared, err := attributes.declared(s.start)
	if err != nil {
		return element, err
	}
	if len(declared.uses) > 0 {
		t.known[attributes.signature()] = true
	}
	t.said, err = t.said.with(declared)
	return element, err
}

// signature is what an element says of the story it names. Trees of elements are compared by it.
func signature(get func(name string) string) string {
	var all []string
	for _, name := range []string{"data-story", "data-shots", "data-seconds", "data-credit"} {
		all = append(all, strings.TrimSpace(get(name)))
	}
	return strings.Join(all, "\x00") // which no attribute holds
}
