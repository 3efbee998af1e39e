package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// builtInSum is the digest of the built-in rules that a test found nothing wrong with. The same test says what it must be after
// they were changed; until it is, they are checked at every start.
const builtInSum = "332f4ebac598b93455f3d69ba281646b48cc64118f137a6a07476f65095fdd04"

// LoadBuiltIn loads the rules that are compiled into this program as Load does, to the same policy. What Load checks of them depends
// on their bytes alone and was checked when the program was made, so it is not checked again at every start: that would take a
// third of the time in which a story is judged. Rules with any other bytes are checked all the same.
func LoadBuiltIn(ctx context.Context, fsys fs.FS, house any) (*Policy, error) {
	return load(ctx, fsys, house, func(sources files) bool { return sources.sum() == builtInSum })
}

// unknown says of any rules that they were not checked before.
func unknown(files) bool { return false }

// sum is the SHA-256 of files with their names, in hexadecimal.
func (f files) sum() string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(sum, "%s\x00%d\x00", name, len(f[name]))
		sum.Write(f[name])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// onlyChecks are the stages of the compiler that look for mistakes in the built-in rules, or make what only such stages need, or erase
// what these rules do not have. Some that take no time are not among them.
var onlyChecks = []ast.StageID{
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
