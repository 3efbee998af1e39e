package language

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed grammar/*.txt
var grammarFiles embed.FS

// phrase is a way of saying something, with the rules that it makes.
type phrase struct {
	file, text string
	start      *node
	rules      []template
	bucket     bucket   // where the words go if it makes no rule
	needs      [][]int  // sets of literals, of each of which every text that it reads has one
	examples   []string // lines that it must read whole
}

// template is a rule before its lists and times are filled in.
type template struct {
	Rule
	media, purpose []string
	outside        bool // media and purpose are what is left open
}

// bucket is what became of a word.
type bucket uint8

const (
	unread bucket = iota
	ruled
	boilerplate
	production
	nothing
)

// silent reports whether a phrase makes no rule: such a phrase must be exact, and be a whole clause.
func (p *phrase) silent() bool { return len(p.rules) == 0 }

// heads reports whether a phrase is a heading, behind which something must stand.
func (p *phrase) heads() bool { return p.file == "headings" }

// node is a step of a phrase.
type node struct {
	op       byte // w word, c capture, ? choice, ^ clause begins, $ clause ends, ! not this word
	words    []string
	literals []int // these, by number
	loose    bool  // punctuation may stand before it
	tight    bool  // a slash without space stands before it
	capture  string
	branches []*node
	next     *node
	learnt   bool // its words are in the vocabulary
}

// phrases is the grammar: by first word, and those that may begin with a list, a number, or a name.
var phrases struct {
	all                      []*phrase
	byWord                   map[string][]*phrase
	behind                   map[string]map[int][]*phrase // by first word and the one behind it, see indexSeconds
	whatever                 map[string][]*phrase         // by first word, those that may have any behind it
	byList, byNumber, byName []*phrase
}

// grammarOrder puts what restricts before what is silent: of two phrases of one length the first wins.
var grammarOrder = []string{"english", "german", "french", "turkish", "nothing", "headings", "boilerplate", "production"}

// Learn learns the language, which the first text that is read waits for otherwise: whoever has something else to do before calls it
// beside.
func Learn() { learn() }

// learn reads the grammar and the lexicon, once, before the first text is read: a program that reads none does not pay for it.
var learn = sync.OnceFunc(func() {
	phrases.byWord = map[string][]*phrase{}
	for _, name := range grammarOrder {
		data, err := grammarFiles.ReadFile("grammar/" + name + ".txt")
		if err != nil {
			panic(err)
		}
		readGrammar(name, string(data))
	}
	for _, p := range phrases.all {
		first := map[string]bool{}
		firstWords(p.start, first)
		for w := range first {
			switch w {
			case "<list>":
				phrases.byList = append(phrases.byList, p)
				continue
			case "<number>":
				phrases.byNumber = append(phrases.byNumber, p)
				continue
			case "<name>":
				phrases.byName = append(phrases.byName, p)
				continue
			}
			phrases.byWord[w] = append(phrases.byWord[w], p)
		}
	}
	learnWords()
	numberLiterals()
	indexSeconds()
})

// readGrammar reads a file: heads "kind: effect action key=value…", below them phrases, below those examples behind ">".
func readGrammar(name, data string) {
	var heads []template
	var last *phrase
	body := false
	for n, line := range strings.Split(data, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case strings.HasPrefix(trimmed, "> "):
			last.examples = append(last.examples, trimmed[2:])
		case line[0] != '\t':
			if body {
				heads, body = nil, false
			}
			heads = append(heads, readHead(trimmed, fmt.Sprintf("grammar/%s.txt:%d", name, n+1)))
		default:
			body = true
			last = &phrase{file: name, text: trimmed, rules: heads}
			switch name {
			case "nothing":
				last.bucket = nothing
			case "headings", "boilerplate":
				last.bucket = boilerplate
			case "production":
				last.bucket = production
			default:
				last.bucket = ruled
			}
			last.start = compile(trimmed, last.silent())
			phrases.all = append(phrases.all, last)
		}
	}
}

func readHead(line, where string) template {
	kind, rest, _ := strings.Cut(line, ":")
	fields := strings.Fields(rest)
	if len(fields) < 2 || Kinds[kind] == "" {
		panic(where + ": want 'kind: effect action …', with a kind of Kinds")
	}
	t := template{Rule: Rule{Kind: kind, Effect: Effect(fields[0]), Action: fields[1]}}
	for _, f := range fields[2:] {
		key, value, _ := strings.Cut(f, "=")
		if v, ok := strings.CutPrefix(value, "-"); ok {
			value, t.outside = v, true
		}
		switch key {
		case "media":
			t.media = strings.Split(value, ",")
		case "purpose":
			t.purpose = strings.Split(value, ",")
		case "start":
			t.Start = value
		case "count":
			t.Count, _ = strconv.Atoi(value)
		case "per":
			t.Per, _ = time.ParseDuration(value)
		case "part":
			t.Part = true
		default:
			panic(where + ": unknown key " + key)
		}
	}
	return t
}

var spaced = strings.NewReplacer("[", " [ ", "]", " ] ", "(", " ( ", ")", " ) ")

// compile turns a phrase into steps. A silent one is a whole clause.
func compile(text string, silent bool) *node {
	text = spaced.Replace(text)
	c := compiler{items: strings.Fields(text)}
	var end *node
	if silent {
		end = &node{op: '$'}
	}
	start := c.sequence(end)
	if c.at != len(c.items) {
		panic("grammar: unbalanced: " + text)
	}
	if silent {
		start = &node{op: '^', next: start}
	}
	return start
}

type compiler struct {
	items []string
	at    int
}

// sequence compiles up to a closing bracket or a bar; next is what follows it.
func (c *compiler) sequence(next *node) *node {
	begin := c.at
	depth := 0
	for c.at < len(c.items) {
		item := c.items[c.at]
		if depth == 0 && (item == "]" || item == ")" || item == "|") {
			break
		}
		if item == "[" || item == "(" {
			depth++
		} else if item == "]" || item == ")" {
			depth--
		}
		c.at++
	}
	end := c.at
	for i := end - 1; i >= begin; i-- { // from the back, so that each step knows the next
		switch item := c.items[i]; item {
		case "]", ")":
			open := i
			for depth := 0; ; open-- {
				if it := c.items[open]; it == "]" || it == ")" {
					depth++
				} else if it == "[" || it == "(" {
					if depth--; depth == 0 {
						break
					}
				}
			}
			next = c.choice(open, i, next)
			i = open
		case ",":
			next = parted(next, func(n *node) { n.loose = true })
		case "/":
			next = parted(next, func(n *node) { n.tight = true })
		default:
			next = step(item, next)
		}
	}
	c.at = end
	return next
}

// choice compiles the alternatives between two brackets.
func (c *compiler) choice(open, shut int, next *node) *node {
	n := &node{op: '?'}
	inner := compiler{items: c.items[open+1 : shut]}
	for {
		n.branches = append(n.branches, inner.sequence(next))
		if inner.at >= len(inner.items) {
			break
		}
		inner.at++ // the bar
	}
	if c.items[open] == "[" {
		n.branches = append(n.branches, next)
	}
	return n
}

func step(item string, next *node) *node {
	switch {
	case item == "^" || item == "$":
		return &node{op: item[0], next: next}
	case item[0] == '!':
		return &node{op: '!', words: []string{plain(item[1:])}, next: next}
	case item[0] == '<':
		return &node{op: 'c', capture: strings.Trim(item, "<>"), next: next}
	}
	n := &node{op: 'w', next: next}
	for w := range strings.SplitSeq(item, "|") {
		n.words = append(n.words, plain(w))
	}
	return n
}

// parted says what stands before the next word.
func parted(n *node, say func(*node)) *node {
	if n == nil {
		return nil
	}
	copied := *n
	if copied.op == '?' {
		copied.branches = slices.Clone(n.branches)
		for i, b := range copied.branches {
			copied.branches[i] = parted(b, say)
		}
	} else {
		say(&copied)
	}
	return &copied
}

// firstWords collects the words that a phrase may begin with; <list>, <number> and <name> stand for those that no list has.
func firstWords(n *node, set map[string]bool) {
	if n == nil {
		return
	}
	switch n.op {
	case 'w':
		for _, w := range n.words {
			set[w] = true
		}
	case 'c':
		switch name := strings.TrimPrefix(n.capture, "-"); {
		case listKinds[name] != nil:
			set["<list>"] = true
		case name == "n" || name == "count":
			set["<number>"] = true
		default:
			set["<name>"] = true
		}
	case '?':
		for _, b := range n.branches {
			firstWords(b, set)
		}
	default:
		firstWords(n.next, set)
	}
}

// literals collects all the words of a phrase.
func literals(n *node, add func(string)) {
	if n == nil || n.learnt {
		return
	}
	n.learnt = true
	for _, w := range n.words {
		add(w)
	}
	for _, b := range n.branches {
		literals(b, add)
	}
	literals(n.next, add)
}
