package policy_test

import (
	"slices"
	"strings"
	"testing"
)

// tried is a policy that somebody may write.
type tried struct {
	name  string
	rules string // of the topic try
	edits edit   // of other files
	house any
	reads string // what the topic try reads; "!" and a reason where it is refused
	whole string // why nothing is remembered, or ""

	plain bool // whether all inputs are the same to it
}

const deepRules = `package rights.deep
import data.rights.deeper
_half(shots) := [s | some s in shots; s.source != "us"]
down(shots) if deeper.down(_half(shots))
up := data.rights.rules.shots.findings
default count_of(_) := 0
count_of(xs) := count(xs)
`

const deeperRules = `package rights.deeper
import data.rights.sets
down(shots) if { some s in shots; not _fine(s) }
_fine(s) if s.terms in {"none", "stated"}
apart(rule, codes) if sets.apart(rule.territory, codes)
`

var sharedFiles = edit{"rights/deep/deep.rego": write(deepRules), "rights/deeper/deeper.rego": write(deeperRules)}

// policies are written by hand, each with what its topic try must be found to read.
var policies = []tried{
	{name: "a field", rules: blocks(`input.holder.sale == "absent"`), reads: "holder.sale"},
	{name: "a constant", rules: blocks(`1 == 1`), reads: "", plain: true},
	{name: "input by another name", rules: blocks(`{ x := input; x.holder.sale == "absent" }`), reads: "!as a whole"},
	{name: "a part by another name", rules: blocks(`{ x := input.terms; x.state == "absent" }`), reads: "terms"},
	{name: "a part of a part by another name", rules: blocks(`{ x := input.record; y := x.labels; y.title == "empty" }`), reads: "record"},
	{name: "input is compared", rules: blocks(`{ x := input; x != {} }`), reads: "!as a whole"},
	{name: "input dynamically", rules: blocks(`{ some k; input[k] == ["zones.0"] }`), reads: "!as a whole"},
	{name: "input with keys", rules: blocks(`{ some k, v in input; k == "house"; v == ["zones.0"] }`), reads: "!as a whole"},
	{name: "input by a name that is no constant", rules: blocks(`{ k := "holder"; input[k].sale == "absent" }`), reads: "!as a whole"},
	{name: "input in a string", rules: blocks(`contains(sprintf("%v", [input]), "no_url")`), reads: "!as a whole"},
	{name: "a part in a string", rules: blocks(`contains(sprintf("%v", [input.notice]), "no_url")`), reads: "notice"},
	{name: "imported", rules: "import input.holder as h\n" + blocks(`h.sale == "absent"`), reads: "holder.sale"},
	{name: "imported as a whole", rules: "import input as all\n" + blocks(`{ some k, _ in all; all[k] == ["zones.0"] }`), reads: "!as a whole"},
	{name: "input in a function", rules: "_f(x) if x.notice.link == \"no_url\"\n" + blocks(`_f(input)`), reads: "!as a whole"},
	{name: "a part in a function", rules: "_f(x) if x.link == \"no_url\"\n" + blocks(`_f(input.notice)`), reads: "notice"},
	{name: "a part through packages", rules: "import data.rights.deep\n" + blocks(`deep.down(input.shots)`), edits: sharedFiles, reads: "shots"},
	{name: "input through packages", rules: "import data.rights.deep\n" + blocks(`deep.count_of(input) > 7`), edits: sharedFiles, reads: "!as a whole"},
	{name: "a rule through packages", rules: "import data.rights.deeper\n" +
		blocks(`{ some r in input.terms.rules; deeper.apart(r, input.use.territory.codes) }`), edits: sharedFiles, reads: "terms.rules use.territory.codes"},
	{name: "a topic through a package", rules: "import data.rights.deep\n" + blocks(`count(deep.up) == 1`), edits: sharedFiles, reads: "shots use.action"},
	{name: "nested references", rules: blocks(`input.record.labels[input.use.action] == "empty"`), reads: "record.labels use.action"},
	{name: "references in references", rules: "_next := {\"none\": \"title\", \"differs\": \"text\"}\n" +
		blocks(`input.record.labels[_next[input.record.twin]] == "empty"`), reads: "record.labels record.twin"},
	{name: "else", rules: "_p := 1 if input.notice.us == true\nelse := 2 if input.embargo.state == \"active\"\nelse := 3 if input.use.term == true\n" +
		blocks(`_p in {2, 3}`), reads: "embargo.state notice.us use.term"},
	{name: "else of a function", rules: "_f(x) := 1 if x == input.notice.year\nelse := 2 if input.holder.client == true\n" + blocks(`_f("same") == 2`), reads: "holder.client notice.year"},
	{name: "every", rules: "_p if every s in input.shots { s.source == input.holder.kind }\n" + blocks(`not _p`), reads: "holder.kind shots"},
	{name: "every with keys", rules: "_p if every k, v in input.record.labels { k != \"title\"; v == input.record.id }\n" + blocks(`not _p`), reads: "record.id record.labels"},
	{name: "every with every", rules: "_p if every r in input.terms.rules { every m in r.media.values { m in input.use.media } }\n" + blocks(`_p`), reads: "terms.rules use.media"},
	{name: "an array comprehension", rules: blocks(`count([1 | some s in input.shots; s.terms == input.terms.elsewhere]) > 1`), reads: "shots terms.elsewhere"},
	{name: "a set comprehension", rules: blocks(`count({s.source | some s in input.shots}) > 1`), reads: "shots"},
	{name: "an object comprehension", rules: blocks(`{ x := {k: v | some k, v in input.record.labels; v != input.record.date}; count(x) > 2 }`), reads: "record.date record.labels"},
	{name: "a comprehension of comprehensions", rules: blocks(`count([x | x := [y | some y in input.use.media; y != input.holder.sale]; count(x) > 5]) == 1`), reads: "holder.sale use.media"},
	{name: "a partial object", rules: "_by[name] := v if some name, v in input.record.labels\n" + blocks(`_by.title == "empty"`), reads: "record.labels"},
	{name: "a partial object with keys from the input", rules: "_by[input.notice.year] := input.notice.link\n" + blocks(`_by.same == "url"`), reads: "notice.link notice.year"},
	{name: "a partial object that conflicts", rules: "_by.x := input.notice.link\n_by.x := input.notice.year if input.use.term == true\n" + blocks(`_by.x == "url"`), reads: "notice.link notice.year use.term"},
	{name: "a partial set", rules: "_said contains input.use.purpose\n_said contains input.holder.sale\n" + blocks(`"absent" in _said`), reads: "holder.sale use.purpose"},
	{name: "a default", rules: "default _p := false\n_p if input.notice.link == \"no_url\"\n" + blocks(`_p == false`), reads: "notice.link"},
	{name: "a default function", rules: "default _f(_) := 0\n_f(x) := 1 if x == input.holder.name\n" + blocks(`_f("stated") == 0`), reads: "holder.name"},
	{name: "negation", rules: "_p if input.embargo.zone == \"none\"\n" + blocks(`not _p`), reads: "embargo.zone"},
	{name: "negation of a field", rules: blocks(`not input.use.any_medium`), reads: "use.any_medium"},
	{name: "a field that may not be there", rules: blocks(`not input.record.labels.title`), reads: "record.labels.title"},
	{name: "with a field", rules: "_p if input.holder.sale == \"absent\"\n" + blocks(`_p with input.holder.sale as input.embargo.state`), reads: "!with"},
	{name: "with input", rules: "_p if input.holder.sale == \"absent\"\n" + blocks(`_p with input as {"holder": {"sale": input.embargo.state}}`), reads: "!as a whole"},
	{name: "with data", rules: "_p if data.house.raise == \"active\"\n" + blocks(`{ x := input.embargo.state; _p with data.house as {"raise": x} }`), reads: "!with"},
	{name: "with a topic", rules: blocks(`count(data.rights.rules.sale.findings) == 0 with data.rights.rules.sale._own_use as true`), reads: "!with"},
	{name: "another topic's findings", rules: blocks(`count(data.rights.rules.sale.findings) == 0`), reads: "holder.sale use.action use.purpose"},
	{name: "another topic's helper", rules: blocks(`data.rights.rules.shots._third_party`), reads: "shots"},
	{name: "all of another topic", rules: blocks(`count(data.rights.rules.licence) == 2`), reads: "use.action use.purpose"},
	{name: "one that is worked out", rules: blocks(`{ some name in {"_own_use", "_flag_settled"}; data.rights.rules.sale[name] == true }`), reads: "holder.sale use.action use.purpose"},
	{name: "data", rules: blocks(`input.use.action in data.lists.actions`), edits: edit{"lists/data.json": write(`{"actions": ["sell", "train"]}`)}, reads: "use.action"},
	{name: "data by a name", rules: blocks(`data.lists[input.use.action] == input.holder.sale`),
		edits: edit{"lists/data.json": write(`{"sell": "absent", "train": "unread"}`)}, reads: "holder.sale use.action"},
	{name: "patterns of arguments", rules: "_f(\"sell\") := \"absent\"\n_f(\"train\") := \"unread\"\n" + blocks(`_f(input.use.action) == input.holder.sale`), reads: "holder.sale use.action"},
	{name: "an object that is built", rules: blocks(`{ x := {"a": input.holder, "b": input.use}; x.a.sale == "absent"; x.b.action == "sell" }`), reads: "holder use"},
	{name: "an array that is built", rules: blocks(`[input.use, input.house][1] == ["zones.0"]`), reads: "house use"},
	{name: "input in an array", rules: blocks(`{ x := [1, input]; x[1].use.action == "train" }`), reads: "!as a whole"},
	{name: "a destructured array", rules: blocks(`{ [a, b] := [input.use.action, input.use.purpose]; a == "sell"; b == "news" }`), reads: "use.action use.purpose"},
	{name: "a destructured object", rules: blocks(`{ {"state": s, "zone": "none"} = input.embargo; s == "active" }`), reads: "embargo"},
	{name: "keys", rules: blocks(`count(object.keys(input.record.labels)) < 13`), reads: "record.labels"},
	{name: "an index", rules: blocks(`input.shots[0].source == "us"`), reads: "shots"},
	{name: "the second of a list", rules: blocks(`input.shots[1].source == "us"`), reads: "shots"},
	{name: "any of a list", rules: blocks(`{ some i; input.shots[i].source == input.shots[0].source; i > 0 }`), reads: "shots"},
	{name: "quoted", rules: blocks(`input["holder"]["sale"] == "absent"`), reads: "holder.sale"},
	{name: "one above the other", rules: blocks(`{ input.terms.state == "absent"; count(input.terms) == 3 }`), reads: "terms"},
	{name: "a dotted rule", rules: "_a.b.c := input.use.action\n_a.b.d := input.use.purpose\n" + blocks(`_a.b.c == "train"`), reads: "use.action"},
	{name: "all of a dotted rule", rules: "_a.b.c := input.use.action\n_a.b.d := input.use.purpose\n" + blocks(`count({x | some x in _a.b}) == 2`), reads: "use.action use.purpose"},
	{name: "an open rule", rules: "_a[input.use.action].x := input.use.term\n" + blocks(`_a.sell.x == true`), reads: "use.action use.term"},
	{name: "a chain", rules: "_a if _b\n_b if { not _c }\n_c if _d == input.holder.kind\n_d := input.notice.claimant\n" + blocks(`_a`), reads: "holder.kind notice.claimant"},
	{name: "two files of a topic", rules: blocks(`_elsewhere`),
		edits: edit{"rights/rules/try/more.rego": write("package rights.rules.try\n_elsewhere if input.record.age == \"fresh\"\n")}, reads: "record.age"},
	{name: "a finding in another file", rules: blocks(`input.use.term`),
		edits: edit{"rights/rules/try/more.rego": write("package rights.rules.try\n" + strings.ReplaceAll(blocks(`input.record.age == "fresh"`), "try.blocks", "try.more"))}, reads: "record.age use.term"},
	{name: "the rules of the terms", rules: strings.ReplaceAll(blocks(`{ some rule in input.terms.rules; rule.named == true }`), `["terms"]`, `[rule.fact]`), reads: "terms.rules"},
	{name: "a rule that nothing reaches", rules: "_lost := input\n" + blocks(`input.use.term`), reads: "use.term"},
	{name: "a built-in that fails at times", rules: blocks(`1 / count(input.shots) > 0.4`), reads: "shots"},
	{name: "two values at times", rules: "_p := input.notice.link\n_p := input.notice.year if input.use.term\n" + blocks(`_p == "url"`), reads: "notice.link notice.year use.term"},
	{name: "a house that raises", rules: blocks(`input.use.term`), house: raising, reads: "use.term"},
	{name: "a house that is read", rules: blocks(`data.house.words[input.holder.kind]`), house: raising, reads: "holder.kind"},
}

var raising = map[string]any{"raise": map[string]string{"shots.source": "refer", "licence.assumed": "block"}, "words": map[string]bool{"none": true}}

// mains are policies with another main, each with whether its topics may be remembered.
var mains = []tried{
	{name: "main that counts", edits: inMain(`1 < count([1 | some topic in topics; some f in data.rights.rules[topic].findings])`)},
	{name: "main that names a topic", edits: inMain(`data.rights.rules.try.findings[{"code": "try.blocks", "facts": ["terms"]}]`)},
	{name: "main that looks into findings", edits: inMain(`{ some topic in topics; some i; data.rights.rules[topic].findings[i].facts[0] == "terms" }`)},
	{name: "main with a function", edits: inMain("_many(\"sale\")\n\n_many(t) if count(data.rights.rules[t].findings) > 0\n")},
	{name: "main that reads data", edits: inMain(`{ some topic in data.lists.topics; count(data.rights.rules[topic].findings) > 1 }`, "lists/data.json", `{"topics": ["shots", "nobody"]}`)},
	{name: "main with another package", edits: inMain(`data.rights.ear.hears("try")`, "rights/ear/ear.rego", "package rights.ear\nhears(t) if count(data.rights.rules[t].findings) > 0\n")},
	{name: "main that knows topics by enumerating them", edits: inMain(`{ some t; topics[t]; count(data.rights.rules[t].findings) > 1 }`)},
	{name: "main with every", edits: inMain(`{ every t in topics { count(data.rights.rules[t].findings) < 3 } }`)},
	{name: "main that does not hear a topic first", edits: edit{mainFile: replace("_verdict := \"cleared\" if {", "_verdict := \"cleared\" if {\n\tcount(data.rights.rules.shots.findings) < 2")}, plain: true},

	{name: "main that finds topics", edits: inMain(`{ some t; count(data.rights.rules[t].findings) > 1 }`), whole: "more than the findings"},
	{name: "main that counts the topics it finds", edits: inMain(`4 < count([t | some t; data.rights.rules[t].findings])`), whole: "more than the findings", plain: true},
	{name: "main that finds topics too early", edits: inMain(`{ some t; count(data.rights.rules[t].findings) > 1; topics[t] }`), whole: "more than the findings"},
	{name: "main that finds topics in a comprehension", edits: inMain(`{ x := [t | some t; data.rights.rules[t].findings]; some t in topics; count(x) > 4 }`), whole: "more than the findings", plain: true},
	{name: "main that reads a helper", edits: inMain(`data.rights.rules.shots._third_party`), whole: "more than the findings"},
	{name: "main that reads a topic", edits: inMain(`count(data.rights.rules.sale) > 2`), whole: "more than the findings"},
	{name: "main that reads all topics", edits: inMain(`count(data.rights.rules) > 3`), whole: "more than the findings"},
	{name: "main that reads what is worked out", edits: inMain(`{ some x in ["findings", "_third_party"]; data.rights.rules.shots[x] }`), whole: "more than the findings"},
	{name: "main that reads a package that is worked out", edits: inMain(`{ some x in ["rules", "sets"]; data.rights[x].shots._third_party }`), whole: "more than the findings"},
	{name: "main with with", edits: inMain(`{ some topic in topics; data.rights.rules[topic].findings with data.house as {} }`), whole: "with"},
	{name: "main that has a topic's helper in another package", edits: inMain(`data.rights.ear.hears`, "rights/ear/ear.rego", "package rights.ear\nhears if data.rights.rules.shots._third_party\n"), whole: "more than the findings"},
}

// inMain blocks if a condition holds in main, and writes another file where it is given one.
func inMain(condition string, further ...string) edit {
	e := edit{mainFile: add(strings.NewReplacer("sale.made_up", "policy.tried", "effect: note", "effect: block").Replace(metadata) +
		`findings contains {"code": "policy.tried", "facts": []} if ` + condition + "\n")}
	for i := 0; i < len(further); i += 2 {
		e[further[i]] = write(further[i+1])
	}
	return e
}

// TestRecall compares remembered decisions with fresh ones, over policies of all kinds, and wants each topic found to read what it
// reads, or refused.
func TestRecall(t *testing.T) {
	all := slices.Concat(policies, mains)
	each := (*compared/2 + len(all) - 1) / len(all)
	window := windows(stories(t, min(*compared, 6000)), each)
	inputs := nearly(t, sample("sell"))
	if *compared >= inFull {
		inputs = slices.Concat(inputs, nearly(t, sample("publish")), nearly(t, withRule("sell", harmlessRules["barred elsewhere"].change)))
	}
	if testing.Short() {
		inputs = every(inputs, 3)
	}
	for _, tc := range all {
		t.Run(tc.name, func(t *testing.T) {
			rules, code := tc.rules, "try.blocks"
			if rules == "" {
				rules, code = blocks(`input.terms.state == "absent"`), "policy.tried"
				tc.reads = "terms.state"
			}
			p := load(t, small(t, rules, tc.edits), tc.house)
			topic := topicOf(t, p, "try")
			if reason, refused := strings.CutPrefix(tc.reads, "!"); refused {
				if !strings.Contains(topic.Refused, reason) || len(topic.Reads) > 0 {
					t.Errorf("reads %q, refused: %q; want it refused: %q", topic.Reads, topic.Refused, reason)
				}
			} else if got := strings.Join(topic.Reads, " "); got != tc.reads || topic.Refused != "" {
				t.Errorf("reads %q, refused: %q; want %q", got, topic.Refused, tc.reads)
			}
			if whole := p.Stats().Refused; !strings.Contains(whole, tc.whole) || tc.whole == "" && whole != "" {
				t.Errorf("nothing is remembered: %q; want %q", whole, tc.whole)
			}
			fires := compare(t, p, inputs, code)
			if !tc.plain && !testing.Short() && (fires == 0 || fires == len(inputs)) {
				t.Errorf("%s is found for %d of %d inputs: they do not test much", code, fires, len(inputs))
			}
			compareOrders(t, p, window(), code, 1)
		})
	}
}
