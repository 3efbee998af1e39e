package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"
)

// builtInSum is the digest of the built-in rules, and of what they are checked against, as a test found nothing wrong with them. The
// same test says what it must be after a change; until it is that, they are checked at every start.
const builtInSum = "54cf77a1d05afe4d0cd51301e4bcf4d48cb13f1a7679ac6e1c1b61d3f6324b92"

// LoadBuiltIn loads the rules that are compiled into this program as Load does, to the same policy. They were checked when the program
// was made and are not checked again at every start, which would take a quarter of the time in which a story is judged. Rules with any
// other bytes are checked all the same.
func LoadBuiltIn(ctx context.Context, fsys fs.FS, house any) (*Policy, error) {
	return load(ctx, fsys, house, func(sources files) bool { return sumOf(sources) == builtInSum })
}

// unknown says of any rules that they were not checked before.
func unknown(files) bool { return false }

// sumOf is the SHA-256 of rules and of what they are checked against, in hexadecimal.
func sumOf(sources files) string {
	sum := sha256.New()
	add := func(name string, content []byte) {
		fmt.Fprintf(sum, "%d %s %d ", len(name), name, len(content))
		sum.Write(content)
	}
	add("engine", []byte(version.Version))
	add("built-ins", []byte(builtinNames))
	add("input", rights.InputSchema)
	add("facts", []byte(strings.Join(slices.Sorted(maps.Keys(rights.FactNames)), " ")))
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		add(name, sources[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// notForBuiltIn are the stages of the compiler that look for mistakes, which the built-in rules have not, make what only such stages
// need, or erase what these rules do not have. Others that might be left out take no time.
var notForBuiltIn = []ast.StageID{
	ast.StageCheckKeywordOverrides,
	ast.StageCheckVoidCalls,
	ast.StageRewritePrintCalls,
	ast.StageSetGraph,
	ast.StageCheckRuleConflicts,
	ast.StageCheckUndefinedFuncs,
	ast.StageCheckSafetyRuleHeads,
	ast.StageCheckRecursion,
	ast.StageCheckTypes,
}
