package policy

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
)

// topic is a package of rules that main hears.
type topic struct {
	name   string
	ref    *ast.Term // of its findings
	answer ast.Var   // what a query calls them
	reads  reads
	pieces []int         // of an input: the fields that it can read
	asked  atomic.Uint64 // how often the engine was

	piecemeal  bool            // it takes the lists of the input apart
	inOnePiece string          // why it does not, if it reads one
	byRule     map[string]bool // its codes of findings for one rule of the terms
}

func newTopic(compiler *ast.Compiler, i int, name string, c *cutter) *topic {
	ref := append(topicsRef.Copy(), ast.StringTerm(name), findings)
	t := &topic{name: name, ref: ast.NewTerm(ref), answer: ast.Var(fmt.Sprint("topic", i)), reads: readsOf(compiler, ref, nil)}
	for _, path := range t.reads.paths {
		t.pieces = append(t.pieces, c.add(path))
	}
	t.takeApart(compiler)
	return t
}

// topicNames are the topics that there are, sorted.
func topicNames(compiler *ast.Compiler) []string {
	var names []string
	for _, module := range compiler.Modules {
		if pkg := packageName(module); isTopic(pkg) {
			names = append(names, strings.TrimPrefix(pkg, topicPrefix))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// key is the JSON of the fields that a topic can read. A zero byte ends each, as none stands in JSON; an absent one is empty, as no
// JSON is.
func (t *topic) key(to []byte, pieces [][]byte) []byte {
	for _, i := range t.pieces {
		to = append(to, pieces[i]...)
		to = append(to, 0)
	}
	return to
}
