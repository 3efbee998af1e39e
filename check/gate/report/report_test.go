package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clearance/check"
	"clearance/check/gate"
	"clearance/check/gate/report"
	"clearance/policy"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// tool is what speaks in all tests.
func tool() report.Tool { return report.Tool{Version: "v1.2.3", Rules: rules()} }

// written is what a format says, which must be the same each time.
func written(t testing.TB, format string, answers []gate.Answer) string {
	t.Helper()
	var first, again bytes.Buffer
	if err := report.Formats[format](&first, answers, tool()); err != nil {
		t.Fatal(err)
	}
	if err := report.Formats[format](&again, answers, tool()); err != nil {
		t.Fatal(err)
	}
	if first.String() != again.String() {
		t.Fatalf("%s says two things of the same answers", format)
	}
	return first.String()
}

func TestGolden(t *testing.T) {
	for format := range report.Formats {
		t.Run(format, func(t *testing.T) {
			got, file := written(t, format, answers()), filepath.Join("testdata", format+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs from %s; see what with git diff after -update:\n%s", format, file, got)
			}
		})
	}
}

// Whatever the gate leaves out, nothing that does not clear looks as if it did.
func TestNothingStoppedLooksPassed(t *testing.T) {
	undecided := named(md, "A1", policy.Cleared)
	undecided.Decision = nil
	silent := func(change func(*gate.Answer)) gate.Answer {
		a := answer("a.md", md, named(md, "A1", policy.Cleared, finding("licence.assumed", policy.Ground, "ours")))
		change(&a)
		return a
	}
	for name, a := range map[string]gate.Answer{
		"the zero answer":           {},
		"cleared without a reason":  {Verdict: policy.Cleared, Passes: true, Judged: true},
		"a story without a verdict": silent(func(a *gate.Answer) { a.Stories[0].Verdict = "" }),
		"a story without decision":  answer("a.md", md, undecided),
		"does not pass":             silent(func(a *gate.Answer) { a.Passes = false }),
		"not judged":                silent(func(a *gate.Answer) { a.Judged = false }),
		"blocked":                   silent(func(a *gate.Answer) { a.Verdict = policy.Blocked }),
		"an override that does not let pass": silent(func(a *gate.Answer) {
			a.Verdict, a.Passes, a.Override = policy.Blocked, false, &gate.Passed{Entry: 1}
			a.Findings = []check.Finding{finding(gate.Undeclared, policy.Block, "nothing said")}
		}),
		"passes although something stands against it": silent(func(a *gate.Answer) {
			a.Findings = []check.Finding{finding(gate.Undeclared, policy.Block, "nothing said")}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			for format, sign := range map[string][]string{
				"sarif": {`"level": "error"`, `"suppressions": []`}, "checkstyle": {`severity="error"`}, "github": {"::error ", "1 stopped, 0 pass"},
			} {
				for _, s := range sign {
					if got := written(t, format, []gate.Answer{a}); !strings.Contains(got, s) {
						t.Errorf("%s does not say %s:\n%s", format, s, got)
					}
				}
			}
			if got := written(t, "junit", []gate.Answer{a}); !strings.Contains(got, "<failure") && !strings.Contains(got, "<error") || strings.Contains(got, "<skipped") {
				t.Errorf("junit shows no failure:\n%s", got)
			}
		})
	}
	if got := written(t, "sarif", []gate.Answer{silent(func(*gate.Answer) {})}); strings.Contains(got, `"ruleId"`) {
		t.Errorf("what clears has a result:\n%s", got)
	}
}
