// Package report says what the gate said in the formats that code hosts and CI systems read.
//
// Every format shows everything that stops a piece, and what would stop it were it not for an override. Texts are bounded
// and say so where they end; problems are never left out: what a format cannot hold is an error.
package report

import (
	"io"

	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
)

// Tool is what speaks.
type Tool struct {
	Version string
	Rules   []policy.Rule // of the policy that judged; none where none could be loaded
}

// Formats are the formats by the names that --format gives them. Each writes a whole file; on an error what was written is of no use.
var Formats = map[string]func(w io.Writer, answers []gate.Answer, tool Tool) error{
	"sarif":      SARIF,
	"junit":      JUnit,
	"checkstyle": Checkstyle,
	"github":     GitHub,
}

// problem is one thing that stops a piece, or would were it not for an override.
type problem struct {
	gate.Problem
	answer *gate.Answer
	at     gate.Region  // where the piece names the story; nothing but line 1 where it is the piece itself
	nth    int          // how many stories with the same identifier the piece names before
	passed *gate.Passed // lets the piece pass all the same, nil where nothing does
}

// unexplained stands against whatever does not clear and gives no reason. No format may show it as passed.
var unexplained = check.Finding{
	Code: gate.NotJudged, Effect: policy.Block, Title: "It could not be judged",
	Detail: "no answer lets it pass, and none says why", Remedy: "Ask again.",
}

// failed are the codes that say that something could not be judged, rather than that it may not be published.
var failed = map[string]bool{gate.Unreadable: true, gate.NotJudged: true, gate.NotInTime: true}

// problemsOf are all problems of an answer, those of the piece itself first.
func problemsOf(a *gate.Answer) []problem {
	var passed *gate.Passed
	if a.Passes {
		passed = a.Override
	}
	named, nth := regions(a)
	var all []problem
	for _, p := range explained(a) {
		if p.Story == nil {
			all = append(all, problem{p, a, gate.Region{From: a.Piece.From, StartLine: 1}, 0, passed})
			continue
		}
		all = append(all, problem{p, a, named[p.Story], nth[p.Story], passed})
	}
	return all
}

// explained are the problems that the answer gives, and one for whatever does not clear without giving any.
func explained(a *gate.Answer) []gate.Problem {
	all := a.Problems()
	against := map[*gate.Story]bool{}
	for _, p := range all {
		against[p.Story] = true
	}
	for i := range a.Stories {
		s := &a.Stories[i]
		if !against[s] && (s.Decision == nil || !s.Verdict.Clears()) {
			all = append(all, gate.Problem{Finding: unexplained, Story: s})
		}
	}
	cleared := a.Passes && a.Judged && a.Verdict.Clears() && len(a.Stories)+len(a.Findings) > 0
	if len(all) == 0 && !cleared {
		all = append(all, gate.Problem{Finding: unexplained})
	}
	return all
}

// regions are where a piece names its stories, and how often it named each before.
func regions(a *gate.Answer) (map[*gate.Story]gate.Region, map[*gate.Story]int) {
	named, nth, before := map[*gate.Story]gate.Region{}, map[*gate.Story]int{}, map[string]int{}
	for i := range a.Stories {
		s := &a.Stories[i]
		named[s], nth[s] = a.Named(s), before[s.ID]
		before[s.ID]++
	}
	return named, nth
}

// level is how heavily a problem weighs, in the words that most formats share. What is not known to be milder is an error.
func level(e policy.Effect) string {
	if e == policy.Refer {
		return "warning"
	}
	return "error"
}
