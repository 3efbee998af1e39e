package piece

import (
	"bytes"
	"strings"
)

// readHTML reads a page.
func readHTML(data []byte) (said, string, error) {
	start := afterMark(data)
	first, _ := lineAt(data, start)
	if first == "---" || first == "+++" {
		return said{}, "", faultf(start, "front matter stands in a page of HTML: name the stories with data-story in its elements")
	}
	return readPage(data, start, data[start:])
}

// readPage reads the elements in the bytes from body on, and holds them against the page that is made of them: an element that readers
// have and the bytes seemed not to have means that the bytes were not understood, and a page that says none must say so to its readers.
func readPage(data []byte, body int, page []byte) (said, string, error) {
	t := &tags{known: map[string]bool{}}
	if err := t.read(source{text: data[body:], start: body}, 0); err != nil {
		return said{}, "", err
	}
	seen, err := look(page)
	if err == nil {
		err = seen.lookXML(page)
	}
	if err != nil {
		return said{}, "", err
	}
	for _, story := range seen.stories {
		if !t.known[story] {
			id, _, _ := strings.Cut(story, "\x00")
			return said{}, "", faultf(body, "the story %s of the page is hidden in its bytes by what stands around it: close what is open before it",
				quoted(id))
		}
	}
	t.said.none = t.said.none && seen.none
	return t.said, seen.text, nil
}

// source is text of a file, or of an attribute of it that holds a page.
type source struct {
	text       []byte
	start, end int  // of the file
	decoded    bool // the text is not what stands in the file, so that places in it are start to end
}

// part is the text between two of its bytes.
func (s source) part(start, end int) source {
	p := source{s.text[start:end], s.start, s.end, s.decoded}
	p.start, p.end = s.span(start, end)
	return p
}

// span is where text stands in the file.
func (s source) span(start, end int) (int, int) {
	if s.decoded {
		return s.start, s.end
	}
	return s.start + start, s.start + end
}

// assigns says whether text holds data-story or data-stories with a value, as an element would.
func assigns(text []byte) bool {
	return mentioned(text, func(rest []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n\f"), []byte("=")) })
}

// mentions says whether text speaks of data-story or data-stories at all.
func mentions(text []byte) bool {
	return mentioned(text, func([]byte) bool { return true })
}

func mentioned(text []byte, follows func(rest []byte) bool) bool {
	for at := 0; ; at++ {
		dash := bytes.IndexByte(text[at:], '-')
		if dash < 0 {
			return false
		}
		at += dash
		if at < len("data") || !bytes.EqualFold(text[at-len("data"):at], []byte("data")) {
			continue
		}
		for _, name := range []string{"-story", "-stories"} {
			if end := at + len(name); end <= len(text) && bytes.EqualFold(text[at:end], []byte(name)) && follows(text[end:]) {
				return true
			}
		}
	}
}
