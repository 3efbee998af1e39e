package odrl

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clearance/rights"
	"clearance/rights/language"
)

// ruleText is what the refusals start from: a bar on use in GB, its counterpart, a ban on training, a referral, a duty.
func ruleText(t *testing.T) string {
	t.Helper()
	return string(mustWrite(t, readingOf(language.Read("No access UK. No AI training. See Script. Must credit NRK. Embargoed until 0600 GMT 1 December 2026").Rules...)))
}

func TestRefusals(t *testing.T) {
	for name, tc := range map[string]struct{ old, new, want string }{
		"unknown profile":          {`"https://iptc.org/std/RightsML/odrl-profile/"`, `"http://example.com/profile"`, `$.profile[0]: unknown profile "http://example.com/profile"`},
		"older profile":            {`"https://iptc.org/std/RightsML/odrl-profile/"`, `"http://iptc.org/std/RightsML/2/"`, "$.profile[0]: unknown profile"},
		"profile left out":         {`,` + "\n    " + `"http://www.w3.org/ns/tdmrep"`, "", "$.profile: has 1"},
		"profile of a number":      {`"profile": [`, `"profile": [7,`, "$.profile[0]: must be text"},
		"unknown action":           {`"action": "tdm:mine"`, `"action": "odrl:frobnicate"`, `$.prohibition[2].action: unknown action "odrl:frobnicate"`},
		"missing action":           {`"action": "tdm:mine",`, ``, "$.prohibition[2].action: missing"},
		"other duty":               {`"action": "attribute"`, `"action": "anonymize"`, "$.obligation[0].action: unknown duty"},
		"missing operator":         {`"operator": "isAnyOf",`, ``, "$.prohibition[0].constraint[0].operator: missing"},
		"unknown operator":         {`"operator": "isAnyOf"`, `"operator": "isAllOf"`, `$.prohibition[0].constraint[0].operator: unknown operator "isAllOf"`},
		"turned operator":          {`"operator": "isAnyOf"`, `"operator": "isNoneOf"`, "$.prohibition[1].constraint[0].operator: is"},
		"operator of a number":     {`"operator": "isAnyOf"`, `"operator": 1`, "$.prohibition[0].constraint.operator: must not be a JSON number"},
		"unknown left operand":     {`"leftOperand": "spatial"`, `"leftOperand": "odrl:version"`, "$.prohibition[0].constraint[0].leftOperand: unknown operand"},
		"missing left operand":     {`"leftOperand": "spatial",`, ``, "$.prohibition[0].constraint[0].leftOperand: missing"},
		"right operand no list":    {`"rightOperand": [`, `"rightOperand": "GB", "x": [`, "$.prohibition[0].constraint[0].rightOperand: must be a list"},
		"territory excepted":       {`"leftOperand": "spatial",`, `"clearance:except": ["QQ"], "leftOperand": "spatial",`, `$: terms.rules.0: territory: territory "QQ"`},
		"exception of its own":     {`"leftOperand": "spatial",`, `"clearance:except": ["FR"], "leftOperand": "spatial",`, "$.prohibition[0].constraint: has 1"},
		"names nothing":            {`"rightOperand": [`, `"rightOperand": [], "x": [`, "$.prohibition[0].constraint[0].rightOperand: names nothing"},
		"unknown territory":        {`iso3166-1a3/GBR"`, `iso3166-1a3/QQQ"`, "$.prohibition[0].constraint[0].rightOperand: unknown territory"},
		"territory by alpha-2":     {`iso3166-1a3/GBR"`, `iso3166-1a3/GB"`, "$.prohibition[0].constraint[0].rightOperand: unknown territory"},
		"constraint left out":      {`"leftOperand": "dateTime"`, `"leftOperand": "count"`, "$.prohibition[3].constraint[0].rightOperand: must be a value of the type xsd:integer"},
		"another time":             {`"@value": "2026-12-01T06:00:00Z"`, `"@value": "2026-11-01T06:00:00Z"`, "$.prohibition[3].constraint[0].rightOperand.@value: is"},
		"a time that is none":      {`"clearance:first": {` + "\n          " + `"@value": "2026-12-01T06:00:00Z"`, `"clearance:first": {"@value": "tomorrow"`, "$.prohibition[3].clearance:until: \"tomorrow\" is no instant"},
		"unknown kind":             {`"clearance:kind": "training"`, `"clearance:kind": "gossip"`, `$.prohibition[2]: unknown kind "gossip"`},
		"unknown term":             {`"clearance:kind": "training",`, `"clearance:kind": "training", "clearance:mood": "good",`, "$.prohibition[2].clearance:mood: unknown here"},
		"unknown term of ODRL":     {`"action": "tdm:mine",`, `"action": "tdm:mine", "assignee": "urn:x",`, "$.prohibition[2].assignee: unknown here"},
		"term in other case":       {`"operator": "isAnyOf"`, `"Operator": "isAnyOf"`, "$.prohibition[0].constraint[0].Operator: unknown here"},
		"remedy":                   {`"clearance:referral": [`, `"inheritFrom": "urn:x", "clearance:referral": [`, "$.inheritFrom: unknown here"},
		"permission":               {`"prohibition": [`, `"permission": [{"action": "use"}], "prohibition": [`, "$.permission: "},
		"a referral as permission": {`"clearance:referral": [`, `"permission": [`, "$.permission: "},
		"other type":               {`"type": "Set"`, `"type": "Offer"`, "$.type: is"},
		"other conflict":           {`"conflict": "prohibit"`, `"conflict": "perm"`, "$.conflict: is"},
		"other context":            {`"http://www.w3.org/ns/odrl.jsonld"`, `"http://example.com/context"`, "$.@context[0]: is"},
		"term turned around":       {`"clearance": "urn:clearance:"`, `"clearance": "urn:other:"`, "$.@context[1].clearance: is"},
		"uid of someone else":      {`"uid": "urn:clearance:policy:`, `"uid": "urn:example:policy:`, "$.uid: must begin with"},
		"rule of someone else":     {`:2:terms.rules.1"`, `:1:terms.rules.1"`, "$.prohibition[2].uid: must begin with"},
		"rule of no name":          {`terms.rules.1"`, `terms.rules.x"`, "names no fact of a record"},
		"rule there twice":         {`terms.rules.1"`, `terms.rules.0"`, "missing or there twice"},
		"rule missing":             {`terms.rules.1"`, `terms.rules.7"`, "missing or there twice"},
		"target of another":        {`"target": "urn:clearance:story:LVA1"`, `"target": "urn:clearance:story:LVA2"`, "$.prohibition[0].target: is"},
		"name there twice":         {`"type": "Set"`, `"type": "Set", "type": "Set"`, "$.type: there twice"},
		"null":                     {`"type": "Set"`, `"type": null`, "$.type: null"},
		"prohibition no list":      {`"prohibition": [`, `"prohibition": {"a": 1}, "b": [`, "$.prohibition: must be a list"},
		"span of text":             {`"clearance:start": 0`, `"clearance:start": "0"`, "$.prohibition[0].clearance:words.clearance:start: must not be a JSON string"},
		"span of a fraction":       {`"clearance:start": 0`, `"clearance:start": 0.5`, "$.prohibition[0].clearance:words.clearance:start: must not be a JSON number"},
		"not UTF-8":                {`"type": "Set"`, "\"type\": \"S\xff\"", "$: not UTF-8"},
		"too deep":                 {`"type": "Set"`, `"type": ` + strings.Repeat("[", 200000) + strings.Repeat("]", 200000), "$.type[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested deeper than 16"},
		"something behind":         {"\n}\n", "\n}\n{}", "$: something stands behind"},
		"cut off":                  {"\n}\n", "\n", "no JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			before := ruleText(t)
			after := strings.Replace(before, tc.old, tc.new, 1)
			if after == before {
				t.Fatalf("%q is not in\n%s", tc.old, before)
			}
			rules, err := Rules([]byte(after))
			if err == nil || !strings.Contains(err.Error(), tc.want) || rules != nil {
				t.Errorf("got %v, %v; want %s", rules, err, tc.want)
			}
		})
	}
}

// A bar on use without its counterpart for transfer leaves selling open: it is refused.
func TestTransferGoesWithUse(t *testing.T) {
	text := mustWrite(t, readingOf(language.Read("No access UK").Rules...))
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	both := doc["prohibition"].([]any)
	for want, list := range map[string][]any{
		"$.prohibition: has 1, but":   both[:1],
		"$.prohibition[0].action: is": {both[1], both[0]},
		"$.prohibition: unknown here": both[1:],
		"$: a rule before or beside":  {both[0], both[0]},
		"$.prohibition: has 3, but":   {both[0], both[1], both[1]},
	} {
		doc["prohibition"] = list
		changed, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Rules(changed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	for name, tc := range map[string]struct{ old, new, want string }{
		"use alone":         {`"action": "transfer"`, `"action": "display"`, `$.prohibition[1]: unknown kind ""`},
		"transfer alone":    {`"action": "use"`, `"action": "transfer"`, "$.prohibition"},
		"transfer narrower": {`:transfer",` + "\n" + `      "action": "transfer",`, `:transfer", "action": "transfer", "clearance:part": true,`, "$.prohibition[1].clearance:part: unknown here"},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(string(text), tc.old, tc.new, 1)
			if changed == string(text) {
				t.Fatalf("nothing changed in %s", text)
			}
			if _, err := Rules([]byte(changed)); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

// What ODRL would say too weakly is not written at all.
func TestNotWritten(t *testing.T) {
	change := func(f func(r *language.Rule)) language.Rule { r := bar(); f(&r); return r }
	for name, tc := range map[string]struct {
		rule language.Rule
		want string
	}{
		"a permission":       {change(func(r *language.Rule) { r.Effect = language.Permission }), "a permission is not written"},
		"no effect":          {change(func(r *language.Rule) { r.Effect = "" }), "unknown effect"},
		"no kind":            {change(func(r *language.Rule) { r.Kind = "" }), "unknown kind"},
		"no action":          {change(func(r *language.Rule) { r.Action = "" }), "unknown action"},
		"a duty to archive":  {change(func(r *language.Rule) { r.Effect = language.Duty }), "no duty of ODRL"},
		"limited to nothing": {barOn(language.Constraint{Outside: true}), "territory: it is limited to nothing"},
		"no such country":    {barOn(language.Constraint{Values: []string{"QQ"}}), `territory "QQ" is no country`},
		"country in lower":   {barOn(language.Constraint{Values: []string{"gb"}}), `territory "gb" is no country`},
		"two beginnings": {change(func(r *language.Rule) {
			r.From, r.Elapsed = &language.Moment{First: noon, Last: noon}, time.Hour
		}), "begins at a time and after one"},
		"a negative count":   {change(func(r *language.Rule) { r.Count = -1 }), "-1 uses"},
		"a negative length":  {change(func(r *language.Rule) { r.Length = -time.Hour }), "shorter than a second"},
		"a year of 5 digits": {withTime(&language.Moment{First: noon.AddDate(9000, 0, 0)}, nil), "no four digits"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := Policy(readingOf(tc.rule))
			if err == nil || !strings.Contains(err.Error(), tc.want) || text != nil {
				t.Errorf("got %s, %v; want %s", text, err, tc.want)
			}
		})
	}
	if _, err := Policy(rights.Reading{}); err == nil || !strings.Contains(err.Error(), "names no record") {
		t.Errorf("the zero reading: %v", err)
	}
}

// What is large is refused in a time that grows with it, not with its square.
func TestLargePolicy(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	_, err := Rules([]byte(`{"` + long + `": [` + strings.Repeat("0,", 1<<19) + `null]}`))
	if err == nil || len(err.Error()) > 200 || !strings.Contains(err.Error(), "[524288]: null") {
		t.Errorf("got %v", err)
	}
}

func TestSameBytes(t *testing.T) {
	if a, b := ruleText(t), ruleText(t); a != b {
		t.Errorf("two policies for one reading:\n%s\n%s", a, b)
	}
}

func FuzzRules(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		f.Fatalf("no policies: %v", err)
	}
	for _, file := range files {
		policy, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(policy)
		f.Add(bytes.ReplaceAll(policy, []byte("spatial"), []byte("recipient")))
	}
	f.Add([]byte(`{"profile":"https://iptc.org/std/RightsML/odrl-profile/","uid":"urn:clearance:policy:"}`))
	f.Fuzz(func(t *testing.T, policy []byte) {
		rules, err := Rules(policy)
		if err != nil && !strings.Contains(err.Error(), "$") {
			t.Errorf("an error without a path: %v", err)
		}
		if err != nil || len(rules) == 0 {
			return
		}
		again, err := Rules(mustWrite(t, readingOf(rules...)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, "rules that were read", again, rules)
	})
}
