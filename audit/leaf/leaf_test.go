package leaf

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"
)

func digest(s string) string { return Address([]byte(s)) }

// golden are leaves with the bytes and the hash that trails already hold: they never change.
var golden = []struct {
	name       string
	leaf       Leaf
	want, hash string
}{
	{"a decision", Leaf{
		Seq: 120017, Recorded: 1795447593000137, Kind: "decision", Run: 120000, GoodUntil: new(int64(1795500000)),
		Reading: digest("reading"), Question: digest("question"), Input: digest("input"), Outcome: digest("outcome"),
		Policy: digest("policy"), Request: digest("request"),
	}, "decision.json", "moMqkCt6KOsu6U5IIN85fWwNKf4Am2f2xonzusMVufk="},
	{"a run's start", Leaf{Recorded: 0, Kind: "run-start", Body: digest("body")}, "run-start.json", "Fol6aJWOYAh7Utrosi34wyslmTJaIbZORaKoAlbb3X8="},
	{"the largest numbers", Leaf{Seq: MaxInteger, Recorded: MaxInteger, Run: MaxInteger, Kind: "run-end", GoodUntil: new(int64(-1))}, "largest.json", "/cDeK8EMVkT9QwcsUUMjlQl3JPLAIydamF3rlz0Lprg="},
}

func TestGolden(t *testing.T) {
	for _, tc := range golden {
		t.Run(tc.name, func(t *testing.T) {
			want, err := os.ReadFile("testdata/" + tc.want)
			if err != nil {
				t.Fatal(err)
			}
			got := tc.leaf.Append(nil)
			if string(got) != strings.TrimSuffix(string(want), "\n") {
				t.Errorf("the leaf is\n%s, want\n%s", got, want)
			}
			if got := Hash(got).String(); got != tc.hash {
				t.Errorf("its hash is %s, want %s", got, tc.hash)
			}
			back, err := Parse(got)
			if err != nil || string(back.Append(nil)) != string(got) {
				t.Errorf("read back it is %+v, %v", back, err)
			}
			if oracle, err := jcs.Transform(got); err != nil || string(oracle) != string(got) {
				t.Errorf("another implementation writes %s, %v", oracle, err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	good := string(golden[0].leaf.Append(nil))
	for name, tc := range map[string][2]string{
		"an unknown key":       {`"v":1`, `"v":1,"w":2`},
		"another order":        {`"seq":120017,"v":1`, `"v":1,"seq":120017`},
		"white space":          {`"v":1`, `"v": 1`},
		"another form":         {`"v":1`, `"v":2`},
		"a key twice":          {`"run":120000`, `"run":120000,"run":120000`},
		"a number beyond JSON": {`"run":120000`, `"run":9007199254740992`},
		"a number below 0":     {`"run":120000`, `"run":-1`},
		"a kind in capitals":   {`"kind":"decision"`, `"kind":"Decision"`},
		"no kind":              {`"kind":"decision",`, ``},
		"a short digest":       {`"input":"sha256:`, `"input":"sha256:0`},
		"no digest":            {`"input":"sha256:`, `"input":"md5:`},
		"an escape":            {`"kind":"decision"`, `"kind":"\u0064ecision"`},
		"nothing":              {good, ``},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, tc[0], tc[1], 1)
			if bad == good {
				t.Fatal("nothing is spoilt")
			}
			if l, err := Parse([]byte(bad)); err == nil {
				t.Errorf("%s is read as %+v", bad, l)
			}
		})
	}
}

// Whatever is read as a leaf is canonical JSON to another implementation too, and comes out in the same bytes.
func FuzzParse(f *testing.F) {
	for _, tc := range golden {
		f.Add(tc.leaf.Append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := Parse(b)
		if err != nil {
			return
		}
		if got := l.Append(nil); string(got) != string(b) {
			t.Errorf("%s comes out as %s", b, got)
		}
		if oracle, err := jcs.Transform(b); err != nil || string(oracle) != string(b) {
			t.Errorf("another implementation writes %s as %s, %v", b, oracle, err)
		}
		if !json.Valid(b) {
			t.Errorf("%s is no JSON", b)
		}
	})
}

// The bytes after a commitment cannot be shifted into its salt or its label.
func TestCommitment(t *testing.T) {
	const known = "sha256:6852d44dc3e6b570117bb8f5f236deec6374e5c3c87d1c34ecbde0475f3d8aa8"
	if got := Commitment(ReadingLabel, make([]byte, SaltSize), []byte("{}")); got != known {
		t.Errorf("the commitment is %s, want %s", got, known)
	}
	salt := NewSalt()
	if Commitment(ReadingLabel, salt, nil) == Commitment(RunLabel, salt, nil) {
		t.Error("the label makes no difference")
	}
}
