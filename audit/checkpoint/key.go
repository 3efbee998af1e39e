package checkpoint

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// maxKeySize bounds a key's file in bytes. A key has about 100, and the name.
const maxKeySize = 4096

// NewKey makes an Ed25519 key that signs for a trail: skey is secret, vkey is for whoever checks. The origin names the trail, best by a
// host and a path that nobody else uses, such as example.com/clearance; it has no spaces and no "+".
func NewKey(origin string) (skey, vkey string, err error) {
	if origin == "" || !utf8.ValidString(origin) || strings.ContainsFunc(origin, func(r rune) bool { return r == '+' || !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		return "", "", fmt.Errorf("making a key: the origin %q is no plain name: use one such as example.com/clearance, without spaces and +", origin)
	}
	if skey, vkey, err = note.GenerateKey(rand.Reader, origin); err != nil {
		return "", "", fmt.Errorf("making a key for %q: %w", origin, err)
	}
	return skey, vkey, nil
}

// WriteKey writes a secret key to a new file that only its owner may read. It never writes over a file: a key that is lost ends a trail.
func WriteKey(path, skey string) (err error) {
	if _, err := verifierOf(skey); err != nil {
		return fmt.Errorf("writing a key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("writing a key: %s is there already and may be in use: name another file", path)
	}
	if err != nil {
		return fmt.Errorf("writing a key: %w", err)
	}
	if err := writeThrough(f, []byte(skey+"\n")); err != nil {
		return errors.Join(fmt.Errorf("writing a key: %w", err), os.Remove(path))
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("writing a key: %w", err)
	}
	return nil
}

// ReadKey reads a secret key, and gives the public one that belongs to it. It refuses a file that others than its owner may read.
func ReadKey(path string) (skey, vkey string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", "", fmt.Errorf("reading the key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", "", fmt.Errorf("reading the key: %w", err)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" { // Windows keeps permissions elsewhere
		return "", "", fmt.Errorf("reading the key: others than its owner may use %s (mode %04o): run chmod 600 on it, and make a new key if somebody had it", path, mode)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxKeySize))
	if err != nil {
		return "", "", fmt.Errorf("reading the key: %w", err)
	}
	skey = strings.TrimSpace(string(content))
	if vkey, err = verifierOf(skey); err != nil {
		return "", "", fmt.Errorf("reading the key: %s: %w", path, err)
	}
	return skey, vkey, nil
}

// verifierOf gives the public key that belongs to a secret one, PRIVATE+KEY+NAME+HASH+base64 of an algorithm byte and a seed. Its errors
// hold nothing of the key.
func verifierOf(skey string) (vkey string, err error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return "", errors.New("it holds no secret key: use a file that keygen made")
	}
	parts := strings.SplitN(skey, "+", 5) // the last may have a "+" of its own
	key, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(key) != 1+ed25519.SeedSize {
		return "", errors.New("it holds no Ed25519 key: use a file that keygen made")
	}
	public := ed25519.NewKeyFromSeed(key[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(signer.Name(), public)
}
