package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"clearance/check"
)

func TestProgressLine(t *testing.T) {
	p := runProgress{phase: "judging", first: 1000}
	at := check.Progress{Done: 51_000, Total: 200_000, Tally: check.Tally{Cleared: 10_000, Referred: 20_000, Blocked: 20_999, Unjudged: 1}}
	want := "judging: 51000 of 200000 (25 %), 5000/s, 30s left; 10000 cleared, 20000 referred, 20999 blocked, 1 not judged"
	if got := p.line(at, 10*time.Second); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	at = check.Progress{Looking: true, Done: 3000}
	p = runProgress{phase: "looking"}
	if got := p.line(at, time.Second); got != "looking: 3000 records, 3000/s" {
		t.Errorf("got %s", got)
	}
	if got := p.line(check.Progress{}, 0); !strings.HasPrefix(got, "looking: 0 of 0 (0 %), 0/s;") { // before anything is done
		t.Errorf("got %s", got)
	}
}

// Where there is no terminal, a line is said every ten seconds, and short runs say nothing.
func TestProgressElsewhere(t *testing.T) {
	var talk bytes.Buffer
	p := runProgress{progress: newProgress(&talk)}
	p.show(check.Progress{Done: 1, Total: 2})
	if talk.Len() > 0 {
		t.Errorf("a short run said %q", &talk)
	}
	p.last = time.Now().Add(-elsewhere)
	p.show(check.Progress{Done: 1, Total: 2})
	p.show(check.Progress{Done: 2, Total: 2})
	p.clear()
	if said := talk.String(); strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, "clearance: judging: 1 of 2 (50 %)") || strings.Contains(said, "\r") {
		t.Errorf("said %q", said)
	}
}

// On a terminal one line changes, and is gone at the end.
func TestProgressOnTerminal(t *testing.T) {
	var talk bytes.Buffer
	p := runProgress{progress: &progress{talk: &talk, terminal: true}}
	p.show(check.Progress{Done: 1, Total: 2})
	p.show(check.Progress{Done: 2, Total: 2}) // too soon
	p.clear()
	if said := talk.String(); !strings.HasPrefix(said, "\r\x1b[Kjudging: 1 of 2") || !strings.HasSuffix(said, "\r\x1b[K") || strings.Contains(said, "2 of 2") {
		t.Errorf("said %q", said)
	}
}
