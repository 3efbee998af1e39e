package evidence_test

import (
	"bytes"
	"strings"
	"testing"

	"clearance/audit/evidence"
)

func TestReadRefuses(t *testing.T) {
	good := string(written(t, evidenceOf(t, sale(t))))
	if _, err := evidence.Read(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string][2]string{
		"an unknown key":            {`"format"`, `"more":1,"format"`},
		"an unknown key inside":     {`"run": {`, `"run": {"more":1,`},
		"a key twice":               {`"format"`, `"format":"clearance/evidence/v1","format"`},
		"a key twice inside":        {`"outcome": {`, `"outcome": {"verdict":"cleared",`},
		"a key in other letters":    {"\n \"policy\":", "\n \"Policy\":"},
		"a key again in capitals":   {"\n \"policy\":", "\n \"POLICY\":\"\",\"policy\":"},
		"a key inside in capitals":  {`"salt":`, `"SALT":`},
		"null":                      {`"party": {`, `"unjudged": null, "party": {`},
		"another form":              {"evidence/v1", "evidence/v2"},
		"more behind it":            {good, good + "{}"},
		"something behind it":       {good, good + "\x00"},
		"half of it":                {good, good[:len(good)/2]},
		"nothing":                   {good, ""},
		"null alone":                {good, "null"},
		"a list":                    {good, "[" + good + "]"},
		"a number beyond JSON":      {`"v": 1`, `"v": 1e0`},
		"a salt with a line end":    {`"salt": "`, `"salt": "\n`},
		"a byte that is not UTF-8":  {`"Example Television"`, "\"Example \xff\""},
		"another type":              {`"key": "`, `"key": 1, "x": "`},
		"a string where JSON stood": {`"question": {`, `"question": "", "x": {`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, tc[0], tc[1], 1)
			if bad == good {
				t.Fatal("nothing is spoilt")
			}
			if f, err := evidence.Read(strings.NewReader(bad)); err == nil {
				t.Errorf("it is read: %.300s", written(t, f))
			}
		})
	}
	endless := strings.Repeat(" ", evidence.MaxSize+2)
	if _, err := evidence.Read(strings.NewReader(good + endless)); err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("what is too large is read: %v", err)
	}
}

// TestEveryByte changes bytes of the file, one at a time: either nothing that it says has changed, or it is not proven.
func TestEveryByte(t *testing.T) {
	f := evidenceOf(t, sale(t))
	good := written(t, f)
	says := canonical(t, f)
	bundle, err := f.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	from := bytes.Index(good, []byte(f.Policy))
	few, many := 7, 97 // the policy is most of the file
	if testing.Short() {
		few, many = 101, 1009
	}
	taken := 0
	for i := 0; i < len(good); i += few {
		if i >= from && i < from+len(f.Policy) {
			i += many
		}
		if i >= len(good) {
			break
		}
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 7)
		got, err := evidence.Read(bytes.NewReader(bad))
		if err != nil {
			continue
		}
		taken++
		same := got
		if b, err := got.Bundle(); err == nil && bytes.Equal(b, bundle) {
			same.Policy = f.Policy
		}
		if bytes.Equal(canonical(t, same), says) {
			continue
		}
		if r := check(t, got, evidence.Options{}); r.OK || r.Decision != nil {
			t.Errorf("byte %d, %q for %q, is not found", i, bad[i], good[i])
		}
	}
	if taken < 10 {
		t.Errorf("only %d of the changed files could be read: this shows nothing", taken)
	}
}

// Whatever is read and checked, nothing is proven but what was made, and nothing breaks down. An entry that is no decision is small,
// since its policy is not asked, and is checked in full all the same.
func FuzzCheck(f *testing.F) {
	whole := evidenceOf(f, unjudged(f, strings.Repeat("0", 64)))
	good := written(f, whole)
	f.Add(good)
	f.Add(bytes.Replace(good, []byte("index 3"), []byte("index 9"), 1))
	f.Add([]byte(`{"format":"clearance/evidence/v1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := evidence.Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		r := check(t, file, evidence.Options{})
		if r.Decision != nil {
			t.Errorf("%s is a decision", b)
		}
		says := whole
		says.Policy = file.Policy // compared when it is unpacked
		if file.Unjudged == nil {
			says.Unjudged = nil // may be left out
		}
		if file.Run.Info == nil {
			says.Run.Info = nil
		}
		if r.OK && !bytes.Equal(canonical(t, file), canonical(t, says)) {
			t.Errorf("%s is proven", b)
		}
	})
}
