package policy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"clearance/rego"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestMainSum(t *testing.T) {
	main, err := fs.ReadFile(rego.Files, "rights/main/main.rego")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(main); hex.EncodeToString(sum[:]) != mainSum {
		t.Errorf("the built-in main has changed; if it is still blind to facts, make mainSum %q", hex.EncodeToString(sum[:]))
	}
}

// said makes findings up, of any codes and with any facts, and has main decide about them.
type madeUp struct {
	codes codeSet
	facts map[string][]string // by code
}

func makeUp(random *rand.Rand, book *codebook) madeUp {
	m := madeUp{facts: map[string][]string{}}
	share := []float64{0, 0.01, 0.05, 0.3}[random.IntN(4)]
	for n, rule := range book.rules {
		if rule.Topic != "main" && (random.Float64() < share || random.IntN(40) == 0) {
			m.codes.add(n)
			m.facts[rule.Code] = []string{}
			for range random.IntN(4) {
				fact := []string{"terms", "terms.rules.1", "terms.rules.10", "", "é", "\x00", `"`, rule.Code, "policy.no_ground", "block"}[random.IntN(10)]
				m.facts[rule.Code] = append(m.facts[rule.Code], fact)
			}
		}
	}
	return m
}

// ask has main decide about findings, each of whose facts stand in one or in several of them.
func (m madeUp) ask(t *testing.T, p *Policy, random *rand.Rand) any {
	t.Helper()
	r := p.recollection()
	said := map[string]ast.Set{}
	for _, topic := range r.topics {
		said[topic.name] = ast.NewSet()
	}
	for n := range m.codes.all {
		rule := r.book.rules[n]
		facts := m.facts[rule.Code]
		cut := random.IntN(len(facts) + 1)
		said[rule.Topic].Add(findingTerm(rule.Code, facts[:cut]...))
		if cut < len(facts) {
			said[rule.Topic].Add(findingTerm(rule.Code, facts[cut:]...))
		}
	}
	question := p.question[0].Copy()
	for _, topic := range r.topics {
		question.With = append(question.With, &ast.With{Target: topic.ref, Value: ast.NewTerm(said[topic.name]), Location: question.Location})
	}
	result, err := p.query(context.Background(), ast.NewBody(question), nil)
	if err != nil {
		t.Fatal(err)
	}
	decision, err := ast.JSON(result["decision"].Value)
	if err != nil {
		t.Fatal(err)
	}
	return decision
}

// TestMainIsBlindToFacts gives main findings of random codes with random facts: the effect of a code is always the same, and all
// else but the facts follows from the effects that it heard.
func TestMainIsBlindToFacts(t *testing.T) {
	rounds := 400
	if *long {
		rounds = 20_000
	}
	for name, house := range map[string]any{
		"no house":            nil,
		"a house that raises": map[string]any{"raise": map[string]string{"holder.pool": "refer", "licence.assumed": "block", "terms.said": "block"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Load(t.Context(), rego.Files, house)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(3, 4))
			effects, rest := map[string]any{}, map[string]string{}
			for range rounds {
				m := makeUp(random, p.recollection().book)
				decision := m.ask(t, p, random).(map[string]any)
				heard, own := map[string]bool{}, []string{}
				for _, each := range decision["findings"].([]any) {
					finding := each.(map[string]any)
					code := finding["code"].(string)
					facts, heardIt := m.facts[code]
					if before, met := effects[code]; met && before != finding["effect"] {
						t.Fatalf("%s has the effect %v, and had %v", code, finding["effect"], before)
					}
					effects[code] = finding["effect"]
					if !heardIt {
						own = append(own, fmt.Sprint(finding))
						continue
					}
					heard[finding["effect"].(string)] = true
					want := []any{}
					for _, fact := range slices.Compact(slices.Sorted(slices.Values(facts))) {
						want = append(want, fact)
					}
					if !reflect.DeepEqual(finding["facts"], want) {
						t.Fatalf("%s has the facts %q, of %q", code, finding["facts"], facts)
					}
					delete(m.facts, code)
				}
				if len(m.facts) > 0 {
					t.Fatalf("main does not hand on %v", m.facts)
				}
				key := fmt.Sprint(slices.Sorted(maps.Keys(heard)))
				made := fmt.Sprint(decision["verdict"], own)
				if before, met := rest[key]; met && before != made {
					t.Fatalf("of the effects %s main made %s, and before %s", key, made, before)
				}
				rest[key] = made
			}
			if len(rest) < 8 || len(effects) < 100 {
				t.Errorf("only %d sets of effects and %d codes: that does not test much", len(rest), len(effects))
			}
		})
	}
}

// What belongs to the package of main, and is not the built-in file alone, is not known to be blind.
func TestOtherMainsAreNotHeardByCode(t *testing.T) {
	for name, change := range map[string]func(files){
		"a byte more": func(f files) { f["rights/main/main.rego"] = append(f["rights/main/main.rego"], '\n') },
		"a second file": func(f files) {
			f["rights/main/more.rego"] = []byte("package rights.main\n_heard contains 1 if false\n")
		},
		"below main":     func(f files) { f["rights/main/x/x.rego"] = []byte("package rights.main.x\ny := 1\n") },
		"another place":  func(f files) { f["main.rego"] = f["rights/main/main.rego"]; delete(f, "rights/main/main.rego") },
		"nothing at all": func(files) {},
	} {
		sources, err := readFiles(t.Context(), rego.Files)
		if err != nil {
			t.Fatal(err)
		}
		sources = maps.Clone(sources)
		sources["rights/main/main.rego"] = slices.Clone(sources["rights/main/main.rego"])
		change(sources)
		p, err := build(sources, map[string]any{}, false)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := name == "another place" || name == "nothing at all"
		if r := p.recollection(); (r.book != nil) != want {
			t.Errorf("%s: heard by code: %v (%s)", name, r.book != nil, r.notByCode)
		}
	}
}
