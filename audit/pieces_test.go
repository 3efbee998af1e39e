package audit

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"clearance/audit/leaf"
	"clearance/policy"
)

func seqsOf(all []*Record) string {
	var s []string
	for _, r := range all {
		s = append(s, fmt.Sprint(r.Seq))
	}
	return strings.Join(s, " ")
}

func TestOfPiece(t *testing.T) {
	l, r := gateLog(t)
	other, again := stopped(2), override()
	other.Piece.SHA256 = hash("other")
	again.Piece.From, again.ApprovedBy = "copy.html", []string{"Cem"}
	mustAppend(t, r, other, again)                                                                              // 9 10
	mustAppend(t, r, by(stopped(2), 10), Settlement{Override: 10}, Settlement{Override: 6, Verdict: "cleared"}) // 11 12 13
	for name, tc := range map[string]struct {
		find func() ([]*Record, error)
		want string
	}{
		"a piece":                    {func() ([]*Record, error) { return l.OfPiece(article.SHA256) }, "4 6 10"},
		"with a prefix, in capitals": {func() ([]*Record, error) { return l.OfPiece("SHA256:" + strings.ToUpper(article.SHA256)) }, "4 6 10"},
		"nobody vouches for it":      {func() ([]*Record, error) { return l.OfPiece(hash("other")) }, ""},
		"one that was never there":   {func() ([]*Record, error) { return l.OfPiece(hash("never")) }, ""},
		"settlements":                {func() ([]*Record, error) { return l.Settlements(6) }, "8 13"},
		"of another":                 {func() ([]*Record, error) { return l.Settlements(10) }, "12"},
		"of none":                    {func() ([]*Record, error) { return l.Settlements(4) }, ""},
		"let pass":                   {func() ([]*Record, error) { return l.GatesBy(6) }, "7"},
		"let pass by another":        {func() ([]*Record, error) { return l.GatesBy(10) }, "11"},
		"let pass by none":           {func() ([]*Record, error) { return l.GatesBy(4) }, ""},
	} {
		if got, err := tc.find(); err != nil || seqsOf(got) != tc.want {
			t.Errorf("%s: %s, %v, want %s", name, seqsOf(got), err, tc.want)
		}
	}
	if all, _ := l.OfPiece(article.SHA256); all[1].Override.Note != "cleared by telephone" || all[1].Question.Use.Action != "publish" ||
		all[0].Gate.Confirmed[0].Actor != "desk" {
		t.Errorf("they are not whole: %+v", all[1])
	}
	_, err := l.OfPiece("article.html")
	wantError(t, err, "article.html", "no SHA-256")
	if _, _, err := r.Erase("A", "asked for"); err != nil {
		t.Fatal(err)
	}
	if got, err := l.OfPiece(article.SHA256); err != nil || seqsOf(got) != "6 10" {
		t.Errorf("after an erasure: %s, %v", seqsOf(got), err)
	}
	if _, _, err := r.Erase("B", "asked for"); err != nil {
		t.Fatal(err)
	}
	for _, find := range []func() ([]*Record, error){
		func() ([]*Record, error) { return l.OfPiece(article.SHA256) }, func() ([]*Record, error) { return l.GatesBy(6) },
	} {
		if got, err := find(); err != nil || len(got) != 0 {
			t.Errorf("after all was erased: %s, %v", seqsOf(got), err)
		}
	}
	if got, err := l.Settlements(6); err != nil || seqsOf(got) != "8 13" {
		t.Errorf("a settlement names nobody, and stays: %s, %v", seqsOf(got), err)
	}
	wantSound(t, l)
}

// Nothing is there that was not said. Of a piece something that was said may be missing, by which less may pass; anything else that is
// altered is an error.
func TestOfPieceAltered(t *testing.T) {
	forged := func(o Override) Payload {
		data, err := leaf.Canonical(o)
		if err != nil {
			t.Fatal(err)
		}
		return salted(leaf.PieceLabel, data)
	}(override())
	for name, tc := range map[string]struct {
		statements []string
		find       func(*Log) ([]*Record, error) // OfPiece where there is none
	}{
		"a note":                    {[]string{`UPDATE piece SET data = replace(data, 'telephone', 'mail') WHERE seq = 6`}, nil},
		"an end":                    {[]string{`UPDATE piece SET data = replace(data, '"until":"2', '"until":"3') WHERE seq = 6`}, nil},
		"a confirmation":            {[]string{`UPDATE piece SET data = replace(data, 'terms.credit', 'terms.length') WHERE seq = 4`}, nil},
		"another piece's":           {[]string{`UPDATE piece SET data = replace(data, '` + hash("other") + `', '` + article.SHA256 + `') WHERE seq = 9`}, nil},
		"with its commitment":       {[]string{fmt.Sprintf(`UPDATE piece SET commitment = '%s', salt = x'%x', data = '%s' WHERE seq = 9`, forged.Digest, forged.Salt, forged.Data)}, nil},
		"two of them swapped":       {[]string{`UPDATE piece SET seq = -1 WHERE seq = 5`, `UPDATE piece SET seq = 5 WHERE seq = 7`, `UPDATE piece SET seq = 7 WHERE seq = -1`}, nil},
		"a row cut off":             {[]string{`DELETE FROM piece WHERE seq = 6`}, nil},
		"another's cut off":         {[]string{`DELETE FROM piece WHERE seq = 9`}, nil},
		"a row emptied":             {[]string{`UPDATE piece SET salt = NULL, data = NULL WHERE seq = 6`}, nil},
		"a row slipped in":          {[]string{fmt.Sprintf(`INSERT INTO piece (seq, commitment, salt, data) VALUES (99, '%s', x'%x', '%s')`, forged.Digest, forged.Salt, forged.Data)}, nil},
		"a row moved to a key":      {[]string{`UPDATE piece SET seq = 10 WHERE seq = 6`}, nil},
		"a row moved to no entry":   {[]string{`UPDATE piece SET seq = 99 WHERE seq = 6`}, nil},
		"a row in place of another": {[]string{`DELETE FROM piece WHERE seq = 5`, fmt.Sprintf(`INSERT INTO piece (seq, commitment, salt, data) VALUES (2, '%s', x'%x', '%s')`, forged.Digest, forged.Salt, forged.Data)}, nil},
		"its entry is another kind": {[]string{`UPDATE entry SET kind = 'gate' WHERE seq = 6`}, nil},
		"its entry is none of ours": {[]string{`UPDATE entry SET kind = 'unjudged' WHERE seq = 6`}, nil},
		"its entry is missing":      {[]string{`DELETE FROM entry WHERE seq = 6`}, nil},
		"another question":          {[]string{`UPDATE question SET data = replace(data, 'publish', 'archive')`}, nil},
		"no policy":                 {[]string{`UPDATE entry SET policy = NULL WHERE seq = 6`}, nil},
		"other words":               {[]string{`UPDATE piece SET data = '{"piece":{"sha256":"` + article.SHA256 + `"}}' WHERE seq = 6`}, nil},
		"no piece in it":            {[]string{`UPDATE piece SET data = '{}' WHERE seq = 6`}, nil},
		"a gate let pass by another": {[]string{`UPDATE piece SET data = replace(data, '"override":6', '"override":5') WHERE seq = 7`},
			func(l *Log) ([]*Record, error) { return l.GatesBy(5) }},
		"a gate that is gone":       {[]string{`DELETE FROM piece WHERE seq = 7`}, func(l *Log) ([]*Record, error) { return l.GatesBy(6) }},
		"a settlement":              {[]string{`UPDATE entry SET extra = replace(extra, 'referred', 'cleared') WHERE seq = 8`}, func(l *Log) ([]*Record, error) { return l.Settlements(6) }},
		"a settlement of another":   {[]string{`UPDATE entry SET extra = replace(extra, ':6', ':5') WHERE seq = 8`}, func(l *Log) ([]*Record, error) { return l.Settlements(6) }},
		"a settlement that is none": {[]string{`UPDATE entry SET kind = 'settlement', extra = '{"override":6,"verdict":"cleared"}' WHERE kind = 'key'`}, func(l *Log) ([]*Record, error) { return l.Settlements(6) }},
	} {
		t.Run(name, func(t *testing.T) {
			l, r := gateLog(t)
			other := stopped(2)
			other.Piece.SHA256 = hash("other")
			mustAppend(t, r, other) // 9
			signed(t, l, r)         // 10
			find := tc.find
			if find == nil {
				find = func(l *Log) ([]*Record, error) { return l.OfPiece(article.SHA256) }
			}
			before, err := find(l)
			if err != nil {
				t.Fatal(err)
			}
			tamper(t, l.path, append([]string{`PRAGMA ignore_check_constraints = ON`}, tc.statements...)...)
			got, err := find(l)
			if err == nil {
				was := func(r *Record) bool {
					return slices.ContainsFunc(before, func(b *Record) bool { return reflect.DeepEqual(b, r) })
				}
				if tc.find != nil || slices.ContainsFunc(got, func(r *Record) bool { return !was(r) }) {
					t.Fatalf("it is not found, and gives %s", seqsOf(got))
				}
			} else if len(got) != 0 {
				t.Errorf("it gives %s beside the error %v", seqsOf(got), err)
			}
			if v := mustVerify(t, l, Verify{}); v.OK() {
				t.Error("Verify finds nothing")
			}
		})
	}
}

// What was erased does not come back.
func TestOfPiecePutBack(t *testing.T) {
	l, r := gateLog(t)
	raw := rawWriter(t, l.path)
	if _, err := raw.Exec(`CREATE TEMP TABLE kept AS SELECT seq, salt, data FROM piece WHERE seq = 6`); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Erase("B", "asked for"); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`DROP TRIGGER piece_update`, `UPDATE piece SET (salt, data) = (SELECT salt, data FROM kept) WHERE seq = 6`} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	_, err := l.OfPiece(article.SHA256)
	wantError(t, err, "entry 6 was erased, and somebody put it back")
	wantProblem(t, mustVerify(t, l, Verify{}), "piece 6 is there, though an erasure names it")
}

// A piece is found by an index, however many there are.
func TestOfPieceUsesIndexes(t *testing.T) {
	l, _ := gateLog(t)
	for query, index := range map[string]string{
		`SELECT seq FROM piece WHERE sha256 = ? ORDER BY seq`:                                                 "piece_sha256",
		`SELECT seq FROM piece WHERE override = ? ORDER BY seq`:                                               "piece_override",
		`SELECT seq FROM entry WHERE reading IS NULL AND kind = 'settlement' ORDER BY seq`:                    "entry_kind",
		`SELECT count(*) FROM entry WHERE reading IS NULL AND kind IN ('gate', 'override')`:                   "entry_kind",
		`SELECT seq FROM entry WHERE seq >= 0 AND seq < 9 AND reading IS NULL AND kind = 'gate' ORDER BY seq`: "entry_kind",
		`SELECT count(*) FROM piece WHERE sha256 IS NULL`:                                                     "piece_sha256",
	} {
		var id, parent, unused int
		var detail string
		if err := l.readers.QueryRow(`EXPLAIN QUERY PLAN `+query, 1).Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(detail, "SEARCH") || !strings.Contains(detail, index) {
			t.Errorf("%s: %s", query, detail)
		}
	}
}

func TestListGates(t *testing.T) {
	l, r := gateLog(t)
	for name, tc := range map[string]struct {
		filter Filter
		want   string
	}{
		"by kind":             {Filter{Kind: KindGate}, "4 5 7"},
		"decisions":           {Filter{Kind: KindDecision}, "1 2"},
		"overrides":           {Filter{Kind: KindOverride}, "6"},
		"settlements":         {Filter{Kind: KindSettlement}, "8"},
		"no such kind":        {Filter{Kind: "gossip"}, ""},
		"by piece":            {Filter{Story: article.SHA256}, "4 5 6 7"},
		"by piece and kind":   {Filter{Story: "sha256:" + article.SHA256, Kind: KindOverride}, "6"},
		"by verdict":          {Filter{Verdict: policy.Referred}, "2 5 7"},
		"by verdict and kind": {Filter{Verdict: policy.Cleared, Kind: KindGate}, "4"},
		"by action":           {Filter{Action: "publish", Kind: KindGate}, "4 5 7"},
		"a limit":             {Filter{Kind: KindGate, Limit: 2}, "4 5"},
	} {
		if got := seqs(collect(t, l, tc.filter)); got != tc.want {
			t.Errorf("%s: listed %q, want %q", name, got, tc.want)
		}
	}
	if _, _, err := r.Erase("B", "asked for"); err != nil {
		t.Fatal(err)
	}
	if got := seqs(collect(t, l, Filter{Story: article.SHA256})); got != "4" {
		t.Errorf("after an erasure: listed %q", got)
	}
	for _, e := range collect(t, l, Filter{Kind: KindGate})[1:] {
		if e.Title+e.SHA256+string(e.Verdict) != "" || e.Action != "publish" {
			t.Errorf("erased, it is listed as %+v", e)
		}
	}
}
