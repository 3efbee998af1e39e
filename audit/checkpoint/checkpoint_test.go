package checkpoint

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "example.com/clearance"

// known is a checkpoint, with a key that signs for it.
func known(t testing.TB) (c Checkpoint, skey, vkey string, signed []byte) {
	t.Helper()
	skey, vkey, err := NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	c = Checkpoint{Origin: origin, Size: 923748, Root: tlog.RecordHash([]byte("an entry"))}
	if signed, err = c.Sign(skey); err != nil {
		t.Fatal(err)
	}
	return c, skey, vkey, signed
}

func TestSignAndOpen(t *testing.T) {
	c, _, vkey, signed := known(t)
	if got, err := Open(signed, vkey); err != nil || got != c {
		t.Errorf("opened it is %+v, %v, want %+v", got, err, c)
	}
	if got, err := Parse(signed); err != nil || got != c {
		t.Errorf("parsed it is %+v, %v, want %+v", got, err, c)
	}
	_, another, _ := NewKey("example.com/witness")
	if got, err := Open(signed, another, vkey, vkey); err != nil || got != c {
		t.Errorf("among several keys it is %+v, %v, want %+v", got, err, c)
	}
	const text = "example.com/clearance\n923748\n"
	if !strings.HasPrefix(c.Text(), text) || strings.Count(c.Text(), "\n") != 3 {
		t.Errorf("its text is %q", c.Text())
	}
}

func TestSignRefuses(t *testing.T) {
	c, skey, vkey, _ := known(t)
	other, _, _ := NewKey("example.com/other")
	negative := c
	negative.Size = -1
	for name, tc := range map[string]struct {
		c    Checkpoint
		skey string
	}{
		"another's key":       {c, other},
		"a public key":        {c, vkey},
		"no key":              {c, ""},
		"a size below 0":      {negative, skey},
		"the zero value":      {Checkpoint{}, skey},
		"a key cut at 1 byte": {c, skey[:len(skey)-1]},
	} {
		t.Run(name, func(t *testing.T) {
			signed, err := tc.c.Sign(tc.skey)
			if err == nil {
				t.Fatalf("it is signed: %s", signed)
			}
			if tc.skey != "" && strings.Contains(err.Error(), tc.skey) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	c, skey, vkey, signed := known(t)
	_, another, _ := NewKey(origin)
	witness, witnessed, _ := NewKey("example.com/witness")
	by, err := note.NewSigner(witness)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := note.Sign(&note.Note{Text: c.Text()}, by)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := func(old, new string) []byte { return bytes.Replace(signed, []byte(old), []byte(new), 1) }
	for name, tc := range map[string]struct {
		msg      []byte
		keys     []string
		unsigned bool
	}{
		"no key":                      {signed, nil, false},
		"a key of the same name":      {signed, []string{another}, true},
		"a witness's key":             {signed, []string{witnessed}, true},
		"a secret key":                {signed, []string{skey}, false},
		"signed under another name":   {elsewhere, []string{vkey, witnessed}, false},
		"another size":                {spoilt("923748", "923749"), []string{vkey}, false},
		"another origin":              {spoilt("clearance\n", "clearings\n"), []string{vkey}, false},
		"no signature":                {[]byte(c.Text()), []string{vkey}, false},
		"an extension that is added":  {spoilt("\n\n", "\nmore\n\n"), []string{vkey}, false},
		"nothing":                     {nil, []string{vkey}, false},
		"a signature twice":           {append(bytes.Clone(signed), signed[bytes.Index(signed, []byte("— ")):]...), []string{vkey}, false},
		"stray bits in its base64":    {strayBits(signed), []string{vkey}, false},
		"a right key and a wrong one": {signed, []string{vkey, "nonsense"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Open(tc.msg, tc.keys...)
			if err == nil || got != (Checkpoint{}) {
				t.Fatalf("it is opened as %+v, %v", got, err)
			}
			if errors.Is(err, ErrUnsigned) != tc.unsigned {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestParse(t *testing.T) {
	const root = "nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI="
	const signature = "\n— example.com/clearance wXyz4wAAAA==\n"
	for name, tc := range map[string]struct {
		text string
		ok   bool
	}{
		"three lines":             {origin + "\n12\n" + root + "\n", true},
		"an extension":            {origin + "\n12\n" + root + "\nmore\nand more\n", true},
		"an empty trail":          {origin + "\n0\n" + root + "\n", true},
		"an empty line inside":    {origin + "\n12\n" + root + "\n\nmore\n", false},
		"an empty origin":         {"\n12\n" + root + "\n", false},
		"two lines":               {origin + "\n12\n", false},
		"a leading zero":          {origin + "\n012\n" + root + "\n", false},
		"a sign":                  {origin + "\n+12\n" + root + "\n", false},
		"below zero":              {origin + "\n-1\n" + root + "\n", false},
		"a space":                 {origin + "\n12 \n" + root + "\n", false},
		"hexadecimal":             {origin + "\n0x12\n" + root + "\n", false},
		"beyond 64 bits":          {origin + "\n9223372036854775808\n" + root + "\n", false},
		"a short root":            {origin + "\n12\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+\n", false},
		"a root without padding":  {origin + "\n12\n" + root[:43] + "\n", false},
		"a root with stray bits":  {origin + "\n12\n" + root[:42] + "J=\n", false},
		"a root in URL's base64":  {origin + "\n12\n" + strings.ReplaceAll(root, "/", "_") + "\n", false},
		"a carriage return":       {origin + "\r\n12\n" + root + "\n", false},
		"larger than it may be":   {origin + "\n12\n" + root + "\n" + strings.Repeat("x", MaxSize) + "\n", false},
		"not UTF-8":               {origin + "\xff\n12\n" + root + "\n", false},
		"no line end at its end ": {origin + "\n12\n" + root, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Parse([]byte(tc.text + signature))
			if (err == nil) != tc.ok {
				t.Fatalf("it is parsed as %+v, %v", c, err)
			}
			if tc.ok && !strings.HasPrefix(tc.text, c.Text()) {
				t.Errorf("it comes out as %q", c.Text())
			}
		})
	}
}

// Another implementation reads what this one writes, and the other way round.
func TestTorchwood(t *testing.T) {
	c, skey, vkey, signed := known(t)
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(origin), torchwood.SingleVerifierPolicy(verifier))
	theirs, opened, err := torchwood.VerifyCheckpoint(signed, policy)
	if err != nil || theirs.Origin != c.Origin || theirs.N != c.Size || theirs.Hash != c.Root || opened.Text != c.Text() {
		t.Errorf("torchwood reads %+v, %v, want %+v", theirs, err, c)
	}

	from, err := torchwood.NewVerifierFromSigner(skey)
	if err != nil || from.KeyHash() != verifier.KeyHash() {
		t.Errorf("torchwood makes another key of the secret one: %v", err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	for name, extension := range map[string]string{"without extension": "", "with extension": "more\n"} {
		written := torchwood.Checkpoint{Origin: origin, Tree: tlog.Tree{N: c.Size, Hash: c.Root}, Extension: extension}
		msg, err := note.Sign(&note.Note{Text: written.String()}, signer)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Open(msg, vkey); err != nil || got != c {
			t.Errorf("torchwood's %s is %+v, %v, want %+v", name, got, err, c)
		}
	}

	witness, _, err := NewKey("example.com/witness")
	if err != nil {
		t.Fatal(err)
	}
	cosigner, err := note.NewSigner(witness)
	if err != nil {
		t.Fatal(err)
	}
	witnessed, err := note.Sign(&note.Note{Text: c.Text()}, signer, cosigner)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Open(witnessed, vkey); err != nil || got != c {
		t.Errorf("witnessed it is %+v, %v", got, err)
	}
}

// strayBits changes bits of a signature's base64 that stand for nothing.
func strayBits(signed []byte) []byte {
	bad := bytes.Clone(signed)
	bad[len(bad)-3]++ // before "=" and the line end; its last two bits are 0
	return bad
}

// What is parsed is read as the same by another implementation, and nothing that was not signed is opened.
func FuzzParse(f *testing.F) {
	c, _, vkey, signed := known(f)
	f.Add(signed)
	f.Add(bytes.Replace(signed, []byte("\n\n"), []byte("\nmore\n\n"), 1))
	f.Add(bytes.Replace(signed, []byte("923748"), []byte("0923748"), 1))
	f.Add([]byte(c.Text()))
	f.Fuzz(func(t *testing.T, msg []byte) {
		opened, err := Open(msg, vkey)
		if err == nil && opened != c {
			t.Errorf("%q is opened as %+v", msg, opened)
		}
		parsed, err := Parse(msg)
		if err != nil {
			return
		}
		text, _, _ := strings.Cut(string(msg), "\n\n")
		theirs, err := torchwood.ParseCheckpoint(text + "\n")
		if err != nil || theirs.Origin != parsed.Origin || theirs.N != parsed.Size || theirs.Hash != parsed.Root {
			t.Errorf("%q is %+v, torchwood reads %+v, %v", msg, parsed, theirs, err)
		}
	})
}
