package piece

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"
)

// readMarkdown reads front matter, and the HTML that stands in the text. That is looked for in the bytes, so that it has its place there;
// an element in a code block therefore counts, too, which only makes the answer stricter. The page as it is shown is then searched
// for elements that were missed.
func readMarkdown(data []byte) (said, string, error) {
	start, end, body, err := frontMatter(data)
	if err != nil {
		return said{}, "", err
	}
	front, err := readYAML(data, start, end)
	if err != nil {
		return said{}, "", err
	}
	if err := checkWork(data, body); err != nil {
		return said{}, "", err
	}
	var page bytes.Buffer
	if err := markdown.Convert(data[body:], &page); err != nil {
		return said{}, "", faultf(body, "the text is no Markdown: %v", err)
	}
	inText, text, err := readPage(data, body, page.Bytes())
	if err != nil {
		return said{}, "", err
	}
	all, err := front.with(inText)
	return all, text, err
}

// markdown is CommonMark, with the HTML in it left as it is.
var markdown = goldmark.New(goldmark.WithRendererOptions(html.WithUnsafe()))

const (
	mostWork    = 1 << 27 // marks times bytes, summed; less than a second
	mostNesting = 16      // quotes and lists within one another at the start of a line
)

// checkWork refuses text that takes time out of all proportion to read. Brackets, stars and underscores are matched with one another as far
// as the next blank line, each perhaps with all others, and quotes and lists nest with each mark at a line's start.
func checkWork(data []byte, body int) error {
	work, marks, size := 0, 0, 0
	for at := body; at < len(data); {
		_, next := lineAt(data, at)
		line := bytes.TrimSpace(data[at:next])
		if nesting(line) > mostNesting {
			return faultf(at, "more than %d quotes and lists begin on one line: make it flatter", mostNesting)
		}
		if len(line) == 0 {
			work, marks, size = work+marks*size, 0, 0
		}
		size += len(line)
		for _, b := range line {
			if b == '[' || b == '*' || b == '_' {
				marks++
			}
		}
		if work+marks*size > mostWork {
			return faultf(at, "too many brackets, stars and underscores stand here without a blank line: put blank lines between paragraphs")
		}
		at = next
	}
	return nil
}

// nesting is how many quotes and lists begin on a line. A line of nothing but dashes or stars is a rule across the page.
func nesting(line []byte) int {
	if len(bytes.Trim(line, "- \t")) == 0 || len(bytes.Trim(line, "* \t")) == 0 {
		return 0
	}
	n := 0
	for i, b := range line {
		switch b {
		case '>':
			n++
		case '-', '*', '+', '.', ')':
			if i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				n++
			}
		case ' ', '\t', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		default:
			return n
		}
	}
	return n
}
