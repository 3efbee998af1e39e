package evidence_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"

	"clearance/audit/checkpoint"
	"clearance/audit/evidence"
	"clearance/audit/leaf"
	"clearance/rights"
)

// sale is a decision that blocks a sale to a party.
func sale(t testing.TB) evidence.Material {
	t.Helper()
	return material(t, about{record: record, asked: rights.Asked{Action: "sell", Party: "Example Television"}})
}

// Whoever passes a file on and changes something is found.
func TestForged(t *testing.T) {
	m := sale(t)
	good := evidenceOf(t, m)
	other := evidenceOf(t, material(t, about{record: fileOf(t, "nato-russia.txt"), asked: rights.Asked{Action: "publish", Party: "Another"}}))
	raised := load(t, rights.House{Raise: map[string]string{"sale.can_sell": "refer"}})
	strange := evidenceOf(t, material(t, about{record: record, asked: rights.Asked{Action: "sell"}, policy: raised}))
	skey, vkey := key()
	double, doubled, err := checkpoint.NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	_, signed, _ := strings.Cut(good.Proof, "\n\n")
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
	smaller := own
	smaller.Size = 3
	alone := checkpoint.Checkpoint{Origin: origin, Size: 1, Root: leaf.Hash(good.Leaf)}
	l, err := leaf.Parse(good.Leaf)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*evidence.File){
		"another entry's leaf":       func(f *evidence.File) { f.Leaf = other.Leaf },
		"another log's proof":        func(f *evidence.File) { f.Proof = other.Proof },
		"the proof of another entry": func(f *evidence.File) { f.Proof = f.Run.Proof },
		"another index":              func(f *evidence.File) { f.Proof = strings.Replace(f.Proof, "index 3", "index 2", 1) },
		"a proof with a hash more": func(f *evidence.File) {
			f.Proof = string(torchwood.FormatProof(3, append(slices.Clone(m.Proof), tlog.Hash{}), []byte(signed)))
		},
		"a proof with a hash less": func(f *evidence.File) {
			f.Proof = string(torchwood.FormatProof(3, m.Proof[1:], []byte(signed)))
		},
		"a proof with extra data": func(f *evidence.File) {
			f.Proof = string(torchwood.FormatProofWithExtraData(3, []byte("x"), m.Proof, []byte(signed)))
		},
		"a checkpoint that is too small": func(f *evidence.File) {
			f.Proof = string(torchwood.FormatProof(3, m.Proof, sign(smaller, skey)))
		},
		"a checkpoint of a double": func(f *evidence.File) {
			f.Proof = string(torchwood.FormatProof(3, m.Proof, sign(own, double)))
			f.Key = doubled
		},
		"another key's name": func(f *evidence.File) { f.Key = doubled },
		"no key":             func(f *evidence.File) { f.Key = "" },
		"the run on a tree of its own": func(f *evidence.File) {
			f.Run.Proof = string(torchwood.FormatProof(0, nil, sign(alone, skey)))
			f.Run.Leaf = f.Leaf
		},
		"the entry as its run":   func(f *evidence.File) { f.Run.Leaf, f.Run.Proof = f.Leaf, f.Proof },
		"no run":                 func(f *evidence.File) { f.Run = evidence.Run{} },
		"another run's salt":     func(f *evidence.File) { f.Run.Info = &evidence.Salted{Salt: make([]byte, 32), Data: f.Run.Info.Data} },
		"a later leaf":           func(f *evidence.File) { late := l; late.Recorded++; f.Leaf = late.Append(nil) },
		"another policy":         func(f *evidence.File) { f.Policy = strange.Policy },
		"no policy":              func(f *evidence.File) { f.Policy = "" },
		"a policy that is raw":   func(f *evidence.File) { f.Policy = base64.StdEncoding.EncodeToString(m.Bundle) },
		"another question":       func(f *evidence.File) { f.Question = other.Question },
		"no question":            func(f *evidence.File) { f.Question = nil },
		"another input":          func(f *evidence.File) { f.Input = other.Input },
		"no input":               func(f *evidence.File) { f.Input = nil },
		"another outcome":        func(f *evidence.File) { f.Outcome = other.Outcome },
		"no outcome":             func(f *evidence.File) { f.Outcome = nil },
		"another reading":        func(f *evidence.File) { f.Reading = other.Reading },
		"a reading without salt": func(f *evidence.File) { f.Reading = &evidence.Salted{Data: f.Reading.Data} },
		"a reading without data": func(f *evidence.File) { f.Reading = &evidence.Salted{Salt: f.Reading.Salt} },
		"another party":          func(f *evidence.File) { f.Party = other.Party },
		"a party by another name": func(f *evidence.File) {
			f.Party = &evidence.Party{Salt: f.Party.Salt, Name: "Another"}
		},
		"an unjudged record beside it": func(f *evidence.File) { f.Unjudged = f.Reading },
		"an old policy and outcome":    func(f *evidence.File) { f.Policy, f.Outcome, f.Input = strange.Policy, strange.Outcome, strange.Input },
		"everything of another":        func(f *evidence.File) { leaf, proof := f.Leaf, f.Proof; *f = other; f.Leaf, f.Proof = leaf, proof },
		"nothing":                      func(f *evidence.File) { *f = evidence.File{} },
	} {
		t.Run(name, func(t *testing.T) {
			f := good
			spoil(&f)
			r := check(t, f, evidence.Options{})
			if r.OK || r.Decision != nil || r.Unjudged != nil {
				t.Errorf("it is taken: %+v", r)
			}
			var b bytes.Buffer
			if err := r.WriteText(&b); err != nil || strings.HasPrefix(b.String(), "PROVEN") || strings.Contains(b.String(), "BLOCKED") {
				t.Errorf("it says %s, %v", &b, err)
			}
		})
	}
	if r := check(t, good, evidence.Options{}); !r.OK {
		t.Errorf("the good one is %+v", r)
	}
	if r := evidence.Check(t.Context(), good, evidence.Options{}); r.OK {
		t.Error("without a key it is proven")
	}
	if r := check(t, good, evidence.Options{Keys: []string{doubled}}); r.OK {
		t.Error("with another key it is proven")
	}
	if (evidence.Report{}).OK {
		t.Error("the zero report proves something")
	}
}

// What the log's own owner wrote into it, with all digests right, is found where it does not fit together.
func TestOwnerLies(t *testing.T) {
	replace := func(data *[]byte, old, new string) {
		if !bytes.Contains(*data, []byte(old)) {
			t.Fatalf("%s is not in %s", old, *data)
		}
		*data = bytes.Replace(*data, []byte(old), []byte(new), 1)
	}
	sparse := sparseTar(t)
	for name, alter := range map[string]func(*evidence.Material, *leaf.Leaf){
		"a cleared verdict": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Outcome, `"verdict":"blocked"`, `"verdict":"cleared"`)
			l.Outcome = leaf.Address(m.Outcome)
		},
		"an opening that is not": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Outcome, `"verdict":"blocked"`, `"open_for":[{"media":["print"]}],"verdict":"blocked"`)
			l.Outcome = leaf.Address(m.Outcome)
		},
		"an outcome with more": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Outcome, `"verdict":`, `"unseen":1,"verdict":`)
			l.Outcome = leaf.Address(m.Outcome)
		},
		"an outcome in other letters": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Outcome, `{"findings":`, `{"Verdict":"cleared","findings":`)
			l.Outcome = leaf.Address(m.Outcome)
		},
		"an input that was not read": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Input, `"sale":"can_sell"`, `"sale":"cannot_sell"`)
			l.Input = leaf.Address(m.Input)
		},
		"a question with more": func(m *evidence.Material, l *leaf.Leaf) {
			replace(&m.Question, `"use":{`, `"unless":"asked","use":{`)
			l.Question = leaf.Address(m.Question)
		},
		"a party in plain words": func(m *evidence.Material, l *leaf.Leaf) {
			m.Question = bytes.Replace(m.Question, []byte(commitment(leaf.PartyLabel, m.Party)), m.Party.Data, 1)
			m.Party = evidence.Payload{}
			l.Question = leaf.Address(m.Question)
		},
		"a reading with more": func(m *evidence.Material, l *leaf.Leaf) {
			m.Reading = salted(bytes.Replace(m.Reading.Data, []byte(`"rights":`), []byte(`"rightly":1,"rights":`), 1))
			l.Reading = commitment(leaf.ReadingLabel, m.Reading)
		},
		"a reading with a short salt": func(m *evidence.Material, l *leaf.Leaf) {
			m.Reading.Salt = m.Reading.Salt[:8]
			l.Reading = commitment(leaf.ReadingLabel, m.Reading)
		},
		"an end that is not":           func(_ *evidence.Material, l *leaf.Leaf) { l.GoodUntil = new(int64(4e9)) },
		"a decision called a grid":     func(_ *evidence.Material, l *leaf.Leaf) { l.Kind = "avails" },
		"a decision called unjudged":   func(_ *evidence.Material, l *leaf.Leaf) { l.Kind = "unjudged" },
		"a decision called an erasure": func(_ *evidence.Material, l *leaf.Leaf) { l.Kind = "erasure" },
		"a decision with a body":       func(_ *evidence.Material, l *leaf.Leaf) { l.Body = leaf.Address(nil) },
		"no reading in the leaf":       func(m *evidence.Material, l *leaf.Leaf) { l.Reading, m.Reading = "", evidence.Payload{} },
		"no outcome in the leaf":       func(_ *evidence.Material, l *leaf.Leaf) { l.Outcome = "" },
		"no policy in the leaf":        func(_ *evidence.Material, l *leaf.Leaf) { l.Policy = "" },
		"another run":                  func(_ *evidence.Material, l *leaf.Leaf) { l.Run = 0 },
		"a policy that is none": func(m *evidence.Material, l *leaf.Leaf) {
			m.Bundle = []byte("no policy")
			l.Policy = leaf.Address(m.Bundle)
		},
		"an empty policy": func(m *evidence.Material, l *leaf.Leaf) {
			m.Bundle = []byte{}
			l.Policy = leaf.Address(m.Bundle)
		},
		"a policy that unfolds": func(m *evidence.Material, l *leaf.Leaf) {
			m.Bundle = sparse
			l.Policy = leaf.Address(m.Bundle)
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := material(t, about{record: record, asked: rights.Asked{Action: "sell", Party: "Example Television"}, alter: alter})
			f, err := evidence.Make(m)
			if err != nil { // then put together by hand
				f = evidenceOf(t, sale(t))
				f.Leaf, f.Run.Leaf = m.Leaf, m.RunLeaf
				f.Proof = string(torchwood.FormatProof(3, m.Proof, m.Checkpoint))
				f.Run.Proof = string(torchwood.FormatProof(1, m.RunProof, m.Checkpoint))
				f.Question, f.Input, f.Outcome = m.Question, m.Input, m.Outcome
				if f.Party = nil; m.Party.Data != nil {
					f.Party = &evidence.Party{Salt: m.Party.Salt, Name: string(m.Party.Data)}
				}
				if f.Reading = nil; m.Reading.Data != nil {
					f.Reading = &evidence.Salted{Salt: m.Reading.Salt, Data: m.Reading.Data}
				}
			}
			if r := check(t, f, evidence.Options{}); r.OK || r.Decision != nil || status(r, "checkpoint") != evidence.Proven {
				t.Errorf("it is taken: %+v", r)
			}
		})
	}
}

// sparseTar is a tar of a kilobyte whose one file has a terabyte, all of it a hole (the old form of GNU).
func sparseTar(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "a.rego", Mode: 0o644, Typeflag: tar.TypeReg, Format: tar.FormatGNU}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	head := b.Bytes()[:512]
	const terabyte = "20000000000\x00"
	head[156] = 'S'
	copy(head[386:], terabyte+"00000000000\x00") // data of no bytes at its end
	copy(head[483:], terabyte)
	copy(head[148:], "        ") // the sum counts its own field as spaces
	sum := 0
	for _, c := range head {
		sum += int(c)
	}
	copy(head[148:], fmt.Sprintf("%06o\x00 ", sum))
	if h, err := tar.NewReader(bytes.NewReader(b.Bytes())).Next(); err != nil || h.Size < 1<<30 {
		t.Fatalf("it is not sparse: %+v, %v", h, err)
	}
	return b.Bytes()
}

// A grid that is milder than its cells is none.
func TestMilderGrid(t *testing.T) {
	m := about{record: record, asked: rights.Asked{Action: "sell", Territory: []string{"GB", "FR"}}, grid: true}
	m.alter = func(m *evidence.Material, l *leaf.Leaf) {
		m.Outcome = bytes.Replace(m.Outcome, []byte(`"verdict":"blocked"`), []byte(`"verdict":"cleared"`), 1)
		l.Outcome = leaf.Address(m.Outcome)
	}
	if f, err := evidence.Make(material(t, m)); err == nil {
		t.Errorf("it is made: %s", f.Outcome)
	}
}

// A policy that unpacks to more than there is room for is not unpacked.
func TestBomb(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(make([]byte, 40<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f := evidenceOf(t, sale(t))
	f.Policy = base64.StdEncoding.EncodeToString(b.Bytes())
	if bundle, err := f.Bundle(); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("it has %d bytes, %v", len(bundle), err)
	}
	if r := check(t, f, evidence.Options{}); r.OK {
		t.Error("it is taken")
	}
}

func TestMakeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*evidence.Material){
		"no leaf":              func(m *evidence.Material) { m.Leaf = nil },
		"no proof":             func(m *evidence.Material) { m.Proof = nil },
		"no checkpoint":        func(m *evidence.Material) { m.Checkpoint = nil },
		"no key":               func(m *evidence.Material) { m.Key = "" },
		"no run":               func(m *evidence.Material) { m.RunLeaf = nil },
		"the run of another":   func(m *evidence.Material) { m.RunLeaf, m.RunProof = m.Leaf, m.Proof },
		"no policy":            func(m *evidence.Material) { m.Bundle = nil },
		"no outcome":           func(m *evidence.Material) { m.Outcome = nil },
		"no input":             func(m *evidence.Material) { m.Input = nil },
		"no question":          func(m *evidence.Material) { m.Question = nil },
		"what is no JSON":      func(m *evidence.Material) { m.Outcome = []byte("{") },
		"a reading of another": func(m *evidence.Material) { m.Reading = salted([]byte("{}")) },
	} {
		t.Run(name, func(t *testing.T) {
			m := sale(t)
			spoil(&m)
			if f, err := evidence.Make(m); err == nil {
				t.Errorf("it is made: %+v", f)
			}
		})
	}
}
