package evidence_test

import (
	"os"
	"path/filepath"
	"testing"

	"clearance/audit/evidence"
)

// TestKept checks a file that an earlier version made: evidence must hold for years. Where it does not, somebody has evidence that
// does not hold any more. If records are read in another way now, change rights.ReaderVersion. -update makes the file anew.
func TestKept(t *testing.T) {
	path := func(name string) string { return filepath.Join("testdata", "kept", name) }
	if *update {
		f := evidenceOf(t, sale(t))
		for name, content := range map[string][]byte{"sale.json": written(t, f), "key.txt": []byte(f.Key + "\n"), "record.txt": []byte(record), "checkpoint.txt": noteOf(f)} {
			if err := os.WriteFile(path(name), content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	given := evidence.Given{File: path("sale.json"), Keys: []string{path("key.txt")}, Record: path("record.txt"), Against: path("checkpoint.txt")}
	r, err := given.Check(t.Context())
	if err != nil || !r.OK || r.Decision == nil {
		t.Fatalf("it is %+v, %v", r, err)
	}
	for _, want := range []string{"seen-elsewhere", "again", "record"} {
		if status(r, want) != evidence.Proven {
			t.Errorf("%s is %q", want, status(r, want))
		}
	}
}

func TestGiven(t *testing.T) {
	good := evidence.Given{File: "testdata/kept/sale.json", Keys: []string{"testdata/kept/key.txt"}}
	skey, vkey := key()
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, tc := range map[string]struct {
		spoil func(*evidence.Given)
		err   bool
		ok    bool
	}{
		"as it is":               {func(*evidence.Given) {}, false, true},
		"the key itself":         {func(g *evidence.Given) { g.Keys = []string{vkey} }, false, true},
		"several keys in a file": {func(g *evidence.Given) { g.Keys = []string{file("keys", "\n"+vkey+"\n"+vkey+"\n")} }, false, true},
		"no key":                 {func(g *evidence.Given) { g.Keys = nil }, true, false},
		"an empty file of keys":  {func(g *evidence.Given) { g.Keys = []string{file("empty", "\n")} }, true, false},
		"a secret key":           {func(g *evidence.Given) { g.Keys = []string{file("secret", skey)} }, true, false},
		"a missing key":          {func(g *evidence.Given) { g.Keys = []string{"missing"} }, true, false},
		"a garbled key":          {func(g *evidence.Given) { g.Keys = []string{vkey[:len(vkey)-9] + "AAAAAAAA="} }, false, false},
		"a missing file":         {func(g *evidence.Given) { g.File = "missing" }, true, false},
		"another file":           {func(g *evidence.Given) { g.File = "given.go" }, true, false},
		"a missing record":       {func(g *evidence.Given) { g.Record = "missing" }, true, false},
		"an empty record":        {func(g *evidence.Given) { g.Record = file("record", "") }, false, false},
		"a missing checkpoint":   {func(g *evidence.Given) { g.Against = "missing" }, true, false},
		"an empty checkpoint":    {func(g *evidence.Given) { g.Against = file("note", "") }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := good
			tc.spoil(&g)
			r, err := g.Check(t.Context())
			if (err != nil) != tc.err || r.OK != tc.ok {
				t.Errorf("it is %v, %v", r.OK, err)
			}
		})
	}
}
