package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"clearance/audit"
	"clearance/check"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
)

// What is broken around a record judges nothing: no decision is shown, none is recorded, and the exit code is 1.

// answers checks the sample with more flags, and gives what it printed and how it ended.
func answers(t *testing.T, db string, flags ...string) (out, talk string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := append([]string{"clearance", "check", "--json", "--actor", "tester", "--at", "2026-11-23T12:00:00Z", "--db", db}, flags...)
	code = runAlone(t, append(args, samplePath), stdio{strings.NewReader(""), &stdout, &stderr})
	return stdout.String(), stderr.String(), code
}

// mustJudgeNothing demands that a check with these flags decides nothing and says why.
func mustJudgeNothing(t *testing.T, says string, flags ...string) {
	t.Helper()
	db := filepath.Join(t.TempDir(), "trail.db")
	out, talk, code := answers(t, db, flags...)
	if code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if len(verdicts(t, out)) > 0 {
		t.Errorf("it decided: %s", out)
	}
	if !strings.Contains(out+talk, says) {
		t.Errorf("it said %s%s, want something of %q", out, talk, says)
	}
	if n := len(decisions(t, db)); n > 0 {
		t.Errorf("%d decisions are recorded", n)
	}
}

// decisions are the verdicts that a trail holds, by entry; none where there is no trail.
func decisions(t *testing.T, db string) map[int64]policy.Verdict {
	t.Helper()
	if _, err := os.Stat(db); os.IsNotExist(err) {
		return nil
	}
	log, _, err := audit.Create(db) // one that was never finished is finished
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	found := map[int64]policy.Verdict{}
	for entry, err := range log.List(audit.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		record, err := log.Get(entry.Seq) // checks every byte
		if err != nil {
			t.Fatal(err)
		}
		if record.Kind == audit.KindDecision {
			found[record.Seq] = record.Verdict
		}
	}
	return found
}

// A damage is done to a file of a policy.
type damage func(t *testing.T, path string)

func write(text string) damage {
	return func(t *testing.T, path string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func replace(old, with string) damage {
	return func(t *testing.T, path string) {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), old) {
			t.Fatalf("%s does not hold %q", path, old)
		}
		write(strings.Replace(string(text), old, with, 1))(t, path)
	}
}

func add(text string) damage {
	return func(t *testing.T, path string) {
		t.Helper()
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(string(old)+"\n"+text)(t, path)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func dangle(t *testing.T, path string) {
	t.Helper()
	remove(t, path)
	if err := os.Symlink(path+".gone", path); err != nil {
		t.Skip(err)
	}
}

// rulesWith is a folder with the rules that this program holds, one of its files changed.
func rulesWith(t *testing.T, name string, do damage) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, rego.Files); err != nil {
		t.Fatal(err)
	}
	do(t, filepath.Join(dir, filepath.FromSlash(name)))
	return dir
}

const (
	mainFile  = "rights/main/main.rego"
	saleFile  = "rights/rules/sale/sale.rego"
	termsFile = "rights/rules/terms/terms.rego"
	decides   = `decision := {"verdict": _verdict, "findings": _findings}`
)

// finding is a rule that is well made but for its condition.
func finding(condition string) damage {
	return add(`# METADATA
# title: made up
# custom:
#   code: sale.made_up
#   effect: refer
#   detail: made up
#   remedy: made up
findings contains {"code": "sale.made_up", "facts": []} if {` + "\n" + condition + "\n}\n")
}

func TestBrokenPolicy(t *testing.T) {
	for name, tc := range map[string]struct {
		file string
		do   damage
		says string
	}{
		"missing":                {".", remove, "no such file"},
		"a file":                 {".", func(t *testing.T, path string) { remove(t, path); write("")(t, path) }, "no directory"},
		"empty":                  {"rights", remove, "policy"},
		"unreadable module":      {saleFile, dangle, "no such file"},
		"does not parse":         {saleFile, add("findings contains"), "sale.rego"},
		"does not compile":       {saleFile, finding("input.holder.sail == \"can_sell\""), "input.holder.sail"},
		"asks the clock":         {saleFile, finding("time.now_ns() > 0"), "no allowed built-in"},
		"topic removed":          {"rights/rules/embargo", remove, "topic embargo"},
		"topic not heard":        {mainFile, replace("\t\"embargo\",\n", ""), "topic embargo"},
		"main removed":           {mainFile, remove, "rights.main"},
		"finding without effect": {saleFile, add(`findings contains {"code": "sale.made_up", "facts": []} if true`), "METADATA"},
		"built-in error":         {saleFile, finding("1 / (count(input.shots) - count(input.shots)) == 1"), "divide by zero"},
		"no findings":            {saleFile, replace("package rights.rules.sale", "package rights.rules.sale\n\nfindings := 1"), "findings"},

		"verdict without findings": {mainFile, replace(decides, `decision := {"verdict": "cleared", "findings": []}`), "does not follow"},
		"verdict of its own":       {mainFile, replace(decides, `decision := {"verdict": "cleared", "findings": _findings} if count(_findings) > 99`), "undefined"},
		"unknown finding":          {mainFile, replace(decides, `decision := {"verdict": "cleared", "findings": [{"code": "x.y", "effect": "ground", "facts": []}]}`), "not exactly a known code"},
		"bar called a ground":      {mainFile, replace(decides, `decision := {"verdict": "cleared", "findings": [{"code": "sale.cannot_sell", "effect": "ground", "facts": ["holder.sale"]}]}`), "must have"},
		"findings of words":        {mainFile, replace(decides, `decision := {"verdict": "cleared", "findings": ["sale.can_sell"]}`), "not exactly a known code"},
		"nothing but a word":       {mainFile, replace(decides, `decision := "cleared"`), "exactly a verdict and findings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustJudgeNothing(t, tc.says, "--policy", rulesWith(t, tc.file, tc.do))
		})
	}
	t.Run("none of these", func(t *testing.T) {
		db := filepath.Join(t.TempDir(), "trail.db")
		dir := rulesWith(t, termsFile, func(*testing.T, string) {})
		if out, talk, code := answers(t, db, "--policy", dir); code != exitGood || len(decisions(t, db)) != 1 {
			t.Errorf("the whole policy ends with %d: %s%s", code, out, talk)
		}
	})
}

const zone = "zones:\n  - zone: Europe/London\n    all: true\n    who: Jane Doe\n    why: London time\n    until: 2027-12-31\n"

func TestBrokenHouse(t *testing.T) {
	without := func(key string) string {
		var kept []string
		for line := range strings.Lines(zone) {
			if !strings.Contains(line, " "+key+":") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	for name, tc := range map[string]struct{ text, says string }{
		"empty":                      {"", "house.yaml"},
		"not YAML":                   {"we: [", "yaml"},
		"binary":                     {"\x00\x01", "control characters"},
		"unknown key":                {"zone: Europe/London\n", "zone"},
		"unknown key within":         {"we: {name: Reuters}\n", "name"},
		"the same key twice":         {"raise: {}\nraise: {}\n", "already defined"},
		"a list":                     {"- we\n", "cannot unmarshal"},
		"a word":                     {"none\n", "house.yaml"},
		"two documents":              {zone + "---\nraise: {}\n", "second document"},
		"unknown code":               {"raise: {sale.made_up: block}\n", "sale.made_up"},
		"unknown effect":             {"raise: {holder.pool: stop}\n", `"stop"`},
		"lowers a finding":           {"raise: {sale.cannot_sell: note}\n", `"note"`},
		"unknown zone":               {strings.Replace(zone, "London", "Londinium", 1), "Europe/Londinium"},
		"unknown holder":             {strings.Replace(zone, "all: true", "holder: Ruters", 1), "Ruters"},
		"a zone for nobody":          {without("all"), "zones[0]"},
		"a fact that nobody states":  {without("who"), "who"},
		"a fact without a reason":    {without("why"), "why"},
		"a fact without end":         {without("until"), "until"},
		"a fact until no day":        {strings.Replace(zone, "2027-12-31", "31/12/2027", 1), "31/12/2027"},
		"client for an unknown act":  {"we: {clients_of: {AFP: [resell]}}\n", "resell"},
		"a restriction for our name": {"we: {names: [No resale]}\n", "No resale"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "house.yaml")
			write(tc.text)(t, path)
			mustJudgeNothing(t, tc.says, "--house", path)
		})
	}
	t.Run("missing", func(t *testing.T) {
		mustJudgeNothing(t, "no such file", "--house", filepath.Join(t.TempDir(), "none.yaml"))
	})
	t.Run("a directory", func(t *testing.T) { mustJudgeNothing(t, "is a directory", "--house", t.TempDir()) })
	t.Run("none of these", func(t *testing.T) {
		db, path := filepath.Join(t.TempDir(), "trail.db"), filepath.Join(t.TempDir(), "house.yaml")
		write(zone)(t, path)
		if out, talk, code := answers(t, db, "--house", path); code != exitGood || len(decisions(t, db)) != 1 {
			t.Errorf("the good house ends with %d: %s%s", code, out, talk)
		}
	})
}

// A rule that would loop for hours is stopped at the deadline; its record is not judged, and the next one has its own time.
func TestEndlessRule(t *testing.T) {
	numbers := "[" + strings.Repeat("1, ", 9999) + "1]"
	dir := rulesWith(t, saleFile, finding("numbers := "+numbers+"\n\tsome a in numbers\n\tsome b in numbers\n\tsome c in numbers\n\ta + b + c == 0"))
	rules, err := loadPolicy(t.Context(), dir, rights.House{})
	if err != nil {
		t.Fatal(err)
	}
	log, _, err := audit.Create(filepath.Join(t.TempDir(), "trail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if err := log.Keep(audit.Policy{Digest: rules.Revision(), Bundle: rules.Bundle()}); err != nil {
		t.Fatal(err)
	}
	begun, err := log.Begin(audit.RunInfo{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	q, err := rights.Asked{Action: "sell"}.Question(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	checker := check.Checker{Policy: rules, Log: log, Run: begun, Deadline: 50 * time.Millisecond}
	started := time.Now()
	tally, err := checker.Check(t.Context(), check.Sources{Paths: []string{samplePath, samplePath}}, q, func(r check.Result) error {
		if r.Decision != nil || r.Unjudged == nil || !strings.Contains(r.Unjudged.Error, "deadline") {
			t.Errorf("it gave %+v", r)
		}
		return nil
	})
	if err != nil || tally != (check.Tally{Unjudged: 2}) || verdictCode(tally) != exitFailed {
		t.Errorf("tally %+v, exit code %d, error %v", tally, verdictCode(tally), err)
	}
	if took := time.Since(started); took > check.Deadline {
		t.Errorf("it took %v", took)
	}
}

// The built-in function ceil, which no rule of ours calls, has a bug in this test binary.
func init() {
	topdown.RegisterBuiltinFunc(ast.Ceil.Name, func(topdown.BuiltinContext, []*ast.Term, func(*ast.Term) error) error {
		panic("a bug in a built-in")
	})
}

// A panic while a story is judged ends the run as what failed, never as a usage error, which is what Go would make of it.
func TestPanic(t *testing.T) {
	mustJudgeNothing(t, "this is a bug, nothing after it was answered: a bug in a built-in",
		"--policy", rulesWith(t, saleFile, finding("ceil(count(input.shots)) == 99")))
}

// verdicts are the decisions among lines of JSON, by entry.
func verdicts(t *testing.T, out string) map[int64]policy.Verdict {
	t.Helper()
	given := map[int64]policy.Verdict{}
	for line := range strings.Lines(out) {
		var d struct {
			Verdict policy.Verdict
			Entry   int64
		}
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if d.Verdict != "" {
			given[d.Entry] = d.Verdict
		}
	}
	return given
}
