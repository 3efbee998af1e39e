package prove_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"clearance/policy"
	"clearance/policy/prove"
	"clearance/rego"
)

// with is the embedded rules without their tests, and with other files.
func with(t *testing.T, files map[string]string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(rego.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		b, err := fs.ReadFile(rego.Files, name)
		all[name] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func load(t *testing.T, fsys fs.FS) *policy.Policy {
	t.Helper()
	p, err := policy.Load(t.Context(), fsys, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func run(t *testing.T, files map[string]string) prove.Report {
	t.Helper()
	fsys := with(t, files)
	report, err := prove.Run(t.Context(), load(t, fsys), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

const saleTest = "rights/rules/sale/sale_test.rego"

const table = `package rights.rules.sale_test

import data.rights.rules.sale

test_flag[name] if {
	some name, tc in {"right": {"flag": "cannot_sell", "want": {"sale.cannot_sell"}}, "wrong": {"flag": "absent", "want": set()}}
	codes := {finding.code | some finding in sale.findings} with input as {"use": {"action": "sell"}, "holder": {"sale": tc.flag}}
	print(name, codes)
	codes == tc.want
}
`

func TestRun(t *testing.T) {
	for _, tc := range []struct {
		name                    string
		test                    string
		passed, failed, skipped int
		good                    bool
	}{
		{"one that passes", "test_a if 1 == 1", 1, 0, 0, true},
		{"one that fails", "test_a if 1 == 2", 0, 1, 0, false},
		{"one that is false", "test_a := false", 0, 1, 0, false},
		{"one of two that fails", "test_a if 1 == 1\n\ntest_b if 1 == 2", 1, 1, 0, false},
		{"one that is skipped", "todo_test_a if 1 == 2", 0, 0, 1, false},
		{"one that is skipped beside one that passes", "todo_test_a if 1 == 2\n\ntest_b if 1 == 1", 1, 0, 1, true},
		{"one that breaks off", `test_a if regex.match("(", "a")`, 0, 1, 0, false},
		{"one that cannot end in time", `test_a if {
	some i, j in numbers.range(1, 100000)
	some k in numbers.range(1, 10000)
	i + j + k < 0
}`, 0, 1, 0, false},
		{"none", "_a := 1", 0, 0, 0, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if strings.Contains(tc.name, "in time") && testing.Short() {
				t.Skip("takes as long as a test may")
			}
			r := run(t, map[string]string{saleTest: "package rights.rules.sale_test\n\n" + tc.test})
			if r.Passed != tc.passed || r.Failed != tc.failed || r.Skipped != tc.skipped || r.Good() != tc.good {
				t.Errorf("%d passed, %d failed, %d skipped, good: %v", r.Passed, r.Failed, r.Skipped, r.Good())
			}
		})
	}
}

func TestRunNamesWhatFails(t *testing.T) {
	r := run(t, map[string]string{saleTest: table})
	if len(r.Tests) != 1 || r.Passed != 1 || r.Failed != 1 {
		t.Fatalf("%+v", r)
	}
	test := r.Tests[0]
	if test.Name != "rights.rules.sale_test.test_flag" || test.File != saleTest || test.Line != 5 || test.Outcome != prove.Failed {
		t.Errorf("%+v", test)
	}
	want := []prove.Case{{Name: "right", Outcome: prove.Passed}, {Name: "wrong", Outcome: prove.Failed}}
	if len(test.Cases) != 2 || test.Cases[0] != want[0] || test.Cases[1] != want[1] {
		t.Errorf("cases %+v, want %+v", test.Cases, want)
	}
	if !strings.Contains(test.Output, `wrong {"sale.flag_missing"}`) {
		t.Errorf("printed %q", test.Output)
	}
	if r := run(t, map[string]string{saleTest: "package rights.rules.sale_test\n\ntest_a if regex.match(\"(\", \"a\")"}); !strings.Contains(r.Tests[0].Error, "missing closing") {
		t.Errorf("breaks off with %q", r.Tests[0].Error)
	}
}

func TestRunNamesWhatIsNotReached(t *testing.T) {
	r := run(t, map[string]string{saleTest: table})
	if r.Coverage <= 0 || r.Coverage >= 50 {
		t.Errorf("one table reaches %v%% of all rules", r.Coverage)
	}
	files := map[string]int{}
	for _, lines := range r.Uncovered {
		files[lines.File]++
		if lines.From < 1 || lines.To < lines.From || strings.HasSuffix(lines.File, "_test.rego") {
			t.Errorf("not reached: %+v", lines)
		}
	}
	if files["rights/rules/sale/sale.rego"] == 0 || files["rights/rules/terms/terms.rego"] == 0 {
		t.Errorf("not reached: %v", files)
	}
	whole, err := prove.Run(t.Context(), load(t, rego.Files), rego.Files)
	if err != nil {
		t.Fatal(err)
	}
	if whole.Coverage != 100 || len(whole.Uncovered) != 0 || !whole.Good() {
		t.Errorf("the built-in tests reach %v%%, not %v", whole.Coverage, whole.Uncovered)
	}
}

// A stale copy of the index in the folder must not decide what tests say.
func TestRunSeesTheIndexOfMetadata(t *testing.T) {
	r := run(t, map[string]string{
		"index/data.json": `{"effects": {}}`, "lists/data.json": `{"agencies": ["AP"]}`,
		saleTest: "package rights.rules.sale_test\n\ntest_a if {\n\tdata.index.effects[\"sale.can_sell\"] == \"ground\"\n\tdata.lists.agencies == [\"AP\"]\n}",
	})
	if !r.Good() {
		t.Errorf("%+v", r.Tests)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, tc := range []struct{ name, test, want string }{
		{"a test that does not parse", "package rights.rules.sale_test\n\ntest_a if {", "sale_test.rego:"},
		{"a test that does not compile", "package rights.rules.sale_test\n\ntest_a if {\n\tfoo(1)\n}", "sale_test.rego:4: undefined function foo"},
		{"a test that asks the clock", "package rights.rules.sale_test\n\ntest_a if time.now_ns() > 0", "sale_test.rego:3: undefined function time.now_ns"},
		{"a test that asks the network", "package rights.rules.sale_test\n\ntest_a if http.send({})", "undefined function http.send"},
		{"a test that adds a finding", "package rights.rules.sale\n\nfindings contains {\"code\": \"a\", \"facts\": []} if 1 == 1", "sale_test.rego:3: findings stands in a test"},
		{"a test that adds to a helper", "package rights.rules.sale\n\n_own_use if input.use.action == \"sell\"", "sale_test.rego:3: _own_use stands in a test"},
		{"a test that adds from above", "package rights.rules\n\nsale.findings contains 1 if 1 == 1", "sale_test.rego:3: sale stands in a test"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fsys := with(t, map[string]string{saleTest: tc.test})
			_, err := prove.Run(t.Context(), load(t, fsys), fsys)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error with %q", err, tc.want)
			}
		})
	}
	t.Run("tests in the package of their rules", func(t *testing.T) {
		if r := run(t, map[string]string{saleTest: "package rights.rules.sale\n\ntest_a if not _own_use with input as {}"}); !r.Good() {
			t.Errorf("%+v", r.Tests)
		}
	})
}

func TestRunEnds(t *testing.T) {
	p := load(t, rego.Files)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := prove.Run(ctx, p, rego.Files); !errors.Is(err, context.Canceled) {
		t.Errorf("under a context that has ended: %v", err)
	}
}
