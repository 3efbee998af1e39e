package piece

import (
	"bytes"
	"strings"
	"unicode"
)

const (
	openFront = "close the front matter with a line ---, or open the text with something else"
	onlyYAML  = "front matter must be YAML between two lines ---: write it so"
)

// frontMatter finds the YAML that a Markdown file opens with: it stands between start and end, and the text begins at body. All three
// are where the file's text begins if there is none. What another program might take for front matter is refused.
func frontMatter(data []byte) (start, end, body int, err error) {
	start = afterMark(data)
	text := bytes.TrimLeftFunc(data[start:], func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	at := len(data) - len(text)
	first, body := lineAt(data, at)
	switch {
	case strings.HasPrefix(first, "+++"), strings.HasPrefix(first, "{"):
		return 0, 0, 0, faultf(at, onlyYAML)
	case !strings.HasPrefix(first, "---"), strings.Trim(first, "- \t") == "" && first != "---":
		return start, start, start, nil
	case first != "---":
		return 0, 0, 0, faultf(at, "more than --- stands on the first line: "+onlyYAML)
	case at != start:
		return 0, 0, 0, faultf(at, "something stands before the front matter, if only white space: take it out")
	}
	for end = body; end < len(data); {
		line, next := lineAt(data, end)
		if line == "---" || line == "..." {
			return start, end, next, nil
		}
		end = next
	}
	return 0, 0, 0, faultf(start, openFront)
}

// lineAt is the line that starts at a byte, without white space at its end, and where the next one starts.
func lineAt(data []byte, at int) (line string, next int) {
	next = len(data)
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	return string(bytes.TrimRight(data[at:next], " \t\r\n")), next
}

// checkBreaks refuses characters that end a line for some readers of YAML, and for others do not.
func checkBreaks(data []byte, start, end int) error {
	for i, r := range string(data[start:end]) {
		lone := r == '\r' && (start+i+1 == len(data) || data[start+i+1] != '\n')
		if lone || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			return faultf(start+i, "the character %U ends a line for some programs only: use a line feed", r)
		}
	}
	return nil
}
