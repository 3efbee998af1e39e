package piece

import (
	"path"
	"strings"
)

// Kind is how a piece is written.
type Kind string

// Kinds of pieces.
const (
	Markdown Kind = "markdown" // with YAML front matter
	HTML     Kind = "html"     // with data-story attributes
	JSON     Kind = "json"     // one object
)

var kinds = map[string]Kind{
	".md": Markdown, ".markdown": Markdown,
	".html": HTML, ".htm": HTML, ".xhtml": HTML,
	".json": JSON,
}

// KindOf tells the kind of a piece by the extension of its file's name, in either case; false where it is none of a piece.
func KindOf(name string) (Kind, bool) {
	kind, ok := kinds[strings.ToLower(path.Ext(name))]
	return kind, ok
}
