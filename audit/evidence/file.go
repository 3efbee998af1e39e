// Package evidence is the portable proof of one decision: a file that a stranger can check offline, with the log's public key alone.
//
// The file holds an entry's leaf, what the leaf commits to, the policy, and C2SP tlog-proofs (https://c2sp.org/tlog-proof) that the leaf is
// part of a signed tree. [Check] believes nothing in it: it starts from the keys of whoever checks. It needs no database and no cgo.
package evidence

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"clearance/audit/leaf"
)

// Format names the form of the file.
const Format = "clearance/evidence/v1"

// MaxSize is how many bytes a file may have. A reading holds at most a record of 16 MiB, in few places twice.
const MaxSize = 64 << 20

// File is the evidence for one decision. JSON objects stand in it as the trail stores them, but for white space.
type File struct {
	Format string          `json:"format"`
	Leaf   json.RawMessage `json:"leaf"`  // of the entry, see package leaf
	Proof  string          `json:"proof"` // a C2SP tlog-proof of the leaf, with the checkpoint
	Run    Run             `json:"run"`

	Question json.RawMessage `json:"question,omitempty"` // a party stands there as its commitment
	Party    *Party          `json:"party,omitempty"`    // absent where the question names none, or it was erased
	Reading  *Salted         `json:"reading,omitempty"`  // absent where it was erased
	Input    json.RawMessage `json:"input,omitempty"`
	Outcome  json.RawMessage `json:"outcome,omitempty"`
	Unjudged *Salted         `json:"unjudged,omitempty"` // in the place of reading, input and outcome, where the record could not be judged
	Policy   string          `json:"policy"`             // the bundle's exact bytes, with gzip, in base64

	Key string `json:"key"` // the log's public key, for information: whoever checks brings their own
}

// Run is the first entry of the run that the decision was made in.
type Run struct {
	Leaf  json.RawMessage `json:"leaf"`
	Proof string          `json:"proof"`
	Info  *Salted         `json:"info,omitempty"` // program, version, opa, actor and args; absent where it was erased
}

// Salted is JSON that a leaf commits to with a salt.
type Salted struct {
	Salt []byte          `json:"salt"` // in base64
	Data json.RawMessage `json:"data"`
}

// Party is a name that a question commits to with a salt.
type Party struct {
	Salt []byte `json:"salt"` // in base64
	Name string `json:"name"`
}

// Write writes the file as JSON, for people to read too.
func (f File) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(f); err != nil {
		return fmt.Errorf("writing evidence: %w", err)
	}
	return nil
}

// Read reads a file. It refuses one that is over MaxSize, that is of another form, or with anything in it that Check would not look at:
// unknown keys, a key twice or in other letters, more after its end.
func Read(r io.Reader) (File, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return File{}, fmt.Errorf("reading evidence: %w", err)
	}
	if len(content) > MaxSize {
		return File{}, fmt.Errorf("reading evidence: it is over the limit of %d bytes", MaxSize)
	}
	f, err := parse(content)
	if err != nil {
		return File{}, fmt.Errorf("reading evidence: %w", err)
	}
	return f, nil
}

func parse(content []byte) (File, error) {
	if !json.Valid(content) {
		return File{}, errors.New("it is no JSON: the file is damaged, or is none that clearance made")
	}
	plain, err := leaf.Canonical(json.RawMessage(content)) // refuses what JSON readers may see differently
	if err != nil {
		return File{}, err
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(plain))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return File{}, err
	}
	if f.Format != Format {
		return File{}, fmt.Errorf("its form is %q, this program knows %q: use another version", f.Format, Format)
	}
	if again, err := leaf.Canonical(f); err != nil || !bytes.Equal(again, plain) {
		return File{}, errors.New("it has something in it that this program would pass over: take a file that clearance made")
	}
	return f, nil
}

// maxBundle is how many bytes a policy may have. Ours has about 200 KB.
const maxBundle = 32 << 20

// gzipHead is how the packed policy begins: no name, no time, no comment (RFC 1952), so that nothing is in it that nobody looks at.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0}

// Bundle gives the exact bytes of the policy.
func (f File) Bundle() ([]byte, error) {
	packed, err := base64.StdEncoding.Strict().DecodeString(f.Policy)
	if err != nil {
		return nil, errors.New("it is not in base64")
	}
	return unpack(packed)
}
