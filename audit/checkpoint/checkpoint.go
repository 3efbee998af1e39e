// Package checkpoint makes and reads signed statements of what a trail held: how many entries, and the root of its tree.
//
// A checkpoint is a C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): a note of three lines with Ed25519 signatures below. Whoever
// has one from before can see whether today's trail still holds what it held then.
package checkpoint

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// MaxSize is how many bytes the note of a checkpoint may have. Ours have about 200; a hundred signatures of witnesses fit too.
const MaxSize = 1 << 16

// Checkpoint says what a trail held.
type Checkpoint struct {
	Origin string    // the trail's name, the same as that of the key that signs for it
	Size   int64     // how many entries it had
	Root   tlog.Hash // of the tree over them (RFC 6962)
}

// Text is what is signed: three lines with the origin, the size in decimal, and the root in base64.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// Parse reads the note of a checkpoint without checking a signature: it may come from anyone. The note must be well-formed, the size as
// this package writes it, and the root of 32 bytes. Extension lines, which the form allows below the root, are passed over.
func Parse(msg []byte) (Checkpoint, error) {
	if len(msg) > MaxSize {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: %d bytes are over the limit of %d", len(msg), MaxSize)
	}
	_, err := note.Open(msg, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: it is no signed note")
	}
	if !exact(msg, unverified.Note) {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: its signatures are not written as they should be")
	}
	return parse(unverified.Note.Text)
}

// exact reports whether a note is written in the one way there is: each signature once, in strict base64. Others would read the same
// from different bytes.
func exact(msg []byte, n *note.Note) bool {
	written := n.Text + "\n"
	for _, s := range n.UnverifiedSigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return false
		}
		written += "— " + s.Name + " " + s.Base64 + "\n"
	}
	return written == string(msg)
}

// parse reads the text of a note, which ends in a line end.
func parse(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: it has %d lines, not an origin, a size and a root", len(lines))
	}
	for i, line := range lines {
		if line == "" {
			return Checkpoint{}, fmt.Errorf("reading a checkpoint: its line %d is empty", i+1)
		}
	}
	c := Checkpoint{Origin: lines[0]}
	var err error
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 || strconv.FormatInt(c.Size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: its size %q is no plain decimal number", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("reading a checkpoint: its root %q is not %d bytes in base64", lines[2], tlog.HashSize)
	}
	c.Root = tlog.Hash(root)
	return c, nil
}

// Sign gives the note of a checkpoint, signed with a key from NewKey or ReadKey. The key's name must be the checkpoint's origin.
func (c Checkpoint) Sign(skey string) ([]byte, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint: the key is not one of ours: use one that keygen made") // nothing of a key goes into an error
	}
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("signing a checkpoint of %q: the key is that of %q: use the trail's own", c.Origin, signer.Name())
	}
	if c.Size < 0 {
		return nil, fmt.Errorf("signing a checkpoint of %q: its size %d is below 0", c.Origin, c.Size)
	}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint of %q: %w", c.Origin, err)
	}
	return signed, nil
}

// ErrUnsigned means that none of the keys that a checkpoint was checked with has signed it.
var ErrUnsigned = errors.New("none of the given keys has signed it")

// Open reads a note and checks it with public keys: at least one that bears the name of the origin must have signed it, and no signature
// by any of them may be wrong. What others have signed, such as witnesses, is passed over.
func Open(msg []byte, vkeys ...string) (Checkpoint, error) {
	verifiers, err := verifiers(vkeys)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checking a checkpoint: %w", err)
	}
	c, err := Parse(msg)
	if err != nil {
		return Checkpoint{}, err
	}
	signed, err := note.Open(msg, note.VerifierList(verifiers...))
	var unverified *note.UnverifiedNoteError
	if errors.As(err, &unverified) {
		return Checkpoint{}, fmt.Errorf("checking a checkpoint of %q: %w", c.Origin, ErrUnsigned)
	}
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checking a checkpoint of %q: %w", c.Origin, err)
	}
	for _, signature := range signed.Sigs {
		if signature.Name == c.Origin {
			return c, nil
		}
	}
	return Checkpoint{}, fmt.Errorf("checking a checkpoint of %q: it is signed by a key of another name, %q", c.Origin, signed.Sigs[0].Name)
}

// verifiers reads public keys, each once.
func verifiers(vkeys []string) ([]note.Verifier, error) {
	if len(vkeys) == 0 {
		return nil, errors.New("no public key is given")
	}
	var all []note.Verifier
	seen := map[string]bool{}
	for _, vkey := range vkeys {
		if seen[vkey] {
			continue
		}
		seen[vkey] = true
		v, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, fmt.Errorf("%q is no public key: give the whole line NAME+HASH+KEY that keygen printed", vkey)
		}
		all = append(all, v)
	}
	return all, nil
}
