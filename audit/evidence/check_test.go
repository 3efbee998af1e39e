package evidence_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/evidence"
	"clearance/audit/leaf"
	"clearance/policy"
	"clearance/rights"
)

var update = flag.Bool("update", false, "rewrite the reports")

// What was asked in a run that went on with another is proven like any other.
func TestProvenResumed(t *testing.T) {
	info.Resumes = new(int64(0))
	t.Cleanup(func() { info.Resumes = nil })
	f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}}))
	if r := check(t, f, evidence.Options{}); !r.OK || r.Decision.By == nil || r.Decision.By.Resumes == nil || *r.Decision.By.Resumes != 0 {
		t.Errorf("it is not proven: %+v", r)
	}
}

// Stories, uses and kinds that everything holds for.
func TestProven(t *testing.T) {
	house, err := os.ReadFile("../../testdata/house.yaml")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := rights.ReadHouse(house)
	if err != nil {
		t.Fatal(err)
	}
	ours := load(t, facts)
	latin := strings.Replace(record, "Ministers meet", "Ministers \x93meet\x94", 1)
	for name, tc := range map[string]struct {
		about
		verdict policy.Verdict
	}{
		"blocked, open elsewhere": {about{record: record, asked: rights.Asked{Action: "sell"}}, policy.Blocked},
		"cleared":                 {about{record: strings.Replace(record, "NO USE UK", "None", 1), asked: rights.Asked{Action: "sell"}}, policy.Cleared},
		"a party":                 {about{record: record, asked: rights.Asked{Action: "sell", Party: "Example Television"}, policy: ours}, policy.Blocked},
		"a real story":            {about{record: fileOf(t, "nato-russia.txt"), asked: rights.Asked{Action: "publish", Territory: []string{"EU"}}}, ""},
		"another":                 {about{record: fileOf(t, "launch.txt"), asked: rights.Asked{Action: "train"}, policy: ours}, ""},
		"Windows-1252":            {about{record: strings.Replace(latin, "NO USE UK", "NO USE \x93UK\x94", 1), asked: rights.Asked{Action: "sell"}}, ""},
		"a grid":                  {about{record: record, asked: rights.Asked{Action: "sell", Territory: []string{"GB", "FR", "DE"}}, grid: true}, policy.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			f := evidenceOf(t, material(t, tc.about))
			r := check(t, f, evidence.Options{Record: []byte(tc.record)})
			if !r.OK || r.Decision == nil || tc.verdict != "" && r.Decision.Verdict != tc.verdict {
				t.Fatalf("it is not proven: %+v", r)
			}
			for _, s := range r.Statements {
				if s.Status != evidence.Proven && s.Name != "recorded" || s.Status == evidence.Proven && s.Rests == "" || s.Says == "" {
					t.Errorf("it says %+v", s)
				}
			}
			for _, want := range []string{"again", "follows", "words", "record", "read-again"} {
				if want == "words" && tc.grid {
					continue
				}
				if status(r, want) != evidence.Proven {
					t.Errorf("%s is %q", want, status(r, want))
				}
			}
			var text, program bytes.Buffer
			if err := r.WriteText(&text); err != nil || !strings.HasPrefix(text.String(), "PROVEN") {
				t.Errorf("as text it is %s, %v", &text, err)
			}
			if err := r.WriteJSON(&program); err != nil || !strings.Contains(program.String(), `"ok": true`) {
				t.Errorf("as JSON it is %s, %v", &program, err)
			}
		})
	}
}

var volatile = regexp.MustCompile(`[0-9a-f]{64}|[A-Za-z0-9+/]{43}=|OPA v?[0-9][0-9.]*[0-9]`)

// TestGolden compares whole reports, but for digests and versions. With -update it writes them.
func TestGolden(t *testing.T) {
	whole := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell", Party: "Example Television"}}))
	erased := whole
	erased.Reading, erased.Party, erased.Run.Info = nil, nil, nil
	spoilt := whole
	spoilt.Outcome = bytes.Replace(whole.Outcome, []byte("blocked"), []byte("cleared"), 1)
	for name, tc := range map[string]struct {
		f evidence.File
		o evidence.Options
	}{
		"whole": {whole, evidence.Options{Record: []byte(record)}}, "erased": {erased, evidence.Options{}}, "spoilt": {spoilt, evidence.Options{}},
		"unjudged": {evidenceOf(t, unjudged(t, "")), evidence.Options{}},
		"grid":     {evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "publish", Territory: []string{"GB", "FR"}}, grid: true})), evidence.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := check(t, tc.f, tc.o).WriteText(&b); err != nil {
				t.Fatal(err)
			}
			got := volatile.ReplaceAllString(b.String(), "…")
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || got != string(want) {
				t.Errorf("it says\n%s\nwant\n%s%v", got, want, err)
			}
		})
	}
}

// What was erased is said to be erased, does not fail, and never stands for something proven.
func TestErased(t *testing.T) {
	f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell", Party: "Example Television"}}))
	for name, tc := range map[string]struct {
		erase func(*evidence.File)
		want  []string
	}{
		"reading": {func(f *evidence.File) { f.Reading = nil }, []string{"reading", "follows", "open-for", "words"}},
		"party":   {func(f *evidence.File) { f.Party = nil }, []string{"party", "follows", "open-for"}},
		"run":     {func(f *evidence.File) { f.Run.Info = nil }, []string{"run"}},
	} {
		t.Run(name, func(t *testing.T) {
			less := f
			tc.erase(&less)
			r := check(t, less, evidence.Options{})
			if !r.OK || r.Decision == nil || r.Decision.Verdict != policy.Blocked || status(r, "again") != evidence.Proven {
				t.Fatalf("it is %+v", r)
			}
			for _, want := range tc.want {
				if status(r, want) != evidence.Erased {
					t.Errorf("%s is %q", want, status(r, want))
				}
			}
			again, err := evidence.Read(bytes.NewReader(written(t, less)))
			if err != nil || !check(t, again, evidence.Options{}).OK {
				t.Errorf("read back it is broken: %v", err)
			}
		})
	}
	grid := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell", Territory: []string{"GB"}}, grid: true}))
	grid.Reading = nil
	if r := check(t, grid, evidence.Options{}); !r.OK || status(r, "again") != evidence.Erased {
		t.Errorf("a grid without its reading is %+v", r)
	}
	none := evidenceOf(t, unjudged(t, strings.Repeat("0", 64)))
	none.Unjudged = nil
	if r := check(t, none, evidence.Options{}); !r.OK || status(r, "unjudged") != evidence.Erased || r.Unjudged != nil {
		t.Errorf("an unjudged record that was erased is %+v", r)
	}
}

func TestRecord(t *testing.T) {
	f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}}))
	for name, tc := range map[string]struct {
		record string
		ok     bool
	}{
		"itself":            {record, true},
		"among others":      {strings.Replace(record, "Paris", "Lyon", 1) + "\n" + record, true},
		"behind stray text": {"stray text\n" + record, true},
		"one byte off":      {strings.Replace(record, "NO USE", "NO  USE", 1), false},
		"nothing":           {"", false},
		"no record":         {"\x00\x01", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, f, evidence.Options{Record: []byte(tc.record)})
			if r.OK != tc.ok || (status(r, "record") == evidence.Proven) != tc.ok {
				t.Errorf("it is %+v", r)
			}
		})
	}
	erased := f
	erased.Reading = nil
	if r := check(t, erased, evidence.Options{Record: []byte(record)}); !r.OK || status(r, "record") != evidence.NotProven {
		t.Errorf("with an erased reading it is %+v", r)
	}
}

// A log's owner who writes a reading that the record does not bear out is found as soon as the record is there.
func TestRecordDiffers(t *testing.T) {
	lie := func(m *evidence.Material, l *leaf.Leaf) {
		m.Reading = salted(bytes.Replace(m.Reading.Data, []byte("PARIS"), []byte("LYON!"), 1))
		if bytes.Equal(m.Reading.Data, nil) || !bytes.Contains(m.Reading.Data, []byte("LYON!")) {
			t.Fatal("nothing is spoilt")
		}
		l.Reading = commitment(leaf.ReadingLabel, m.Reading)
	}
	shots := strings.Replace(record, "(POOL)", "(POOL - PARIS OUT)", 1)
	f := evidenceOf(t, material(t, about{record: shots, asked: rights.Asked{Action: "archive"}, alter: lie}))
	r := check(t, f, evidence.Options{Record: []byte(shots)})
	if r.OK || status(r, "read-again") != evidence.Broken {
		t.Errorf("it is %+v", r)
	}
}

func TestAgainst(t *testing.T) {
	skey, vkey := key()
	f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}}))
	_, signed, _ := strings.Cut(f.Proof, "\n\n")
	own, err := checkpoint.Open([]byte(signed), vkey)
	if err != nil {
		t.Fatal(err)
	}
	sign := func(c checkpoint.Checkpoint, skey string) []byte {
		b, err := c.Sign(skey)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	forked, later := own, own
	forked.Root[0]++
	later.Size++
	elsewhere := own
	elsewhere.Origin = "clearance/elsewhere"
	stranger, strange, err := checkpoint.NewKey(elsewhere.Origin)
	if err != nil {
		t.Fatal(err)
	}
	double, _, err := checkpoint.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		note []byte
		ok   bool
		want evidence.Status
	}{
		"the same":            {[]byte(signed), true, evidence.Proven},
		"another history":     {sign(forked, skey), false, evidence.Broken},
		"a later one":         {sign(later, skey), true, evidence.NotProven},
		"another log":         {sign(elsewhere, stranger), false, evidence.Broken},
		"signed by a double":  {sign(own, double), false, evidence.Broken},
		"nothing":             {[]byte{}, false, evidence.Broken},
		"without a signature": {[]byte(own.Text()), false, evidence.Broken},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, f, evidence.Options{Keys: []string{vkey, strange}, Against: tc.note})
			if r.OK != tc.ok || status(r, "seen-elsewhere") != tc.want {
				t.Errorf("it is %+v", r)
			}
		})
	}
}

// Another implementation checks the proofs in the file with nothing but the leaf and the key.
func TestTorchwood(t *testing.T) {
	_, vkey := key()
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	trusted := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(origin), torchwood.SingleVerifierPolicy(verifier))
	f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}}))
	for name, tc := range map[string]struct {
		leaf  []byte
		proof string
	}{"entry": {f.Leaf, f.Proof}, "run": {f.Run.Leaf, f.Run.Proof}} {
		if err := torchwood.VerifyProof(trusted, tlog.RecordHash(tc.leaf), []byte(tc.proof)); err != nil {
			t.Errorf("torchwood refuses the proof of the %s: %v", name, err)
		}
		if err := torchwood.VerifyProof(trusted, tlog.RecordHash(append(tc.leaf, ' ')), []byte(tc.proof)); err == nil {
			t.Errorf("torchwood takes anything for the %s", name)
		}
	}
}

// What another reader has read is shown as far as it is known, and never taken for something that was compared.
func TestOtherReader(t *testing.T) {
	for name, change := range map[string][2]string{
		"the same form": {`"reader":"` + rights.ReaderVersion + `"`, `"reader":"0"`},
		"another form":  {`"reader":"` + rights.ReaderVersion + `"`, `"reader":"0","more":1`},
	} {
		t.Run(name, func(t *testing.T) {
			alter := func(m *evidence.Material, l *leaf.Leaf) {
				data := bytes.Replace(m.Reading.Data, []byte(change[0]), []byte(change[1]), 1)
				m.Reading = salted(canonical(t, json.RawMessage(data)))
				l.Reading = commitment(leaf.ReadingLabel, m.Reading)
			}
			f := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}, alter: alter}))
			r := check(t, f, evidence.Options{Record: []byte(record)})
			if !r.OK || status(r, "again") != evidence.Proven || status(r, "record") != evidence.Proven {
				t.Fatalf("it is %+v", r)
			}
			for _, want := range []string{"follows", "open-for", "read-again"} {
				if status(r, want) != evidence.NotProven {
					t.Errorf("%s is %q", want, status(r, want))
				}
			}
			if foreign := name == "another form"; (r.Decision.Story == nil) != foreign || (status(r, "words") == evidence.NotProven) != foreign {
				t.Errorf("it shows %+v", r.Decision)
			}
		})
	}
}
