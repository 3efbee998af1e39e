package piece

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// readYAML reads front matter. It stays with the nodes of the file, so that no alias is ever expanded, and every word has its place.
func readYAML(data []byte, start, end int) (said, error) {
	if err := checkUTF8(data, start, end); err != nil {
		return said{}, err
	}
	if err := checkBreaks(data, start, end); err != nil {
		return said{}, err
	}
	n := &nodes{data, newRuler(data)}
	file, err := n.parse(start, end)
	if err != nil || len(file.Content) == 0 || file.Content[0].ShortTag() == "!!null" {
		return said{}, err
	}
	top := file.Content[0]
	if top.Kind != yaml.MappingNode {
		return said{}, faultf(start, "the front matter has no keys: write them as in title: …, or open the text with something else than ---")
	}
	return n.top(top)
}

// nodes gives the nodes of YAML their places in a file.
type nodes struct {
	data  []byte
	ruler *ruler
}

var lineOfError = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// parse takes the opening --- for the start of a document, so that lines are those of the file. Some errors of the parser name the line
// before the one where it stopped.
func (n *nodes) parse(start, end int) (file yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(n.data[start:end]))
	if err = decoder.Decode(&file); err == nil {
		if err = decoder.Decode(new(yaml.Node)); err == nil {
			return file, faultf(start, "a second document begins in the front matter: front matter is one")
		}
	}
	if errors.Is(err, io.EOF) {
		return file, nil
	}
	at, match := start, lineOfError.FindStringSubmatch(err.Error())
	if len(match) == 2 && match[1] != "" {
		line, _ := strconv.Atoi(match[1]) // digits, if too many of them: then it is the first line
		at = n.ruler.byteAt(max(line, 1), 1)
	}
	return file, faultf(at, "the front matter is no YAML: %s; mend it", plain(lineOfError.ReplaceAllString(err.Error(), "")))
}

func (n *nodes) top(top *yaml.Node) (s said, err error) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key := value{text: top.Content[i].Value, start: n.at(top.Content[i])}
		if err := n.checkKey(top.Content[i], key.start); err != nil {
			return said{}, err
		}
		if seen[key.text] {
			return said{}, faultf(key.start, "the key %s stands twice: take one of them out", quoted(key.text))
		}
		seen[key.text] = true
		ours, err := storiesKey(key)
		if err != nil {
			return said{}, err
		}
		if !ours {
			if err := n.checkElsewhere(top.Content[i+1]); err != nil {
				return said{}, err
			}
			continue
		}
		v, err := n.value(top.Content[i+1], 0)
		if err != nil {
			return said{}, err
		}
		if s, err = declare(v); err != nil {
			return said{}, err
		}
	}
	return s, nil
}

// checkElsewhere refuses a value that is none of ours and in which stories are named all the same. What an alias stands for is looked
// at where it is written.
func (n *nodes) checkElsewhere(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return checkElsewhere(value{text: node.Value, start: n.at(node)}, false)
	}
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 && child.Kind == yaml.ScalarNode {
			if err := checkElsewhere(value{text: child.Value, start: n.at(child)}, true); err != nil {
				return err
			}
		}
		if err := n.checkElsewhere(child); err != nil {
			return err
		}
	}
	return nil
}

// checkKey refuses keys that are not what they look like: an alias, a merge and a tag can each stand for stories.
func (n *nodes) checkKey(key *yaml.Node, at int) error {
	if key.Kind != yaml.ScalarNode || key.Style&yaml.TaggedStyle != 0 || key.Tag == "!!merge" {
		return faultf(at, "a key of the front matter is an alias, a merge, a list or has a tag: write it out as a word")
	}
	return nil
}

// value reads a node within stories. Anchors, aliases and tags are refused there: what they say stands elsewhere.
func (n *nodes) value(node *yaml.Node, depth int) (value, error) {
	at := n.at(node)
	switch {
	case depth > deepest:
		return value{}, faultf(at, "stories is nested more than %d levels deep: make it flatter", deepest)
	case node.Kind == yaml.AliasNode, node.Anchor != "", node.Style&yaml.TaggedStyle != 0, node.Tag == "!!merge":
		return value{}, faultf(at, "an anchor, an alias, a merge or a tag stands in stories: write out what it says")
	case node.Kind == yaml.ScalarNode:
		return n.scalar(node, at), nil
	}
	v := value{shape: list, start: at, end: at}
	if node.Kind == yaml.MappingNode {
		v.shape = mapping
	}
	for i, child := range node.Content {
		c, err := n.value(child, depth+1)
		if err != nil {
			return value{}, err
		}
		if v.shape == mapping && i%2 == 0 {
			v.keys = append(v.keys, c)
		} else {
			v.items = append(v.items, c)
		}
	}
	return v, nil
}

var shapes = map[string]shape{"!!null": null, "!!str": word, "!!int": number, "!!float": number}

func (n *nodes) scalar(node *yaml.Node, at int) value {
	v := value{shape: shapes[node.ShortTag()], text: node.Value, start: at, end: at}
	rest, _, _ := bytes.Cut(n.data[at:], []byte("\n"))
	switch {
	case node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		if size := quotedSize(rest); size > 0 {
			v.start, v.end = at+1, at+size-1
		}
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 && bytes.HasPrefix(rest, []byte(node.Value)):
		v.end = at + len(node.Value)
	}
	return v
}

// quotedSize is the size of what stands in quotes at the start of a line, with them, 0 where it runs on to the next line.
func quotedSize(line []byte) int {
	if len(line) == 0 {
		return 0
	}
	quote := line[0]
	for i := 1; i < len(line); i++ {
		switch {
		case quote == '"' && line[i] == '\\':
			i++
		case line[i] == quote && quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return 0
}

func (n *nodes) at(node *yaml.Node) int { return n.ruler.byteAt(node.Line, node.Column) }
