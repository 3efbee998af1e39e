package check

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"clearance/policy"
)

func judged(holder string, v policy.Verdict, findings ...policy.Finding) Result {
	return Result{Outcome: policy.Outcome{Verdict: v, Findings: findings}, Holder: holder}
}

// A summary counts every story once by verdict and by holder, and once for each of its findings.
func TestSummary(t *testing.T) {
	var c Counter
	c.Add(judged("AFP", policy.Cleared, policy.Finding{Code: "sale.can_sell", Effect: policy.Ground}))
	c.Add(judged("AFP", policy.Blocked, policy.Finding{Code: "sale.can_sell", Effect: policy.Ground}, policy.Finding{Code: "terms.no_access", Effect: policy.Block}))
	c.Add(judged("", policy.Referred, policy.Finding{Code: "holder.missing", Effect: policy.Refer}))
	c.Add(Result{Unjudged: &Unjudged{Error: "line 5: no record", From: "a", Offset: 7}})
	c.Add(Result{Unjudged: &Unjudged{Error: "line 9: no record", From: "b"}})
	got, err := json.Marshal(c.Summary())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"stories":5,"cleared":1,"referred":1,"blocked":1,"not_judged":2,` +
		`"findings":[{"code":"sale.can_sell","effect":"ground","stories":2},{"code":"holder.missing","effect":"refer","stories":1},{"code":"terms.no_access","effect":"block","stories":1}],` +
		`"holders":[{"holder":"AFP","cleared":1,"referred":0,"blocked":1},{"holder":"","cleared":0,"referred":1,"blocked":0}],` +
		`"reasons":[{"reason":"no record","records":2,"from":"a","offset":7}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var text strings.Builder
	if err := c.Summary().WriteText(&text, Style{}); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"5 stories: 1 cleared, 1 referred, 1 blocked, 2 not judged", "        1 ✗ terms.no_access", "        0         1         0  no holder that can be read", "        2  no record  a at byte 7"} {
		if !strings.Contains(strings.ReplaceAll(text.String(), "  ✗", " ✗"), line) {
			t.Errorf("%q is not in\n%s", line, text.String())
		}
	}
}

// However many holders and reasons there are, the memory of a summary is bounded, and nobody is left out of the count.
func TestSummaryIsBounded(t *testing.T) {
	var c Counter
	for i := range 2 * mostHolders {
		c.Add(judged(fmt.Sprint("holder ", i), policy.Blocked))
		c.Add(Result{Unjudged: &Unjudged{Error: fmt.Sprint("reason ", i)}})
	}
	s := c.Summary()
	blocked, records := 0, 0
	for _, h := range s.Holders {
		blocked += h.Blocked
	}
	for _, r := range s.Reasons {
		records += r.Records
	}
	if len(s.Holders) != mostHolders+1 || !s.Holders[mostHolders].Others || len(s.Reasons) != mostReasons+1 || blocked != s.Blocked || records != s.Unjudged {
		t.Errorf("%d holders with %d, %d reasons with %d", len(s.Holders), blocked, len(s.Reasons), records)
	}
}
