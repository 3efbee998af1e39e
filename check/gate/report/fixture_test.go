package report_test

import (
	"reflect"
	"strings"
	"unsafe"

	"clearance/check"
	"clearance/check/gate"
	"clearance/policy"
	"clearance/rights"
)

const record = "- Title: Ministers meet\nStory Number: A1\nCopyright Holder: Example TV\nRestrictions: NO USE UK. Überall sonst: frei.\nSynopsis: They met.\n"

// hold gives an answer the bytes that the gate keeps for itself: of the piece, and of the record of each story.
func hold(a *gate.Answer, raw string, records ...string) {
	set(a, "raw", []byte(raw))
	for i := range a.Stories {
		if i < len(records) {
			set(&a.Stories[i], "record", []byte(records[i]))
			set(&a.Stories[i], "line", 1)
		}
	}
}

// set sets a field that only the gate itself sets.
func set[T, V any](to *T, name string, value V) {
	field := reflect.ValueOf(to).Elem().FieldByName(name)
	*(*V)(unsafe.Pointer(field.UnsafeAddr())) = value
}

// words are the first words of the record that read so.
func words(field, text string) check.Words {
	at := strings.Index(record, text)
	return check.Words{Fact: "terms.rules.1", Words: rights.Words{Field: field, Start: at, End: at + len(text), Text: text}}
}

func finding(code string, effect policy.Effect, detail string, words ...check.Words) check.Finding {
	return check.Finding{Code: code, Effect: effect, Title: "On " + code, Detail: detail, Remedy: "Ask the desk about " + code + ".", Words: words}
}

// named is a story that a piece names, with what its decision found.
func named(raw, id string, verdict policy.Verdict, findings ...check.Finding) gate.Story {
	at := strings.Index(raw, id)
	line := 1 + strings.Count(raw[:at], "\n")
	return gate.Story{
		ID: id, Title: "Ministers meet", Start: at, End: at + len(id), Line: line, Column: at - strings.LastIndex(raw[:at], "\n"), Verdict: verdict,
		Decision: &check.Decision{
			Verdict: verdict, Findings: findings,
			Story: check.Story{ID: id, From: "archive/über uns.txt", Offset: 1000},
		},
	}
}

// answer is a piece with its stories. What it says of itself follows from them.
func answer(from, raw string, stories ...gate.Story) gate.Answer {
	a := gate.Answer{
		Verdict: policy.Cleared, Judged: true, AsOf: "2026-11-23T12:00:00Z", Channel: "website", Policy: "sha256:0123", Entry: 7,
		Piece: gate.Piece{From: from, Kind: "markdown", SHA256: strings.Repeat("ab", 32)}, Stories: stories,
	}
	records := make([]string, len(stories))
	for i, s := range stories {
		a.Verdict, records[i] = policy.Strictest(a.Verdict, s.Verdict), record
	}
	a.Passes = a.Verdict.Clears()
	a.Answer = string(a.Verdict)
	hold(&a, raw, records...)
	return a
}

func stopped(a gate.Answer, v policy.Verdict, judged bool, findings ...check.Finding) gate.Answer {
	a.Verdict, a.Passes, a.Judged, a.Findings, a.Answer = v, false, judged, findings, string(v)
	return a
}

const md = "---\ntitle: Abend\nstories:\n  - A1\n  - B2\n---\nText.\n"

// Hostile text: what a terminal, a log, XML, JSON or a reader might obey.
const hostile = "x\n::set-output name=a::b\r\n::stop-commands::t ##[add-mask]y ##vso[task.complete]z <script>alert(1)</script> ]]> " +
	"\x00\x1b[31m\u202eevil\u2028\ufffe\xff\xfe {0} [click](http://example.org) %0A::error::no & \"quoted\" 'too'"

// answers are one of every kind.
func answers() []gate.Answer {
	uk := words("Restrictions", "NO USE UK")
	rest := words("Restrictions", "Überall sonst")
	absent := check.Words{Fact: "terms.credit", Words: rights.Words{Field: "Credit", Absent: true}}

	credit := named(md, "A1", policy.Blocked, finding("licence.assumed", policy.Ground, "ours"))
	credit.Conditions = []gate.Condition{
		{Finding: finding("terms.credit", policy.Condition, "a credit must be shown", absent), State: gate.Missing, Need: []string{"Show “Example TV” beside it."}},
		{Finding: finding("terms.caption", policy.Condition, "the caption must stay", uk), State: gate.Confirmed, By: "anna"},
		{Finding: finding("terms.context", policy.Condition, "the context must stay", rest), State: gate.Unconfirmed},
	}

	passed := answer("passed.md", md, named(md, "A1", policy.Blocked, finding("terms.territory", policy.Block, "not in GB", uk)))
	passed.Passes = true
	passed.Override = &gate.Passed{Entry: 6, Note: "the holder agreed by telephone", ApprovedBy: []string{"Anna", "Bo"}, Actor: "cli", Until: "2026-11-24T12:00:00Z"}

	none := answer("none.html", "<p>")
	none.Findings = []check.Finding{finding(gate.NoStory, policy.Ground, "it says that it uses no story")}

	unread := stopped(answer("-", "\xff"), policy.Blocked, false, finding(gate.Unreadable, policy.Block, "line 3: no closing ---"))

	bad := finding("terms.territory", policy.Block, hostile, uk)
	bad.Title, bad.Remedy = hostile, hostile
	bad.Words[0].Text, bad.Words[0].Field = strings.Repeat(hostile, 50), hostile
	worst := named(md, "A1", policy.Blocked, bad)
	worst.ID, worst.Title = hostile, strings.Repeat("very long ", 500)

	return []gate.Answer{
		answer("pieces/cleared.md", md, named(md, "A1", policy.Cleared, finding("licence.assumed", policy.Ground, "ours"))),
		answer("pieces/blocked #1?.md", md,
			named(md, "A1", policy.Blocked, finding("terms.territory", policy.Block, "not in GB", uk, rest, uk), finding("terms.unread", policy.Refer, "some words are not understood", rest)),
			named(md, "B2", policy.Cleared, finding("licence.assumed", policy.Ground, "ours"))),
		answer("/srv/100% über uns.md", md, named(md, "B2", policy.Referred, finding("holder.missing", policy.Refer, "nobody is named", absent))),
		answer("credit.md", md, credit),
		unread, passed, none,
		answer(hostile, md, worst),
		{Piece: gate.Piece{From: "zero.md"}},
	}
}

func rules() []policy.Rule {
	return []policy.Rule{
		{Code: "terms.territory", Effect: policy.Block, Title: "Not there", Remedy: "Choose other territories."},
		{Code: "terms.credit", Effect: policy.Condition, Title: "A credit", Remedy: "Show it."},
		{Code: "sale.can_sell", Effect: policy.Ground, Title: "May be sold", Remedy: "Nothing to do."},
	}
}
