package leaf

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// Labels keep commitments to different things apart. A trail that holds them depends on them for ever.
const (
	ReadingLabel  = "clearance/reading/v1\n"
	UnjudgedLabel = "clearance/unjudged/v1\n"
	RunLabel      = "clearance/run/v1\n"
	PartyLabel    = "clearance/party/v1\n"
	PieceLabel    = "clearance/piece/v1\n"
)

// SaltSize is the length of a salt in bytes.
const SaltSize = 32

const digestPrefix = "sha256:"

// Address is the name of bytes: their SHA-256.
func Address(data []byte) string { return Named(Sum(data)) }

// Commitment promises bytes without giving them away: SHA-256 of label, salt and bytes. Once the salt is gone it says nothing.
func Commitment(label string, salt, data []byte) string { return Named(Sum([]byte(label), salt, data)) }

// Sum is the SHA-256 of bytes, one after the other.
func Sum(all ...[]byte) []byte {
	h := sha256.New()
	for _, bytes := range all {
		h.Write(bytes)
	}
	return h.Sum(nil)
}

// Named is the digest of a SHA-256.
func Named(sum []byte) string {
	b := make([]byte, 0, len(digestPrefix)+2*sha256.Size)
	return string(hex.AppendEncode(append(b, digestPrefix...), sum))
}

// NewSalt gives SaltSize random bytes.
func NewSalt() []byte {
	salt := make([]byte, SaltSize)
	rand.Read(salt) // never fails
	return salt
}

// IsDigest reports whether s is "sha256:" and 64 lower-case hexadecimal digits.
func IsDigest(s string) bool {
	if len(s) != len(digestPrefix)+2*sha256.Size || s[:len(digestPrefix)] != digestPrefix {
		return false
	}
	for _, c := range []byte(s[len(digestPrefix):]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
