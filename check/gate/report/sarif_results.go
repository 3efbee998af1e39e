package report

import (
	"strings"

	"clearance/check/gate"
)

// runBuilder makes one run.
type runBuilder struct {
	run   sarifRun
	rules ruleList
	index map[string]int // of artifacts, by URI and digest
}

// pieces lists everything that was judged, also what nothing stands against, and says of what could not be why.
func (b *runBuilder) pieces(answers []gate.Answer) {
	for i := range answers {
		at := sarifPhysical{b.artifact(&answers[i]), sarifRegion{StartLine: 1}}
		if !answers[i].Judged {
			note := b.notification(&answers[i])
			note.Level, note.Locations = "error", []sarifLocation{{Physical: at}}
			b.run.Invocations[0].Notifications = append(b.run.Invocations[0].Notifications, note)
		}
	}
}

// notification says why a piece was not judged: the first reason; all of them are results.
func (b *runBuilder) notification(a *gate.Answer) sarifNotification {
	for _, p := range problemsOf(a) {
		if code := p.Finding.Code; failed[code] {
			return sarifNotification{Message: message(p.summary()), Rule: &sarifReference{shown(code), b.rules.index[code]}}
		}
	}
	return sarifNotification{Message: message(unexplained.Title)}
}

// artifact is where a piece stands among the artifacts of the run.
func (b *runBuilder) artifact(a *gate.Answer) sarifArtifactLocation {
	at := uri(a.Piece.From, windows)
	key := at + "\x00" + a.Piece.SHA256
	n, ok := b.index[key]
	if !ok {
		n = len(b.run.Artifacts)
		b.index[key] = n
		new := sarifArtifact{Location: sarifArtifactLocation{URI: at}, Roles: []string{"analysisTarget"}}
		if a.Piece.SHA256 != "" {
			new.Hashes = map[string]string{"sha-256": shown(a.Piece.SHA256)}
		}
		b.run.Artifacts = append(b.run.Artifacts, new)
	}
	return sarifArtifactLocation{URI: at, Index: &n}
}

func (b *runBuilder) result(p problem, fingerprint string) sarifResult {
	r := sarifResult{
		RuleID: shown(p.Finding.Code), RuleIndex: b.rules.index[p.Finding.Code], Level: level(p.Finding.Effect),
		Message:   message(strings.Join(p.lines(), "\n")),
		Locations: []sarifLocation{{Physical: sarifPhysical{b.artifact(p.answer), p.region()}}},
		Related:   p.related(),
		// GitHub compares only the second, and makes it from the line where it is missing: two problems of a line would be one.
		Fingerprints: map[string]string{"clearance/v1": fingerprint, "primaryLocationLineHash": fingerprint},
		Suppressions: []sarifSuppression{},
		Properties:   sarifProperties{Verdict: shown(string(p.answer.Verdict)), Channel: shown(p.answer.Channel), Entry: p.answer.Entry},
	}
	if p.Story != nil {
		r.Properties.Story = shown(p.Story.ID)
	}
	if p.passed != nil {
		r.Suppressions = append(r.Suppressions, suppression(p.passed))
	}
	return r
}

// suppression says what lets a piece pass. A justification is shown as it is, and no message with arguments.
func suppression(o *gate.Passed) sarifSuppression {
	by := sarifPermission{Entry: o.Entry, Approvers: []string{}, Actor: shown(o.Actor), Until: shown(o.Until)}
	for _, who := range o.ApprovedBy {
		by.Approvers = append(by.Approvers, shown(who))
	}
	return sarifSuppression{"external", "accepted", shown(o.Note), by}
}

// region is where a problem stands: the story's name, or the first line where it is the piece itself.
func (p problem) region() sarifRegion {
	if p.Story == nil {
		return sarifRegion{StartLine: 1}
	}
	return regionOf(p.at)
}

// related are the words of the record that a problem rests on, each once.
func (p problem) related() []sarifLocation {
	if p.Story == nil {
		return nil
	}
	var all []sarifLocation
	seen := map[gate.Region]bool{}
	for _, w := range p.Finding.Words {
		at, ok := p.Story.Quoted(w)
		if !ok || seen[at] {
			continue
		}
		seen[at] = true
		text := message(quote(w))
		all = append(all, sarifLocation{len(all) + 1, sarifPhysical{sarifArtifactLocation{URI: uri(at.From, windows)}, regionOf(at)}, &text})
	}
	return all
}

func regionOf(at gate.Region) sarifRegion {
	length := at.End - at.Start
	r := sarifRegion{ByteOffset: &at.Start, ByteLength: &length}
	if at.StartLine > 0 { // lines count from 1
		r.StartLine, r.StartColumn, r.EndLine, r.EndColumn = at.StartLine, at.StartColumn, at.EndLine, at.EndColumn
	}
	return r
}
