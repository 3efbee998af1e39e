package policy

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"clearance/rights"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The built-in functions that a rule may call: those whose answer depends on their arguments alone, and that
// do not hide a missing field behind a default (as object.get does).
//
//go:embed builtins.txt
var builtinNames string

var decisionQuery = ast.MustParseBody("decision = data.rights.main.decision")

// capabilities are the engine's, with no built-in beyond the allowed ones.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	allowed := strings.Fields(builtinNames)
	all := ast.CapabilitiesForThisVersion()
	all.Builtins = slices.DeleteFunc(slices.Clone(all.Builtins), func(b *ast.Builtin) bool {
		return !slices.Contains(allowed, b.Name)
	})
	all.AllowNet = []string{} // no schema may be fetched
	return all
})

// inputSchema is the schema of the input as the type checker takes it.
var inputSchema = sync.OnceValue(func() any {
	var schema any
	mustReadSchema(&schema)
	return schema
})

func mustReadSchema(into any) {
	if err := json.Unmarshal(rights.InputSchema, into); err != nil {
		panic("rights.InputSchema: " + err.Error()) // it is compiled into this program
	}
}

// compile checks types, with the schema given for every module: a misspelt field of the input does not compile. What was checked
// before is only made ready to be asked.
func compile(modules map[string]*ast.Module, checked bool) (*ast.Compiler, error) {
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true)
	if checked {
		compiler = compiler.WithSkipStages(notForBuiltIn...)
	} else {
		schemas := ast.NewSchemaSet()
		schemas.Put(ast.SchemaRootRef, inputSchema())
		compiler = compiler.WithSchemas(schemas)
	}
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, explainEngine(compiler.Errors, "correct the rule")
	}
	return compiler, nil
}

// explainEngine turns what the engine complains about into our own lines, "file:line: problem; what to do".
func explainEngine(err error, remedy string) error {
	var found ast.Errors
	if !errors.As(err, &found) {
		return err
	}
	var problems []error
	for _, e := range found {
		text := e.Message
		if e.Details != nil {
			text += " (" + strings.Join(strings.Fields(strings.Join(e.Details.Lines(), " ")), " ") + ")"
		}
		problems = append(problems, problem(e.Location, "%s; %s", text, remedyFor(e.Message, remedy)))
	}
	return errors.Join(problems...)
}

// remedyFor knows the two mistakes that people make most.
func remedyFor(message, otherwise string) string {
	if name, ok := strings.CutPrefix(message, "undefined function "); ok && ast.BuiltinMap[name] != nil {
		return name + " is no allowed built-in: a decision may depend on its input alone, so have it passed as a state"
	}
	if strings.HasPrefix(message, "undefined ref: input") {
		return "name a field of the input's schema"
	}
	return otherwise
}

// problem is one line of a refusal.
func problem(at *ast.Location, format string, args ...any) error {
	where := "policy"
	if at != nil {
		where = fmt.Sprintf("%s:%d", at.File, at.Row)
	}
	return fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
}
