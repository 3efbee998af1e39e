package policy_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"clearance/policy"
	"clearance/rights"
	"clearance/story/archive"
)

var compared = flag.Int("policy.stories", 500, "how many stories are compared in all, over all policies")

// inFull is how many stories make the comparisons look at all that they can.
const inFull = 50_000

// topicsOfSmall are those of a policy that is quick to ask. "try" is what the tests write.
var topicsOfSmall = []string{"licence", "sale", "shots", "try"}

// small is a policy of the embedded main, three embedded topics, and what is written in another one.
func small(t testing.TB, rules string, further edit) fstest.MapFS {
	t.Helper()
	edits := edit{"rights/rules/try/try.rego": write("package rights.rules.try\n" + rules)}
	for name, change := range further {
		edits[name] = change
	}
	before := edits[mainFile]
	edits[mainFile] = func(s string) string {
		start := strings.Index(s, "topics := {")
		end := start + strings.Index(s[start:], "}") + 1
		s = s[:start] + `topics := {"` + strings.Join(topicsOfSmall, `", "`) + `"}` + s[end:]
		if before != nil {
			s = before(s)
		}
		return s
	}
	files := edited(t, edits)
	for name := range files {
		parts := strings.Split(name, "/")
		if len(parts) > 3 && parts[1] == "rules" && !slices.Contains(topicsOfSmall, parts[2]) {
			delete(files, name)
		}
	}
	return files
}

// blocks is a rule of the topic try that blocks if a body holds.
func blocks(body string) string {
	return strings.NewReplacer("sale.made_up", "try.blocks", "effect: note", "effect: block").Replace(metadata) +
		`findings contains {"code": "try.blocks", "facts": ["terms"]} if ` + body + "\n"
}

// same compares a remembered decision with a fresh one, errors too.
func same(t *testing.T, p *policy.Policy, in rights.Input, fresh func(rights.Input) string) {
	t.Helper()
	if got, want := told(p.Decide(t.Context(), in)), fresh(in); got != want {
		t.Fatalf("%+v\nremembered %s\nfresh      %s", in, got, want)
	}
}

func told(o policy.Outcome, err error) string { return fmt.Sprintf("%+v %v", o, err) }

// freshly asks main whole for every input that it has not seen.
func freshly(t *testing.T, p *policy.Policy) func(rights.Input) string {
	seen := map[string]string{}
	return func(in rights.Input) string {
		written, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		key := string(written)
		if _, ok := seen[key]; !ok {
			seen[key] = told(p.Fresh(t.Context(), in))
		}
		return seen[key]
	}
}

// compare puts inputs to a policy in their order, and where much is compared in the other one to an empty memory, too. It counts those
// of which a finding is made.
func compare(t *testing.T, p *policy.Policy, inputs []rights.Input, code string) (made int) {
	t.Helper()
	orders := 1
	if *compared >= inFull {
		orders = 2
	}
	return compareOrders(t, p, inputs, code, orders)
}

func compareOrders(t *testing.T, p *policy.Policy, inputs []rights.Input, code string, orders int) (made int) {
	t.Helper()
	fresh := freshly(t, p)
	for range orders {
		p.Forget()
		for _, in := range inputs {
			same(t, p, in, fresh)
		}
		inputs = slices.Clone(inputs)
		slices.Reverse(inputs)
	}
	for _, in := range inputs {
		if strings.Contains(fresh(in), code) {
			made++
		}
	}
	return made
}

// nearly are inputs that each differ from one in one value, that one among them.
func nearly(t testing.TB, in rights.Input) []rights.Input {
	t.Helper()
	all := []rights.Input{in}
	for _, l := range leaves(t) {
		if l.there(in) && (len(in.Shots) > 0 || l.path[0] != "shots") {
			for _, value := range append(slices.Clone(l.values), "?") {
				all = append(all, l.in(t, in, value))
			}
		}
	}
	for _, change := range []func(*rights.Input){
		func(in *rights.Input) { in.Use.Party = !in.Use.Party },
		func(in *rights.Input) { in.Use.Term = !in.Use.Term },
		func(in *rights.Input) { in.Use.AnyMedium = !in.Use.AnyMedium },
		func(in *rights.Input) { in.Use.Media = []string{"print"} },
		func(in *rights.Input) { in.Use.Media = nil },
		func(in *rights.Input) { in.Use.GeoLimited = []string{"social"} },
		func(in *rights.Input) { in.Use.Territory.Everywhere = !in.Use.Territory.Everywhere },
		func(in *rights.Input) { in.Use.Territory.Codes = []string{"GB"} },
		func(in *rights.Input) { in.Use.Territory.Codes = nil },
		func(in *rights.Input) { in.Use.Buyer.Known = !in.Use.Buyer.Known },
		func(in *rights.Input) { in.Use.Buyer.Codes = []string{"FR"} },
		func(in *rights.Input) { in.Holder.Client = !in.Holder.Client },
		func(in *rights.Input) { in.Notice.Us = !in.Notice.Us },
		func(in *rights.Input) { in.Notice.Client = !in.Notice.Client },
		func(in *rights.Input) { in.Notice.Reserved = !in.Notice.Reserved },
		func(in *rights.Input) { in.House = []string{"zones.0"} },
		func(in *rights.Input) { in.House = nil },
		func(in *rights.Input) { in.Record.Oddities = []string{"stray_text"} },
		func(in *rights.Input) { in.Record.Labels = nil },
		func(in *rights.Input) { in.Record.Labels = map[string]rights.State{} },
		func(in *rights.Input) {
			in.Record.Labels = map[string]rights.State{"title": "empty", "sell": "empty"}
		},
		func(in *rights.Input) { // which no input can be written with
			in.Record.Labels = map[string]rights.State{`ti"tle`: "stated"}
		},
		func(in *rights.Input) { in.Shots = nil },
		func(in *rights.Input) { in.Shots = []rights.ShotInput{} },
		func(in *rights.Input) {
			in.Shots = append(slices.Clone(in.Shots), rights.ShotInput{Source: "us", Terms: "unread"})
		},
		func(in *rights.Input) {
			in.Shots = []rights.ShotInput{{Source: "pool", Terms: "none"}, {Source: "us", Terms: "none"}}
		},
		func(in *rights.Input) { in.Terms.Rules = nil },
		func(in *rights.Input) { in.Terms.Rules = []rights.RuleInput{} },
		func(in *rights.Input) { in.Terms.Rules = named(in.Terms.Rules, "shots.0.rules.0") },
		func(in *rights.Input) { in.Terms.Rules = named(in.Terms.Rules, "terms") },
		func(in *rights.Input) { in.Terms.Rules = named(in.Terms.Rules, "holder.sale") },
		func(in *rights.Input) { in.Terms.Rules = named(in.Terms.Rules, "") },
		func(in *rights.Input) {
			in.Terms.Rules = append(slices.Clone(in.Terms.Rules), newChance().rule("terms.rules.7"))
		},
	} {
		changed := in
		change(&changed)
		all = append(all, changed)
	}
	return all
}

// named are rules of which the first has another name, or one with that name.
func named(rules []rights.RuleInput, name string) []rights.RuleInput {
	rules = slices.Clone(rules)
	if len(rules) == 0 {
		rules = append(rules, newChance().rule(""))
	}
	rules[0].Fact = name
	return rules
}

// stories gives inputs of archives, repeating and distinct, some damaged, under several questions and houses.
func stories(t testing.TB, n int) []rights.Input {
	t.Helper()
	var questions []rights.Question
	for _, use := range []rights.Asked{
		{Action: "sell"}, {Action: "publish", Territory: []string{"GB"}}, {Action: "sell", Territory: []string{"EU"}, Media: []string{"online"}},
		{Action: "archive"}, {Action: "modify", Media: []string{"broadcast", "social"}}, {Action: "train"}, {Action: "sell", Purpose: "commercial"},
		{Action: "publish", Media: []string{"print"}, Purpose: "news"},
	} {
		q, err := use.Question(archive.DefaultAsOf)
		if err != nil {
			t.Fatal(err)
		}
		questions = append(questions, q)
	}
	houses := []rights.House{{}, {
		We:    rights.We{Names: []string{"Reuters"}, ClientsOf: map[string][]string{"AP": {"publish", "sell"}, "AFP": {"archive"}}},
		Zones: []rights.Zone{{Zone: "Europe/London", All: true}},
	}}
	inputs := asked(t, archive.Options{Stories: n / 2, Damaged: 0.1, TextSize: 100}, questions, houses)
	return append(inputs, asked(t, archive.Options{Seed: 7, Stories: n - n/2, Damaged: 0.1, TextSize: 100, Distinct: true}, questions, houses)...)
}

// windows gives each of some policies its own n of many inputs, going round.
func windows(all []rights.Input, n int) func() []rights.Input {
	at := 0
	return func() []rights.Input {
		var window []rights.Input
		for range n {
			window = append(window, all[at%len(all)])
			at++
		}
		return window
	}
}

// every is the first of n inputs, and of each n that follow.
func every[T any](inputs []T, n int) []T {
	var some []T
	for i := 0; i < len(inputs); i += n {
		some = append(some, inputs[i])
	}
	return some
}

// topicOf is what a policy's statistics say of a topic.
func topicOf(t *testing.T, p *policy.Policy, name string) policy.TopicStats {
	t.Helper()
	for _, topic := range p.Stats().Topics {
		if topic.Topic == name {
			return topic
		}
	}
	t.Fatalf("there is no topic %s", name)
	return policy.TopicStats{}
}
