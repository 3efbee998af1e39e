package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"clearance/check"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/rights/language"
)

// grumbles are phrases that nothing can read.
func grumbles(n int) []string {
	verbs, nouns := []string{"frobnicate", "wibble", "gnargle", "twiddle", "quaffle", "zorch"}, []string{"the teapot", "our lantern", "every spoon", "that gazebo", "my accordion"}
	var all []string
	for _, v := range verbs {
		for _, noun := range nouns {
			all = append(all, v+" "+noun)
		}
	}
	return all[:n]
}

// readable are phrases that are read to the last word and bar no sale.
func readable(n int) []string {
	var all []string
	for i := 0; len(all) < n; i++ {
		all = append(all, fmt.Sprintf("Must credit Wire %d", i), fmt.Sprintf("Max %d minutes", i+1))
	}
	return all[:n]
}

// TestLedger reads an archive of 20,000 records with 200 phrases, 30 of them unknown: the ledger's counts are exact, and a ruling
// changes exactly the stories of which its preview said so.
func TestLedger(t *testing.T) {
	stories := 20_000
	if testing.Short() {
		stories = 1_000
	}
	unknown, known := grumbles(30), readable(170)
	random := rand.New(rand.NewPCG(4, 2))
	var archive strings.Builder
	times, within, alone := map[string]int{}, map[string]int{}, map[string]int{}
	unread := 0
	for i := range stories {
		said := []string{known[random.IntN(len(known))]}
		for range random.IntN(3) {
			all := append(slices.Clone(unknown), known...)
			said = append(said, all[random.IntN(len(all))])
		}
		here := map[string]bool{}
		for _, phrase := range said {
			if slices.Contains(unknown, phrase) {
				times[phrase]++
				unread += len(phrase)
				here[phrase] = true
			}
		}
		for phrase := range here {
			within[phrase]++
			if len(here) == 1 {
				alone[phrase]++
			}
		}
		p := phrase{place: "terms", fields: map[string]string{"date": "5th December 2009", "notice": "(c) Copyright Thomson Reuters 2009.",
			"summary": "OSLO, NORWAY (DECEMBER 4, 2009) (REUTERS) MINISTERS ARRIVING"}}
		archive.WriteString(strings.Replace(p.record(strings.Join(said, ". ")), "HBE8FGS", fmt.Sprintf("H%06d", i), 1))
	}
	asked := rights.Asked{Action: "publish"}
	at, _ := rights.ParseInstant(phraseMoment)
	q, err := asked.Question(at)
	if err != nil {
		t.Fatal(err)
	}
	sources := func() check.Sources {
		return check.Sources{Paths: []string{"-"}, Stdin: strings.NewReader(archive.String())}
	}
	rules := func(house rights.House) *policy.Policy {
		p, err := policy.Load(t.Context(), rego.Files, house)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	ledger, err := check.NewLedger(t.Context(), rules(rights.House{}), sources(), q, func(bad *check.Unread) error { return bad })
	if err != nil {
		t.Fatal(err)
	}
	if ledger.Stories != stories || ledger.Unread != unread || len(ledger.Phrases) != len(unknown) {
		t.Errorf("%d stories, %d bytes unread, %d phrases; want %d, %d, %d", ledger.Stories, ledger.Unread, len(ledger.Phrases), stories, unread, len(unknown))
	}
	for _, p := range ledger.Phrases {
		if p.Times != times[p.Phrase] || p.Stories != within[p.Phrase] || p.HoldsUp != alone[p.Phrase] {
			t.Errorf("%q stands %d times in %d stories and holds up %d; want %d, %d, %d", p.Phrase, p.Times, p.Stories, p.HoldsUp,
				times[p.Phrase], within[p.Phrase], alone[p.Phrase])
		}
	}

	worst := ledger.Phrases[0]
	ruled := rights.House{Rulings: []rights.Ruling{{Phrase: strings.ToUpper(worst.Phrase), Means: rights.NoRestriction,
		Authority: rights.Authority{Who: "Jane Doe", Why: "she asked", Until: rights.Day{Time: at.AddDate(1, 0, 0)}}}}}
	var previewed []string
	trier := check.Trier{Tried: rules(ruled), Standing: rules(rights.House{})}
	if err := trier.Try(t.Context(), sources(), q, func(trial *check.Trial, bad *check.Untried) error {
		if trial.Tried.WouldBe != trial.Standing.WouldBe {
			previewed = append(previewed, trial.Story.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(previewed) != worst.HoldsUp {
		t.Errorf("the preview changes %d stories, the ledger says that the phrase holds up %d", len(previewed), worst.HoldsUp)
	}
	before, after := verdicts(t, rights.House{}, sources(), q), verdicts(t, ruled, sources(), q)
	var changed []string
	for id, v := range after {
		if v != before[id] {
			changed = append(changed, id)
		}
	}
	slices.Sort(changed)
	slices.Sort(previewed)
	if !slices.Equal(changed, previewed) {
		t.Errorf("the ruling changes %d stories, its preview %d", len(changed), len(previewed))
	}
	if language.Normal(strings.ToUpper(worst.Phrase)) != worst.Phrase {
		t.Errorf("%q is not its own normal form", worst.Phrase)
	}
}

// verdicts are those of a check by a desk of its own, by identifier.
func verdicts(t *testing.T, house rights.House, s check.Sources, q rights.Question) map[string]policy.Verdict {
	t.Helper()
	all := map[string]policy.Verdict{}
	d := newDeskIn(t, house)
	if _, err := d.Check(t.Context(), s, q, func(r check.Result) error {
		all[r.Decision.Story.ID] = r.Decision.Verdict
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}
