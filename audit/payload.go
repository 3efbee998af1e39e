package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"clearance/audit/leaf"
	"clearance/policy"
)

// Payload is the bytes of one thing that an entry promises.
type Payload struct {
	Digest string // "sha256:…" of Data, or, where it is salted, of a label, Salt and Data
	Salt   []byte // 32 random bytes; nil where Data cannot be erased
	Data   []byte // canonical JSON (a party's: its name); nil where it was erased
}

// Erased reports whether there were bytes once.
func (p Payload) Erased() bool {
	return p.Digest != "" && p.Data == nil
}

// salted makes a payload that can be erased: without its salt the digest says nothing about the bytes.
func salted(label string, data []byte) Payload {
	salt := leaf.NewSalt()
	return Payload{Digest: leaf.Commitment(label, salt, data), Salt: salt, Data: data}
}

// verify says whether the bytes are those that were written. The label is "" for a payload without salt.
func (p Payload) verify(label string) error {
	switch {
	case p.Digest == "": // the entry has none
		return nil
	case label != "" && p.Data == nil: // erased
		return nil
	case label == "" && leaf.Address(p.Data) == p.Digest:
		return nil
	case label != "" && leaf.Commitment(label, p.Salt, p.Data) == p.Digest:
		return nil
	}
	return fmt.Errorf("does not match its digest %s", p.Digest)
}

// decode reads a payload, if there is one, and gives nil if there is none.
func decode[T any](p Payload, name string) (*T, error) {
	if p.Data == nil {
		return nil, nil
	}
	v := new(T)
	if err := json.Unmarshal(p.Data, v); err != nil {
		return nil, fmt.Errorf("reading the %s: %w", name, err)
	}
	return v, nil
}

// checkOutcome refuses an outcome that no decision may have, lest the log vouch for it: one without a verdict, or one that
// is cleared without a ground or beside a finding that forbids it.
func checkOutcome(o policy.Outcome) error {
	switch o.Verdict {
	case policy.Referred, policy.Blocked:
		return nil
	case policy.Cleared:
	default:
		return fmt.Errorf("%q is no verdict", o.Verdict)
	}
	ground := false
	for _, f := range o.Findings {
		switch f.Effect {
		case policy.Ground:
			ground = true
		case policy.Note, policy.Condition:
		default:
			return fmt.Errorf("cleared beside the finding %s, whose effect is %q", f.Code, f.Effect)
		}
	}
	if !ground {
		return fmt.Errorf("cleared without a ground")
	}
	return nil
}

// checkGrid refuses a grid with a cell that has no verdict, or one whose verdict is not that of its strictest cell.
func checkGrid(o policy.Outcome) error {
	if len(o.Grid.Areas) == 0 || len(o.Grid.Media) == 0 {
		return fmt.Errorf("a grid of %d areas and %d media", len(o.Grid.Areas), len(o.Grid.Media))
	}
	var all []policy.Verdict
	for _, area := range o.Grid.Areas {
		if len(area.Verdicts) != len(o.Grid.Media) {
			return fmt.Errorf("%d verdicts for %d media", len(area.Verdicts), len(o.Grid.Media))
		}
		for _, v := range area.Verdicts {
			if !slices.Contains(policy.Verdicts, v) {
				return fmt.Errorf("%q is no verdict", v)
			}
			all = append(all, v)
		}
	}
	if strictest := policy.Strictest(all...); o.Verdict != strictest {
		return fmt.Errorf("the verdict %q where its strictest cell is %q", o.Verdict, strictest)
	}
	return nil
}

// recordDigest gives the SHA-256 of a record in lower-case hexadecimal, with or without "sha256:" before it.
func recordDigest(s string) (string, bool) {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "sha256:")
	b, err := hex.DecodeString(s)
	return s, err == nil && len(b) == sha256.Size
}

// rawRecord gives the bytes of a SHA-256 that stands there as recordDigest gives one.
func rawRecord(s string) ([]byte, bool) {
	if len(s) != 2*sha256.Size || strings.ContainsAny(s, "ABCDEF") {
		return nil, false
	}
	raw, err := hex.DecodeString(s)
	return raw, err == nil
}
