package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// An override lets pass what was named, in the bytes that were approved, on the channel that it was asked for, and nothing else.

var twoApprove = []string{"--note", "the supplier lifted it by phone", "--approved-by", "Jane Doe", "--approved-by", "John Roe"}

func overriding(code string, flags ...string) []string {
	return append(append([]string{"--override", code}, twoApprove...), flags...)
}

// embargoed is a newsroom whose piece is stopped by the embargo of its story alone.
func embargoed(t *testing.T) *newsroom {
	t.Helper()
	n := openNewsroom(t)
	inRecord(replace("20th December 2009 12:00", over2099))(t, n)
	return n
}

// What was overridden passes again without a word, until something about it changes.
func TestGateOverrideCounts(t *testing.T) {
	for name, tc := range map[string]gateFault{
		"for other bytes of the piece": {do: inPiece(add("More.\n")), code: exitBlocked, says: []string{"embargo.active"}},
		"for another record":           {do: inRecord(replace("Topics: Defence", "Topics: Peace")), code: exitBlocked, says: []string{"embargo.active"}},
		"for what was not named":       {do: inRecord(replace("Restrictions: None", "Restrictions: No use France")), code: exitBlocked, says: []string{"No use France"}},
		"beside what was not named":    {do: beside("scan.bin", write("\x00\x01\x02\x00")), code: exitBlocked, says: []string{"gate.unsearched"}},
		"for another use":              {do: func(_ *testing.T, n *newsroom) { n.channel = "web" }, code: exitBlocked, says: []string{"embargo.active"}},
		"for the same on another air":  {do: func(_ *testing.T, n *newsroom) { n.channel = "air" }, code: exitBlocked, says: []string{"embargo.active"}},
		"for the same in words": {do: func(_ *testing.T, n *newsroom) { n.channel = "" }, code: exitBlocked, says: []string{"embargo.active"},
			flags: []string{"--territory", "FR", "--media", "broadcast", "--purpose", "news"}},
		"without a policy": {do: in(ruleFile("."), remove), code: exitFailed, says: []string{"loading the policy", "gate.not_judged"}},
		"with the trail that knew it gone": {do: inTrail(func(t *testing.T, path string) {
			for _, end := range []string{"", "-wal", "-shm"} {
				remove(t, path+end)
			}
		}), flags: []string{"--begin"}, code: exitBlocked, says: []string{"embargo.active"}, lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := embargoed(t)
			n.mustPass(t, overriding("embargo.active")...)
			n.mustPass(t)
			tc.do(t, n)
			n.ask(t, tc.flags...).mustBeClosed(t, tc.code, tc.says...)
			if !tc.lost {
				n.mustBeSound(t)
			}
		})
	}
}

// An override that the house does not allow, or that does not name everything, lets nothing pass; the next one that does, does.
func TestGateOverrideRefused(t *testing.T) {
	approved := func(names ...string) []string {
		flags := []string{"--override", "embargo.active", "--note", "why"}
		for _, name := range names {
			flags = append(flags, "--approved-by", name)
		}
		return flags
	}
	for name, tc := range map[string]gateFault{
		"one approves":             {flags: approved("Jane Doe"), code: exitBlocked, says: []string{"takes 2 of", "1 did"}},
		"somebody approves":        {flags: approved("Jane Doe", "Jack Poe"), code: exitBlocked, says: []string{"Jack Poe", "may not approve"}},
		"one approves twice":       {flags: approved("Jane Doe", "jane  doe"), code: exitBlocked, says: []string{"approves twice"}},
		"nobody approves":          {flags: approved(), code: exitUsage, says: []string{"needs --approved-by"}},
		"no name":                  {flags: approved("Jane Doe", ""), code: exitBlocked, says: []string{"may not approve"}},
		"no reason":                {flags: []string{"--override", "embargo.active", "--approved-by", "Jane Doe", "--approved-by", "John Roe"}, code: exitUsage, says: []string{"needs --note"}},
		"a blank reason":           {flags: []string{"--override", "embargo.active", "--note", " \t", "--approved-by", "Jane Doe", "--approved-by", "John Roe"}, code: exitUsage, says: []string{"needs --note"}},
		"a code that nothing has":  {flags: overriding("embargo.activ"), code: exitUsage, says: []string{"unknown code", "embargo.activ"}},
		"another code":             {flags: overriding("embargo.uncertain"), code: exitBlocked, says: []string{"does not name embargo.active"}},
		"one code of two":          {flags: overriding("embargo.active"), do: beside("scan.bin", write("\x00\x01")), code: exitBlocked, says: []string{"does not name gate.unsearched"}},
		"nothing to override":      {flags: twoApprove, code: exitUsage, says: []string{"belong to --override"}},
		"the house allows none":    {flags: overriding("embargo.active"), do: inHouse(func(t *testing.T, path string) { write(newsHouse[:strings.Index(newsHouse, "override:")])(t, path) }), code: exitBlocked, says: []string{"lets nobody override"}},
		"the house allowed it":     {flags: overriding("embargo.active"), do: inHouse(replace("2999-01-01", "2020-01-01")), code: exitBlocked, says: []string{"held until 2020-01-01"}},
		"no house":                 {flags: overriding("embargo.active"), do: inHouse(remove), code: exitFailed, says: []string{"reading the house file"}},
		"who asks approves":        {flags: append([]string{"--actor", "Jane Doe"}, approved("Jane Doe", "John Roe")...), code: exitUsage, says: []string{"given twice"}},
		"the trail cannot have it": {flags: overriding("embargo.active"), do: inTrail(makeFolder), code: exitFailed, says: []string{"opening the trail"}, lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := embargoed(t)
			if tc.do == nil {
				tc.do = nothing
			}
			tc.do(t, n)
			n.ask(t, tc.flags...).mustBeClosed(t, tc.code, tc.says...)
			if tc.lost {
				return
			}
			n.mustBeSound(t)
			write(newsHouse)(t, n.house)
			remove(t, filepath.Join(n.stories, "scan.bin"))
			n.mustPass(t, overriding("embargo.active")...)
			n.mustBeSound(t)
		})
	}
}

// What somebody has confirmed of a record is not confirmed of another one, nor of other bytes of the piece.
func TestGateConfirmationCounts(t *testing.T) {
	for name, do := range map[string]func(*testing.T, *newsroom){
		"for other bytes of the piece": inPiece(add("More.\n")),
		"for another record":           inRecord(replace("Topics: Defence", "Topics: Peace")),
		"for another use":              func(_ *testing.T, n *newsroom) { n.channel = "web" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openNewsroom(t)
			inRecord(replace("Restrictions: None", "Restrictions: Must be used unedited"))(t, n)
			n.ask(t).mustBeClosed(t, exitReferred, "terms.unedited", "--confirm terms.unedited")
			n.mustPass(t, "--confirm", "terms.unedited")
			n.mustPass(t)
			do(t, n)
			n.ask(t).mustBeClosed(t, exitReferred, "terms.unedited")
			n.mustBeSound(t)
		})
	}
}

// Where two records of a story differ, an override names what either of them says, for the bytes of both.
func TestGateOverrideOfTwins(t *testing.T) {
	t.Parallel()
	n := openNewsroom(t)
	n.mustPass(t)
	inRecord(replace("Restrictions: None", "Restrictions: No use France"))(t, n)
	again := strings.Replace(string(sample(t)), "20th December 2009 12:00", over2099, 1)
	again = strings.Replace(again, "Restrictions: None", "Restrictions: Must be used unedited", 1)
	beside("again.txt", write(again))(t, n)
	n.ask(t).mustBeClosed(t, exitBlocked, "terms.no_access", "record.twin_differs", "in another record of it", "embargo.active", over2099, "terms.unedited")
	first := []string{"--override", "terms.no_access", "--override", "record.twin_differs"}
	n.ask(t, overriding("terms.no_use_at_all", first...)...).mustBeClosed(t, exitUsage, "unknown code")
	n.ask(t, append(first, twoApprove...)...).mustBeClosed(t, exitBlocked, "does not name embargo.active, terms.unedited")
	n.mustPass(t, overriding("embargo.active", append(first, "--override", "terms.unedited")...)...)
	n.mustPass(t)
	beside("again.txt", replace("2099", "2098"))(t, n)
	n.ask(t).mustBeClosed(t, exitBlocked, "embargo.active", "2098")
	n.mustBeSound(t)
}
