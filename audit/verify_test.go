package audit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"clearance/audit/checkpoint"
	"clearance/audit/leaf"
	"clearance/policy"
)

func mustVerify(t testing.TB, l *Log, how Verify) Verification {
	t.Helper()
	v, err := l.Verify(t.Context(), how)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// wantSound fails unless nothing is wrong with a trail.
func wantSound(t testing.TB, l *Log) Verification {
	t.Helper()
	v := mustVerify(t, l, Verify{})
	if !v.OK() {
		t.Errorf("it is not sound: %s", strings.Join(v.Problems, "\n"))
	}
	return v
}

// wantProblem fails unless one of the problems says all of the words.
func wantProblem(t testing.TB, v Verification, words ...string) {
	t.Helper()
problems:
	for _, p := range v.Problems {
		for _, w := range words {
			if !strings.Contains(p, w) {
				continue problems
			}
		}
		return
	}
	t.Errorf("none of the problems says %q:\n%s", words, strings.Join(v.Problems, "\n"))
}

// signed gives a trail a key, and a function that signs with it.
func signed(t testing.TB, l *Log, r *Run) (vkey string, sign func() []byte) {
	t.Helper()
	origin, err := l.Origin()
	if err != nil {
		t.Fatal(err)
	}
	skey, vkey, err := checkpoint.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, r, Key{vkey})
	return vkey, func() []byte {
		t.Helper()
		note, err := l.Sign(skey, vkey)
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
}

func TestVerifySound(t *testing.T) {
	l := newLog(t)
	wantSound(t, l)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	want := 1
	sign()
	for i, n := range []int{1, 253, 1, 1, 300, 5000} {
		var items []Item
		for j := range n {
			d := decision(fmt.Sprint("S", i, j/3))
			d.Question.Use.Party = []string{"", "Acme", "Other"}[j%3]
			if j%2 == 0 {
				until := asOf.AddDate(0, 0, j)
				d.GoodUntil = &until
			}
			items = append(items, d)
			if j%100 == 99 {
				items = append(items, unjudged(fmt.Sprint("x", j)))
			}
		}
		mustAppend(t, r, items...)
		if _, _, err := r.Once(fmt.Sprint("K", i), decision("once")); err != nil {
			t.Fatal(err)
		}
		sign()
		want++
		v := wantSound(t, l)
		if size, _ := l.size(); v.Entries != size || v.Checkpoints != want || v.Origin == "" {
			t.Errorf("%+v, want %d entries and %d checkpoints", v, size, want)
		}
	}
	if _, err := r.End(false); err != nil {
		t.Fatal(err)
	}
	wantSound(t, l)
}

// A trail that others write to, sign and erase from is sound at every moment.
func TestVerifyWhileWriting(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	other, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			mustAppend(t, r, decision(fmt.Sprint("STORY-", i)), unjudged(fmt.Sprint("x", i)))
			if i%7 == 0 {
				sign()
			}
			if i%9 == 0 {
				if _, _, err := r.Erase(fmt.Sprint("STORY-", i), "asked for"); err != nil {
					t.Error(err)
				}
			}
		}
	})
	for size := int64(0); size < 400; {
		size = wantSound(t, other).Entries
	}
	stop()
	writing.Wait()
	wantSound(t, other)
}

// Every way to alter a file by hand is named. What is checked is that the words point to it.
func TestVerifyNames(t *testing.T) {
	for name, tc := range map[string]struct {
		statements []string
		says       []string
	}{
		"a payload":                 {[]string{replaced("entry", "outcome_own", "can_sell", "CAN_SELL") + ` WHERE seq = 2`}, []string{"the outcome of entry 2", "digest"}},
		"a payload with its digest": {[]string{replaced("entry", "outcome_own", "can_sell", "can_sale") + `, outcome = zeroblob(32) WHERE seq = 2`}, []string{"entry 2 is not the one"}},
		"two entries swapped": {[]string{`UPDATE entry SET seq = -1 WHERE seq = 3`, `UPDATE entry SET seq = 3 WHERE seq = 4`,
			`UPDATE entry SET seq = 4 WHERE seq = -1`}, []string{"entry 3 is not the one"}},
		"a time":           {[]string{`UPDATE entry SET recorded = recorded - 1000000 WHERE seq = 2`}, []string{"entry 2 is not the one"}},
		"a good_until":     {[]string{`UPDATE entry SET good_until = 1 WHERE seq = 2`}, []string{"entry 2 is not the one"}},
		"a reading's link": {[]string{`UPDATE entry SET reading = 1 WHERE seq = 3`}, []string{"entry 3 is not the one"}},
		"a request":        {[]string{`UPDATE entry SET request = 'sha256:` + strings.Repeat("0", 64) + `' WHERE seq = 2`}, []string{"entry 2 is not the one"}},
		"a reading":        {[]string{`UPDATE reading SET title = replace(title, 'Title of', 'About') WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"a reading's own":  {[]string{replaced("reading", "own", "a.txt", "b.txt") + ` WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"a story's name":   {[]string{`UPDATE reading SET identifier = 'S7' WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"a story without":  {[]string{`UPDATE reading SET identifier = NULL WHERE id = 2`}, []string{"reading 2", "column"}},
		"a record":         {[]string{`UPDATE reading SET record = (SELECT record FROM reading WHERE id = 1) WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"a record as text": {[]string{`UPDATE reading SET record = lower(hex(record)) WHERE id = 2`}, []string{"reading 2", "column"}},
		"a record as half": {[]string{`UPDATE reading SET record = substr(record, 1, 16) WHERE id = 2`}, []string{"reading 2", "column"}},
		"a story's name in a piece": {[]string{ // all bytes are there, but nobody finds the story
			`UPDATE reading SET identifier = NULL, own = unhex(replace(hex(own), hex('"id":"' || x'03'), hex('"id":"S1'))) WHERE id = 2`,
			`UPDATE reading SET own = unhex(replace(hex(own), '6E' || hex('],"story'), '70' || hex('],"story'))) WHERE id = 2`}, []string{"reading 2"}},
		"rights":                   {[]string{`UPDATE reading SET rights = 'x' WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"pieces cut off":           {[]string{`UPDATE reading SET parts = substr(parts, 1, length(parts) - 1) WHERE id = 2`}, []string{"reading 2", "commitment"}},
		"what fills is cut off":    {[]string{`UPDATE reading SET own = substr(own, 1, length(own) - 1) WHERE id = 2`}, []string{"reading 2", "too short"}},
		"a piece of readings":      {[]string{replaced("reading_part", "data", "can_sell", "can_sale")}, []string{"reading 3", "commitment"}},
		"it is gone":               {[]string{`UPDATE reading_part SET data = NULL WHERE id = 1`}, []string{"reading 3", "is made of reading_part 1, which is missing"}},
		"and no erasure":           {[]string{`UPDATE reading_part SET data = NULL WHERE id = 1`}, []string{"reading_part 1 is gone", "no erasure"}},
		"it is cut out":            {[]string{`DELETE FROM reading_part WHERE id = 1`}, []string{"reading 3", "is made of reading_part 1, which is missing"}},
		"two swapped":              {[]string{`UPDATE reading_part SET id = -1 WHERE id = 1`, `UPDATE reading_part SET id = 1 WHERE id = 2`, `UPDATE reading_part SET id = 2 WHERE id = -1`}, []string{"reading 3"}},
		"one slipped in":           {[]string{`INSERT INTO reading_part VALUES (9999, x'78')`}, []string{"reading_part 9999", "nothing is made of it"}},
		"a piece of outcomes":      {[]string{`UPDATE part SET data = CAST(data || ' ' AS BLOB)`}, []string{"does not match its digest"}},
		"a piece of them gone":     {[]string{`DELETE FROM part WHERE id = 1`}, []string{"is made of part 1, which is missing"}},
		"a piece of them too many": {[]string{`INSERT INTO part VALUES (9999, x'78')`}, []string{"part 9999", "nothing is made of it"}},
		"an input":                 {[]string{replaced("entry", "input_own", "can_sell", "can_sale") + ` WHERE seq = 2`}, []string{"the input of entry 2", "digest"}},
		"another's outcome":        {[]string{`UPDATE entry SET (outcome, verdict, outcome_parts, outcome_own) = (SELECT outcome, verdict, outcome_parts, outcome_own FROM entry WHERE seq = 30) WHERE seq = 2`}, []string{"entry 2 is not the one"}},
		"an input is cut off":      {[]string{`UPDATE entry SET input_own = x'' WHERE seq = 2`}, []string{"the input of entry 2", "too short"}},
		"a party":                  {[]string{`UPDATE party SET name = 'Other'`}, []string{"party 1"}},
		"a run":                    {[]string{`UPDATE run SET data = replace(data, 'desk', 'clerk')`}, []string{"run 0"}},
		"a reading is gone": {[]string{`UPDATE reading SET salt = NULL, identifier = NULL, record = NULL, rights = NULL, title = NULL, parts = NULL, own = NULL WHERE id = 2`}, []string{"reading 2 is gone",
			"no erasure"}},
		"a verdict's column":    {[]string{`UPDATE entry SET verdict = 'blocked' WHERE seq = 2`}, []string{"the outcome of entry 2", "digest"}},
		"a party is gone":       {[]string{`DELETE FROM party`}, []string{"names a party that is not in the file"}},
		"huge ids":              {[]string{`UPDATE question SET id = id + (1 << 40)`}, []string{"entry 2 is not the one"}},
		"a root":                {[]string{`UPDATE head SET root = zeroblob(32)`}, []string{"root of the head"}},
		"a tile":                {[]string{`UPDATE tile SET data = zeroblob(8192) WHERE id = 0`}, []string{"entry 0 is not the one"}},
		"a tile above":          {[]string{`UPDATE tile SET data = zeroblob(32) WHERE id > 255`}, []string{"tile 0 of level 1"}},
		"a tile is gone":        {[]string{`DELETE FROM tile WHERE id = 0`}, []string{"tile 0 is missing"}},
		"a tile too many":       {[]string{`INSERT INTO tile VALUES (77, zeroblob(8192))`}, []string{"3 tiles, not 2"}},
		"a reading slipped in":  {[]string{`INSERT INTO reading SELECT 9999, commitment, salt, identifier, record, rights, title, parts, own FROM reading WHERE id = 1`}, []string{"reading 9999", "no entry"}},
		"a question slipped in": {[]string{`INSERT INTO question (digest, data) VALUES ('sha256:` + strings.Repeat("0", 64) + `', '{"as_of":"x","use":{"action":"sell"}}')`}, []string{"question 4", "no entry"}},
		"a checkpoint":          {[]string{`UPDATE checkpoint SET note = replace(note, '30', '31')`}, []string{"the checkpoint of 30"}},
		"a checkpoint's size":   {[]string{`UPDATE checkpoint SET size = 29`}, []string{"is one of 30"}},
		"a piece":               {[]string{`UPDATE piece SET data = replace(data, 'somebody', 'nobody') WHERE seq = 31`}, []string{"piece 31", "commitment"}},
		"a verdict at the gate": {[]string{`UPDATE piece SET data = replace(data, 'referred', 'cleared') WHERE seq = 32`}, []string{"piece 32", "commitment"}},
		"a piece's bytes":       {[]string{`UPDATE piece SET data = replace(data, '` + article.SHA256 + `', '` + hash("other") + `') WHERE seq = 33`}, []string{"piece 33", "commitment"}},
		"a piece's commitment":  {[]string{`UPDATE piece SET (commitment, salt, data) = (SELECT commitment, salt, data FROM piece WHERE seq = 32) WHERE seq = 31`}, []string{"entry 31 is not the one"}},
		"two pieces swapped": {[]string{`UPDATE piece SET seq = -1 WHERE seq = 32`, `UPDATE piece SET seq = 32 WHERE seq = 34`,
			`UPDATE piece SET seq = 34 WHERE seq = -1`}, []string{"entry 32 is not the one"}},
		"a piece is gone":        {[]string{`UPDATE piece SET salt = NULL, data = NULL WHERE seq = 33`}, []string{"piece 33 is gone", "no erasure"}},
		"a piece is cut off":     {[]string{`DELETE FROM piece WHERE seq = 33`}, []string{"entry 33 is not the one"}},
		"a piece slipped in":     {[]string{`INSERT INTO piece SELECT 9999, commitment, salt, data FROM piece WHERE seq = 33`}, []string{"piece 9999", "no entry"}},
		"a piece of a decision":  {[]string{`INSERT INTO piece SELECT 2, commitment, salt, data FROM piece WHERE seq = 33`}, []string{"piece 2", "no entry"}},
		"a piece of a key":       {[]string{`INSERT INTO piece SELECT 1, commitment, salt, data FROM piece WHERE seq = 33`}, []string{"piece 1", "no entry"}},
		"a gate for an override": {[]string{`UPDATE entry SET kind = 'override' WHERE seq = 32`}, []string{"entry 32 is not the one"}},
		"a gate's question":      {[]string{`UPDATE entry SET question = 2 WHERE seq = 32`}, []string{"entry 32 is not the one"}},
		"a gate's policy":        {[]string{`UPDATE entry SET policy = NULL WHERE seq = 32`}, []string{"entry 32 is not the one"}},
		"a settlement":           {[]string{`UPDATE entry SET extra = replace(extra, 'referred', 'cleared') WHERE seq = 35`}, []string{"entry 35 is not the one"}},
		"a settlement's kind":    {[]string{`UPDATE entry SET kind = 'key' WHERE seq = 35`}, []string{"entry 35 is not the one"}},
		"a checkpoint by another": {[]string{`UPDATE entry SET extra = replace(extra, 'vkey', 'vkez') WHERE kind = 'key'`},
			[]string{"entry 1 is not the one"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLog(t)
			r := begin(t, l)
			_, sign := signed(t, l, r)
			for i := range 28 {
				d := decision(fmt.Sprint("S", i))
				d.Question.Use.Party = []string{"", "Acme"}[i%2]
				if i == 0 { // which a piece uses
					d = published("S0")
				}
				mustAppend(t, r, d)
			}
			sign()
			mustAppend(t, r, referred("B"), clearedFor("S0", 2), stopped(30), override()) // 30 to 33
			mustAppend(t, r, by(stopped(30), 33), Settlement{Override: 33, Verdict: policy.Referred, Against: []string{"terms.unread"}})
			for i := range 300 {
				mustAppend(t, r, decision(fmt.Sprint("T", i/20)))
			}
			if v := wantSound(t, l); v.Checkpoints != 1 {
				t.Fatalf("%d checkpoints", v.Checkpoints)
			}
			tamper(t, l.path, tc.statements...)
			wantProblem(t, mustVerify(t, l, Verify{}), tc.says...)
		})
	}
}

// replaced is a statement that replaces bytes in a column.
func replaced(table, column, old, with string) string {
	return fmt.Sprintf(`UPDATE %s SET %s = unhex(replace(hex(%[2]s), hex('%s'), hex('%s')))`, table, column, old, with)
}

// tamper changes a file behind the back of its triggers, as somebody who holds it can.
func tamper(t testing.TB, path string, statements ...string) {
	t.Helper()
	db := rawWriter(t, path)
	triggers := map[string]string{}
	rows, err := db.Query(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		triggers[name] = text
	}
	exec := func(statement string) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	for name := range triggers {
		exec("DROP TRIGGER " + name)
	}
	for _, s := range statements {
		exec(s)
	}
	for _, text := range triggers {
		exec(text)
	}
	db.Close()
}

func TestVerifyAgainst(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	vkey, sign := signed(t, l, r)
	early := sign()
	mustAppend(t, r, decision("A"))
	late := sign()
	if v := mustVerify(t, l, Verify{Against: [][]byte{early, late}, Keys: []string{vkey}}); !v.OK() || v.Checkpoints != 2 {
		t.Errorf("%+v", v)
	}
	other := newLog(t)
	otherKey, signOther := signed(t, other, begin(t, other))
	foreign := signOther()
	wantProblem(t, mustVerify(t, l, Verify{Against: [][]byte{foreign}, Keys: []string{vkey, otherKey}}), "handed in", "is one of the trail")
	wantProblem(t, mustVerify(t, l, Verify{Against: [][]byte{foreign}}), "handed in", "none of the given keys")
	wantProblem(t, mustVerify(t, l, Verify{Keys: []string{otherKey}}), "the checkpoint of 2", "none of the given keys")
	wantProblem(t, mustVerify(t, l, Verify{Against: [][]byte{[]byte("nothing")}}), "handed in", "no signed note")
}

// An old copy of the file that is put back may be read, and not written: it would make a second history under one name.
func TestRestoredBackup(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	sign()
	backup := filepath.Join(t.TempDir(), "backup.db")
	raw := rawWriter(t, l.path)
	if _, err := raw.Exec(`VACUUM INTO ?`, backup); err != nil {
		t.Fatal(err)
	}
	raw.Close()
	mustAppend(t, r, decision("A"))
	note := sign()
	l.Close()
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, l.path, data)
	if _, err := Open(l.path); err == nil {
		t.Error("an old copy may be written")
	} else {
		wantError(t, err, l.path+".anchor", "it has 2 entries, and had 3", "old copy")
	}
	old, err := OpenReadOnly(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	mustGet(t, old, 1)
	wantProblem(t, mustVerify(t, old, Verify{}), "the anchor", "counts 3 entries, the trail had 2")
	wantProblem(t, mustVerify(t, old, Verify{Against: [][]byte{note}}), "handed in", "counts 3 entries")
}

// What was erased and put back by hand is named.
func TestErasureUndone(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	mustAppend(t, r, decision("STORY"))
	raw := rawWriter(t, l.path)
	if _, err := raw.Exec(`CREATE TEMP TABLE kept AS SELECT * FROM reading`); err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Erase("STORY", "asked for"); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{`DROP TRIGGER reading_update`, `UPDATE reading SET (salt, identifier, record, rights, title, parts, own) = (SELECT salt, identifier, record, rights, title, parts, own FROM kept)`} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	wantProblem(t, mustVerify(t, l, Verify{}), "reading 1 is there, though an erasure names it")
}

// Who asked is part of an entry: a run that was altered together with its commitment is no answer.
func TestForgedRun(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	for range 2 * tileWidth {
		mustAppend(t, r, unjudged("x"))
	}
	last := mustAppend(t, r, decision("A"))[0]
	p := salted(leaf.RunLabel, []byte(`{"actor":"mallory","args":[],"opa":"","program":"clearance","version":""}`))
	tamper(t, l.path, fmt.Sprintf(`UPDATE run SET commitment = '%s', salt = x'%x', data = '%s'`, p.Digest, p.Salt, p.Data))
	_, err := l.Get(last)
	wantError(t, err, "entry 0", "altered")
}

// A key is made anew now and then: each checkpoint is checked, and evidence is made, with the one that signed it.
func TestTwoKeys(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	first, signFirst := signed(t, l, r)
	mustAppend(t, r, decision("A"))
	signFirst()
	second, signSecond := signed(t, l, r)
	mustAppend(t, r, decision("B"))
	signFirst() // the old key, by mistake
	if key, err := l.signedBy(signFirst()); err != nil || key != first {
		t.Errorf("signed by %s, %v", key, err)
	}
	mustAppend(t, r, decision("C"))
	if key, err := l.signedBy(signSecond()); err != nil || key != second {
		t.Errorf("signed by %s, %v", key, err)
	}
	wantSound(t, l)
	if v := mustVerify(t, l, Verify{Keys: []string{first, second}}); !v.OK() {
		t.Errorf("%v", v.Problems)
	}
}

// A stored checkpoint that nobody signed is not handed out.
func TestForgedCheckpoint(t *testing.T) {
	l := newLog(t)
	r := begin(t, l)
	_, sign := signed(t, l, r)
	note := sign()
	mustAppend(t, r, decision("A"))
	h, err := readHead(t.Context(), l.readers)
	if err != nil {
		t.Fatal(err)
	}
	origin, _ := l.Origin()
	_, signature, _ := strings.Cut(string(note), "\n\n")
	forged := checkpoint.Checkpoint{Origin: origin, Size: h.size, Root: h.root}.Text() + "\n" + signature
	tamper(t, l.path, fmt.Sprintf(`INSERT INTO checkpoint VALUES (%d, '%s')`, h.size, forged))
	keys, _ := l.Keys()
	if _, err := l.Sign("", keys[0]); err == nil {
		t.Error("it is handed out")
	}
	if s, err := l.Status(); err != nil || !strings.Contains(s.Trouble, "the last checkpoint") {
		t.Errorf("status: %+v, %v", s, err)
	}
}

// With a key of one's own, a trail without its checkpoints is not sound: whoever holds the file can remove them.
func TestCheckpointsRemoved(t *testing.T) {
	l := newLog(t)
	vkey, sign := signed(t, l, begin(t, l))
	wantProblem(t, mustVerify(t, l, Verify{Keys: []string{vkey}}), "never signed")
	sign()
	if v := mustVerify(t, l, Verify{Keys: []string{vkey}}); !v.OK() {
		t.Errorf("%v", v.Problems)
	}
	tamper(t, l.path, `DELETE FROM checkpoint`)
	wantProblem(t, mustVerify(t, l, Verify{Keys: []string{vkey}}), "were removed")
}
