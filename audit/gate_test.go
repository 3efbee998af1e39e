package audit

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

var article = Piece{From: "article.html", SHA256: hash("article")}

// referred is a decision that stops a piece.
func referred(id string) Decision {
	d := published(id)
	d.Outcome = policy.Outcome{Verdict: policy.Referred, Findings: []policy.Finding{{Code: "terms.unread", Effect: policy.Refer}}}
	return d
}

// published is the decision that a story may be published.
func published(id string) Decision {
	d := decision(id)
	d.Question = question("publish")
	return d
}

func used(id string, entry int64, v policy.Verdict) GateStory {
	return GateStory{ID: id, Record: hash(id), Entry: &entry, Verdict: v, Credit: "Photo: somebody"}
}

func unreadTerms(id string) Against {
	return Against{Story: id, Record: hash(id), Code: "terms.unread", Effect: policy.Refer}
}

// cleared is what the gate says of a piece that uses the story A, cleared by an entry.
func cleared(entry int64) Gate { return clearedFor("A", entry) }

func clearedFor(id string, entry int64) Gate {
	return Gate{Piece: article, Channel: "site", Verdict: policy.Cleared, Passes: true, Stories: []GateStory{used(id, entry, policy.Cleared)},
		Against: []Against{}, Confirmed: []Confirmed{{Story: id, Record: hash(id), Code: "terms.credit", Actor: "desk"}},
		Question: question("publish"), Policy: kept.Digest}
}

// stopped is what it says where the story B is referred by an entry.
func stopped(entry int64) Gate {
	g := cleared(entry)
	g.Verdict, g.Passes, g.Confirmed = policy.Referred, false, []Confirmed{}
	g.Stories, g.Against = []GateStory{used("B", entry, policy.Referred)}, []Against{unreadTerms("B")}
	return g
}

// override lets the piece pass that uses the story B.
func override() Override {
	return Override{Piece: article, Channel: "site", Against: []Against{unreadTerms("B"), {Code: "gate.undeclared", Effect: policy.Block}},
		Note: "cleared by telephone", ApprovedBy: []string{"Ann", "Bob"}, Actor: "desk", Until: time.Now().UTC().Add(time.Hour).Truncate(time.Second),
		Question: question("publish"), Policy: kept.Digest}
}

func by(g Gate, override int64) Gate {
	g.Passes, g.Override = true, &override
	return g
}

// gateLog has the decisions 1 on A (cleared) and 2 on B (referred), the unjudged record 3, the gate 4 that is cleared, the gate 5 that
// is stopped, the override 6, the gate 7 that passes by it, and the settlement 8.
func gateLog(t testing.TB) (*Log, *Run) {
	t.Helper()
	l := newLog(t)
	r := begin(t, l)
	unread := unjudged("x.bin")
	unread.Question = question("publish")
	mustAppend(t, r, published("A"), referred("B"), unread, cleared(1), stopped(2), override())
	mustAppend(t, r, by(stopped(2), 6), Settlement{Override: 6, Entries: []int64{2}, Verdict: policy.Referred, Against: []string{"terms.unread"}})
	return l, r
}

// What was appended is what is read, in full.
func TestGateIsRead(t *testing.T) {
	l, r := gateLog(t)
	g, o, x := mustGet(t, l, 4), mustGet(t, l, 6), mustGet(t, l, 8)
	if want := cleared(1); !reflect.DeepEqual(*g.Gate, want) {
		t.Errorf("the gate is  %+v\nwant %+v", *g.Gate, want)
	}
	want := override()
	want.Until = o.Override.Until
	if !reflect.DeepEqual(*o.Override, want) {
		t.Errorf("the override is  %+v\nwant %+v", *o.Override, want)
	}
	if want := (Settlement{Override: 6, Entries: []int64{2}, Verdict: policy.Referred, Against: []string{"terms.unread"}}); !reflect.DeepEqual(*x.Settlement, want) {
		t.Errorf("the settlement is %+v\nwant %+v", *x.Settlement, want)
	}
	for seq, want := range map[int64]Entry{
		4: {Kind: KindGate, Title: "article.html", SHA256: hash("article"), Verdict: policy.Cleared, Action: "publish", AsOf: asOf, Policy: kept.Digest},
		6: {Kind: KindOverride, Title: "article.html", SHA256: hash("article"), Action: "publish", AsOf: asOf, Policy: kept.Digest},
		8: {Kind: KindSettlement},
	} {
		got := mustGet(t, l, seq)
		want.Seq, want.Recorded = seq, got.Recorded
		if listed := collect(t, l, Filter{})[seq]; !reflect.DeepEqual(got.Entry, want) || !reflect.DeepEqual(listed, want) {
			t.Errorf("entry is %+v\nlisted as %+v\nwant %+v", got.Entry, listed, want)
		}
	}
	if c, err := r.End(false); err != nil || c != (Counts{Cleared: 1, Referred: 1, Unjudged: 1}) {
		t.Errorf("the counts are %+v, %v: nothing of the gate is counted", c, err)
	}
	wantSound(t, l)
	checkDense(t, l, 10)
}

// What it names is salted, and a party stands in its question as a commitment.
func TestGateNamesNobody(t *testing.T) {
	l, r := gateLog(t)
	g := Gate{Piece: article, Verdict: policy.Blocked, Against: []Against{{Code: "gate.no_policy", Effect: policy.Block}}, Question: question("publish")}
	g.Question.Use.Party = "Acme"
	seq := mustAppend(t, r, g)[0]
	got := mustGet(t, l, seq)
	if got.Policy != "" || got.Bundle != nil || got.Gate.Policy != "" {
		t.Errorf("it has the policy %q", got.Policy)
	}
	if got.Gate.Question.Use.Party != "Acme" || !strings.Contains(string(got.Payloads.Question.Data), got.Payloads.Party.Digest) {
		t.Errorf("its question is stored as %s", got.Payloads.Question.Data)
	}
	p := got.Payloads.Piece
	if len(p.Salt) != leaf.SaltSize || leaf.Commitment("clearance/piece/v1\n", p.Salt, p.Data) != p.Digest {
		t.Errorf("its payload is %+v", p)
	}
	if want := `"against":[{"code":"gate.no_policy","effect":"block"}],"confirmed":[],"passes":false`; !strings.Contains(string(p.Data), want) {
		t.Errorf("it is stored as %s", p.Data)
	}
	for _, table := range []string{"question", "part", "entry"} {
		if all := dump(t, l, []string{table}); strings.Contains(all, "article") || strings.Contains(all, "Ann") {
			t.Errorf("%s names something: %s", table, all)
		}
	}
	wantSound(t, l)
}

// What no gate may say is refused, and leaves nothing behind.
func TestGateRefuses(t *testing.T) {
	none := func(g *Gate) {
		g.None, g.Stories, g.Confirmed = true, nil, nil
	}
	for name, tc := range map[string]struct {
		spoil func(*Gate) // of one that is cleared
		says  string      // "" where it may stand
	}{
		"as it is":             {func(g *Gate) {}, ""},
		"no stories, as said":  {none, ""},
		"no verdict":           {func(g *Gate) { g.Verdict = "" }, `"" is no verdict`},
		"an unknown verdict":   {func(g *Gate) { g.Verdict = "fine" }, `"fine" is no verdict`},
		"nothing at all":       {func(g *Gate) { *g = Gate{} }, "not the SHA-256 of a piece"},
		"no piece":             {func(g *Gate) { g.Piece.SHA256 = "" }, "not the SHA-256 of a piece"},
		"a piece in capitals":  {func(g *Gate) { g.Piece.SHA256 = strings.ToUpper(g.Piece.SHA256) }, "not the SHA-256 of a piece"},
		"something against it": {func(g *Gate) { g.Against = []Against{{Code: "x.y", Effect: policy.Refer}} }, `make it "referred"`},
		"a story that is not cleared": {func(g *Gate) { g.Stories = append(g.Stories, used("B", 2, policy.Referred)) },
			`make it "referred"`},
		"a story that was not judged":    {func(g *Gate) { g.Stories = append(g.Stories, GateStory{ID: "C"}) }, `make it "blocked"`},
		"an entry that judged nothing":   {func(g *Gate) { g.Stories[0].Verdict = "" }, `make it "blocked"`},
		"a story without an entry":       {func(g *Gate) { g.Stories[0].Entry = nil }, "without its record or without the entry"},
		"a story without a record":       {func(g *Gate) { g.Stories[0].Record = "" }, "without its record or without the entry"},
		"a story with another's verdict": {func(g *Gate) { g.Stories[0].Verdict = "fine" }, "no verdict"},
		"a story with a false record":    {func(g *Gate) { g.Stories[0].Record = "abc" }, "no SHA-256"},
		"no stories":                     {func(g *Gate) { g.Stories = nil }, "does not state that it uses none"},
		"none, and a story":              {func(g *Gate) { g.None = true }, "states that it uses no story"},
		"no policy":                      {func(g *Gate) { g.Policy = "" }, "without a policy"},
		"a policy that is not kept":      {func(g *Gate) { g.Policy = leaf.Address([]byte("other")) }, "keep it first"},
		"an override of what is cleared": {func(g *Gate) { *g = by(*g, 6) }, "an override, though"},
		"stopped by nothing":             {func(g *Gate) { g.Verdict, g.Passes = policy.Blocked, false }, "nothing stands against it"},
		"nobody confirms":                {func(g *Gate) { g.Confirmed[0].Actor = " " }, "lacks something"},
		"nothing is confirmed":           {func(g *Gate) { g.Confirmed[0].Code = "" }, "lacks something"},
		"confirmed of no record":         {func(g *Gate) { g.Confirmed[0].Record = "" }, "lacks something"},
		"no use":                         {func(g *Gate) { g.Question, g.Stories, g.None, g.Confirmed = rights.Question{}, nil, true, nil }, "writing the question"},

		"stopped":           {func(g *Gate) { *g = stopped(2) }, ""},
		"stopped, passes":   {func(g *Gate) { *g = stopped(2); g.Passes = true }, "no override lets it"},
		"stopped, override": {func(g *Gate) { *g = by(stopped(2), 6); g.Passes = false }, "does not pass"},
		"no effect":         {func(g *Gate) { *g = stopped(2); g.Against[0].Effect = "" }, "neither refers nor blocks"},
		"a note":            {func(g *Gate) { *g = stopped(2); g.Against[0].Effect = policy.Note }, "neither refers nor blocks"},
		"no code":           {func(g *Gate) { *g = stopped(2); g.Against[0].Code = "" }, "without a code"},
		"a false record":    {func(g *Gate) { *g = stopped(2); g.Against[0].Record = "abc" }, "no SHA-256"},
		"milder than what stands against it": {func(g *Gate) { *g = stopped(2); g.Against[0].Effect = policy.Block },
			`make it "blocked"`},
		"milder than its story":                 {func(g *Gate) { *g = stopped(2); g.Stories[0].Verdict = policy.Blocked }, `make it "blocked"`},
		"stopped for a story that is not there": {func(g *Gate) { *g = stopped(2); g.Stories = []GateStory{{ID: "B"}} }, ""},
		"stopped for a record that could not be judged": {func(g *Gate) {
			*g = stopped(2)
			g.Stories[0], g.Against = used("x.bin", 3, ""), []Against{{Story: "x.bin", Code: "gate.unjudged", Effect: policy.Refer}}
		}, ""},

		"an entry to come":     {func(g *Gate) { *g = cleared(9) }, "there is no entry 9 yet"},
		"no entry":             {func(g *Gate) { *g = cleared(-1) }, "there is no entry -1 yet"},
		"an entry of a run":    {func(g *Gate) { *g = cleared(0) }, "no decision on a story, but a run-start"},
		"another gate's":       {func(g *Gate) { *g = cleared(4) }, "no decision on a story, but a gate"},
		"another story's":      {func(g *Gate) { *g = cleared(2) }, "another record"},
		"another verdict":      {func(g *Gate) { *g = cleared(2); g.Stories[0] = used("B", 2, policy.Cleared) }, `says "referred" of it`},
		"one that judged none": {func(g *Gate) { g.Stories[0] = used("x.bin", 3, policy.Cleared) }, `says "" of it`},
		"another record unread": {func(g *Gate) {
			*g = stopped(2)
			g.Stories[0] = used("y.bin", 3, "")
			g.Against = []Against{{Story: "y.bin", Code: "x.y", Effect: policy.Refer}}
		}, "another record"},

		"nothing says why":        {func(g *Gate) { *g = stopped(2); g.Against[0].Story = "" }, "nothing that stands against the piece says why"},
		"another record says why": {func(g *Gate) { *g = stopped(2); g.Against[0].Record = hash("corrected") }, "nothing that stands against the piece says why"},
		"not what its entry says": {func(g *Gate) { *g = stopped(2); g.Against[0].Code = "terms.other" }, "by entry 2 terms.unread stands against it"},
		"not as its entry says":   {func(g *Gate) { *g = stopped(2); g.Verdict, g.Against[0].Effect = policy.Blocked, policy.Block }, "by entry 2 terms.unread stands against it"},

		"passes":                {func(g *Gate) { *g = by(stopped(2), 6) }, ""},
		"by no entry":           {func(g *Gate) { *g = by(stopped(2), 99) }, "there is none"},
		"by a gate":             {func(g *Gate) { *g = by(stopped(2), 4) }, "there is none"},
		"another piece":         {func(g *Gate) { *g = by(stopped(2), 6); g.Piece.SHA256 = hash("other") }, "another piece"},
		"another channel":       {func(g *Gate) { *g = by(stopped(2), 6); g.Channel = "paper" }, "another use"},
		"another use":           {func(g *Gate) { *g = by(stopped(2), 6); g.Question, g.Stories = question("sell"), nil }, "another use"},
		"an answer to another":  {func(g *Gate) { *g = by(stopped(2), 6); g.Question = question("sell") }, "entry 2 answers another question"},
		"another moment":        {func(g *Gate) { *g = by(stopped(2), 6); g.Question.AsOf, g.Stories = asOf.Add(time.Hour), nil }, ""},
		"for another's finding": {func(g *Gate) { *g = by(stopped(2), 6); g.Against = append(g.Against, unreadTerms("A")) }, "does not let terms.unread pass"},
		"for a stricter one": {func(g *Gate) {
			*g = by(stopped(2), 6)
			g.Verdict = policy.Blocked
			g.Against = append(g.Against, Against{Story: "B", Code: "x.y", Effect: policy.Block})
		}, "does not let x.y pass"},
		"for another of a record": {func(g *Gate) { *g = by(stopped(2), 6); g.Against[0].Record = "" }, "does not let terms.unread pass"},
	} {
		t.Run(name, func(t *testing.T) {
			l, r := gateLog(t)
			before := count(t, l, "piece") + count(t, l, "question")
			g := cleared(1)
			tc.spoil(&g)
			seqs, err := r.Append(g)
			if tc.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				mustGet(t, l, seqs[0])
				return
			}
			wantError(t, err, tc.says, "gate's word on "+g.Piece.From, l.path)
			if after := count(t, l, "piece") + count(t, l, "question"); after != before {
				t.Errorf("%d rows are left", after-before)
			}
			wantSound(t, l)
		})
	}
}

func TestOverrideRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(*Override)
		says  string
	}{
		"as it is":          {func(o *Override) {}, ""},
		"no piece":          {func(o *Override) { o.Piece.SHA256 = "article" }, "not the SHA-256 of a piece"},
		"nothing at all":    {func(o *Override) { *o = Override{} }, "not the SHA-256 of a piece"},
		"lets nothing pass": {func(o *Override) { o.Against = nil }, "name what stands against the piece"},
		"no note":           {func(o *Override) { o.Note = " \n" }, "say why"},
		"no approver":       {func(o *Override) { o.ApprovedBy = nil }, "nobody has approved it"},
		"no name":           {func(o *Override) { o.ApprovedBy = []string{"Ann", " "} }, "no name"},
		"one approves twice": {func(o *Override) { o.ApprovedBy = []string{"Ann  Lee", " ann lee\t"} },
			"approves it twice"},
		"no code":           {func(o *Override) { o.Against[0].Code = " " }, "without a code"},
		"lets a note pass":  {func(o *Override) { o.Against[0].Effect = policy.Note }, "neither refers nor blocks"},
		"no end":            {func(o *Override) { o.Until = time.Time{} }, "no end"},
		"ended before":      {func(o *Override) { o.Until = time.Now().Add(-time.Minute) }, "it ends at"},
		"ends in no second": {func(o *Override) { o.Until = time.Now().Truncate(time.Second).Add(time.Second - 1) }, "it ends at"},
		"an end in 10000":   {func(o *Override) { o.Until = o.Until.AddDate(8000, 0, 0) }, "encoding it"},
		"a policy not kept": {func(o *Override) { o.Policy = leaf.Address([]byte("other")) }, "keep it first"},
		"no policy":         {func(o *Override) { o.Policy = "" }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l, r := gateLog(t)
			o := override()
			tc.spoil(&o)
			seqs, err := r.Append(o)
			if tc.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				mustGet(t, l, seqs[0])
				return
			}
			wantError(t, err, tc.says, "override for "+o.Piece.From)
			wantSound(t, l)
		})
	}
}

// An override lets nothing pass from its end on, by the clock that entries are recorded by.
func TestOverrideEnds(t *testing.T) {
	l := newLog(t)
	now := asOf
	l.Now = func() time.Time { return now }
	r := begin(t, l)
	o := override()
	o.Until = asOf.Add(time.Hour + 999*time.Millisecond).In(time.FixedZone("", 3600))
	mustAppend(t, r, referred("B"), o)
	if got := mustGet(t, l, 2).Override.Until; got != asOf.Add(time.Hour) {
		t.Errorf("it ends at %v, want whole seconds in UTC", got)
	}
	now = asOf.Add(time.Hour - time.Microsecond)
	mustAppend(t, r, by(stopped(1), 2))
	now = asOf.Add(time.Hour)
	_, err := r.Append(by(stopped(1), 2))
	wantError(t, err, "the override 2", "it ended at 2026-11-23T13:00:00Z")
	if n := count(t, l, "piece"); n != 2 {
		t.Errorf("%d pieces, want the override and one gate", n)
	}
}

// What was erased, or altered, lets nothing pass.
func TestOverrideGone(t *testing.T) {
	_, r := gateLog(t)
	if _, _, err := r.Erase("A", "asked for"); err != nil {
		t.Fatal(err)
	}
	_, err := r.Append(cleared(1))
	wantError(t, err, "was erased: judge the story again")
	if _, _, err := r.Erase("B", "asked for"); err != nil {
		t.Fatal(err)
	}
	g := by(stopped(2), 6)
	g.Stories = []GateStory{{ID: "B"}}
	_, err = r.Append(g)
	wantError(t, err, "the override 6", "it was erased")

	l, again := gateLog(t)
	tamper(t, l.path, `UPDATE piece SET data = replace(data, '"until":"2', '"until":"3') WHERE seq = 6`)
	_, err = again.Append(by(stopped(2), 6))
	wantError(t, err, "the override 6", "altered")
}

func TestSettlementRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		settlement Settlement
		says       string
	}{
		"cleared":                 {Settlement{Override: 6, Verdict: policy.Cleared, Entries: []int64{1, 2}}, ""},
		"blocked":                 {Settlement{Override: 6, Verdict: policy.Blocked, Against: []string{"x.y"}}, ""},
		"not judged":              {Settlement{Override: 6}, ""},
		"not judged, for reasons": {Settlement{Override: 6, Against: []string{"gate.no_policy"}}, ""},
		"no override":             {Settlement{Override: -1}, "no override has that number"},
		"an unknown verdict":      {Settlement{Override: 6, Verdict: "fine"}, "no verdict"},
		"cleared, and not":        {Settlement{Override: 6, Verdict: policy.Cleared, Against: []string{"x.y"}}, "1 things stand against it"},
		"referred by nothing":     {Settlement{Override: 6, Verdict: policy.Referred}, "0 things stand against it"},
		"no code":                 {Settlement{Override: 6, Verdict: policy.Referred, Against: []string{""}}, "without a code"},
		"of a gate":               {Settlement{Override: 7}, "no such override"},
		"of what is to come":      {Settlement{Override: 99}, "no such override"},
		"rests on what is to come": {Settlement{Override: 6, Verdict: policy.Cleared, Entries: []int64{9}},
			"there is no entry 9 yet"},
	} {
		t.Run(name, func(t *testing.T) {
			l, r := gateLog(t)
			seqs, err := r.Append(tc.settlement)
			if tc.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				mustGet(t, l, seqs[0])
				wantSound(t, l)
				return
			}
			wantError(t, err, tc.says, "the settlement of the override")
		})
	}
}

// A gate proves nothing of a story: its decisions do.
func TestGateEvidence(t *testing.T) {
	l, r := gateLog(t)
	_, sign := signed(t, l, r)
	mustAppend(t, r, stopped(2))
	sign()
	_, err := l.Evidence(4)
	wantError(t, err, "entry 4", "it is a gate", "name what it rests on: 1")
	_, err = l.Evidence(6)
	wantError(t, err, "its kind is override, which decides nothing")
	if _, err := l.Evidence(1); err != nil {
		t.Error(err)
	}
	if _, _, err := r.Erase("A", "asked for"); err != nil {
		t.Fatal(err)
	}
	_, err = l.Evidence(4)
	wantError(t, err, "it is a gate", "name a decision")
}
