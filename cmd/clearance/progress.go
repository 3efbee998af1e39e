package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"clearance/check"
)

// How often a run says how far it is: on a terminal in one line that changes, elsewhere in a line of its own.
const (
	onTerminal = 200 * time.Millisecond
	elsewhere  = 10 * time.Second
)

// progress says how far long work is. Short work says nothing.
type progress struct {
	talk     io.Writer
	terminal bool
	last     time.Time // when something was said last
	drawn    bool      // whether a line stands on the terminal
}

func newProgress(talk io.Writer) *progress {
	return &progress{talk: talk, terminal: isTerminal(talk), last: time.Now()}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// say shows a line, if it is time to.
func (p *progress) say(line func() string) {
	every := elsewhere
	if p.terminal {
		every = onTerminal
	}
	if time.Since(p.last) < every {
		return
	}
	p.last = time.Now()
	if p.terminal {
		fmt.Fprintf(p.talk, "\r\x1b[K%s", line()) // to the line's beginning, and what stood there is gone
		p.drawn = true
	} else {
		fmt.Fprintf(p.talk, "clearance: %s\n", line())
	}
}

// clear takes the line away.
func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.talk, "\r\x1b[K")
		p.drawn = false
	}
}

// runProgress says how far a run is, how fast, and for how long yet.
type runProgress struct {
	*progress
	phase string
	begun time.Time // when the phase began
	first int       // how many records were done then
}

func (p *runProgress) show(at check.Progress) {
	phase := "judging"
	if at.Looking {
		phase = "looking for identifiers that stand twice"
	}
	if phase != p.phase {
		p.phase, p.begun, p.first = phase, time.Now(), at.Done
	}
	p.say(func() string { return p.line(at, time.Since(p.begun)) })
}

// line says what is done, how much of it that is, how fast, for how long yet, and what came out.
func (p *runProgress) line(at check.Progress, since time.Duration) string {
	rate := float64(at.Done-p.first) / max(since, time.Millisecond).Seconds()
	if at.Looking {
		return fmt.Sprintf("%s: %d records, %.0f/s", p.phase, at.Done, rate)
	}
	line := fmt.Sprintf("%s: %d of %d (%d %%), %.0f/s", p.phase, at.Done, at.Total, 100*at.Done/max(at.Total, 1), rate)
	if rate > 0 {
		left := time.Duration(float64(at.Total-at.Done) / rate * float64(time.Second))
		line += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	t := at.Tally
	return line + fmt.Sprintf("; %d cleared, %d referred, %d blocked, %d not judged", t.Cleared, t.Referred, t.Blocked, t.Unjudged)
}
