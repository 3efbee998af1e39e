package piece

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what a browser makes of HTML.
type page struct {
	stories []string // the signatures of elements that name one
	none    bool     // it says, in an element that every browser has, that it uses no story
	text    string   // what readers see
}

// look parses a page as browsers do, with scripts and, where that makes a difference, without.
func look(text []byte) (page, error) {
	p, body, err := lookWith(text, true, 0)
	if err != nil {
		return page{}, err
	}
	p.text = visible(body)
	if !bytes.Contains(bytes.ToLower(text), []byte("noscript")) {
		return p, nil
	}
	without, _, err := lookWith(text, false, 0)
	p.stories = append(p.stories, without.stories...)
	p.none = p.none && without.none
	return p, err
}

func lookWith(text []byte, scripts bool, depth int) (page, *html.Node, error) {
	var p page
	if depth > deepestPage {
		return p, nil, faultf(0, "more than %d pages stand within one another: make it flatter", deepestPage)
	}
	root, err := html.ParseWithOptions(bytes.NewReader(text), html.ParseOptionEnableScripting(scripts))
	if err != nil {
		return p, nil, faultf(0, "the page cannot be taken apart: %v; make it flatter", err)
	}
	for n := range root.Descendants() {
		if attributeOf(n, "data-story") != nil {
			p.stories = append(p.stories, signatureOf(n))
		}
		if none := attributeOf(n, "data-stories"); none != nil && strings.EqualFold(strings.TrimSpace(*none), "none") {
			p.none = true
		}
		if inner := attributeOf(n, "srcdoc"); inner != nil {
			in, _, err := lookWith([]byte(*inner), scripts, depth+1)
			if err != nil {
				return p, nil, err
			}
			p.stories = append(p.stories, in.stories...)
		}
	}
	return p, root, nil
}

func attributeOf(n *html.Node, name string) *string {
	for i := range n.Attr {
		if n.Attr[i].Key == name {
			return &n.Attr[i].Val
		}
	}
	return nil
}

func signatureOf(n *html.Node) string {
	return signature(func(name string) string {
		if text := attributeOf(n, name); text != nil {
			return *text
		}
		return ""
	})
}

// lookXML adds what a reader of XHTML finds: there an element may close itself, and a script's text be markup. It reads as far as
// the page is XML, as a browser does.
func (p *page) lookXML(text []byte) error {
	declared := bytes.HasPrefix(text, []byte("<?xml"))
	if !declared && !bytes.Contains(text, []byte("www.w3.org/1999/xhtml")) {
		return nil
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := d.Token()
		if err != nil {
			if declared && !errors.Is(err, io.EOF) {
				return faultf(0, "it begins as XHTML and is none: %s; mend it", plain(err.Error()))
			}
			return nil
		}
		if start, ok := token.(xml.StartElement); ok {
			n := &html.Node{}
			for _, a := range start.Attr {
				n.Attr = append(n.Attr, html.Attribute{Key: a.Name.Local, Val: a.Value})
			}
			if attributeOf(n, "data-story") != nil {
				p.stories = append(p.stories, signatureOf(n))
			}
		}
	}
}

// unshown are elements whose text readers do not see.
var unshown = map[atom.Atom]bool{
	atom.Head: true, atom.Script: true, atom.Style: true, atom.Template: true, atom.Title: true, atom.Noscript: true, atom.Noembed: true,
	atom.Noframes: true, atom.Iframe: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Object: true, atom.Datalist: true, atom.Option: true,
}

// inLine are the elements that do not begin a line; all others are taken for blocks.
var inLine = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true, atom.Code: true,
	atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true, atom.Ins: true,
	atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Q: true, atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true,
	atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// visible is the text of a page, each block on lines of its own.
func visible(root *html.Node) string {
	w := &words{}
	w.walk(root)
	return strings.ToValidUTF8(w.text.String(), "\uFFFD")
}

// words joins text, white space as one sign.
type words struct {
	text strings.Builder
	gap  byte // what comes before the next letter: a space, a line feed, or 0
}

// isHidden reports whether readers do not see an element, as far as the page itself says: stylesheets are not read.
func isHidden(n *html.Node) bool {
	closed := n.DataAtom == atom.Dialog || n.DataAtom == atom.Details
	return unshown[n.DataAtom] || attributeOf(n, "hidden") != nil || attributeOf(n, "popover") != nil ||
		closed && attributeOf(n, "open") == nil || hidingStyle.MatchString(styleOf(n))
}

// hidingStyle are the ways of hiding an element by a style of its own.
var hidingStyle = regexp.MustCompile(`(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity|width|height|max-height)\s*:\s*0(?:[^.\d]|$)|color\s*:\s*transparent`)

func styleOf(n *html.Node) string {
	if style := attributeOf(n, "style"); style != nil {
		return *style
	}
	return ""
}

func (w *words) walk(n *html.Node) {
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	if n.Type == html.ElementNode && isHidden(n) {
		return
	}
	block := n.Type == html.ElementNode && !inLine[n.DataAtom]
	if block {
		w.gap = '\n'
	}
	for c := range n.ChildNodes() {
		w.walk(c)
	}
	if block {
		w.gap = '\n'
	}
}

func (w *words) write(text string) {
	for i := range len(text) {
		if b := text[i]; strings.IndexByte(" \t\r\n\f", b) >= 0 {
			if w.gap == 0 {
				w.gap = ' '
			}
		} else {
			if w.gap != 0 && w.text.Len() > 0 {
				w.text.WriteByte(w.gap)
			}
			w.gap = 0
			w.text.WriteByte(b)
		}
	}
}
