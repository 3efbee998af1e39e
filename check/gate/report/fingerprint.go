package report

import (
	"crypto/sha256"
	"fmt"
)

// fingerprints are the fingerprints of problems, no two alike. What would be alike counts up.
func fingerprints(all []problem) []string {
	prints, before := make([]string, len(all)), map[string]int{}
	for i, p := range all {
		print := p.fingerprint()
		before[print]++
		prints[i] = fmt.Sprintf("%s:%d", print, before[print])
	}
	return prints
}

// fingerprint says what a problem is, whichever run finds it and wherever in the piece it stands by then: the piece and where it goes,
// the story and which of its mentions, the code, and the words as delivered. Nothing that moves on its own counts: no line, no
// byte, no moment, no entry, no revision, no detail that may name them.
func (p problem) fingerprint() string {
	parts := []string{uri(p.answer.Piece.From, windows), p.answer.Channel, p.Finding.Code}
	if p.Story != nil {
		parts = append(parts, p.Story.ID, fmt.Sprint(p.nth))
	}
	for _, w := range p.Finding.Words {
		parts = append(parts, w.Field, w.Text, fmt.Sprint(w.Absent))
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return fmt.Sprintf("%x", sum[:16])
}
