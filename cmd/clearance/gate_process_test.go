package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"clearance/audit"
)

// The gate as a process: in time, whoever holds the trail and whatever never ends; closed, whenever it is killed.

// endless is a rule that would loop for hours.
func endless(t *testing.T, path string) {
	t.Helper()
	numbers := "[" + strings.Repeat("1, ", 9999) + "1]"
	finding("numbers := "+numbers+"\n\tsome a in numbers\n\tsome b in numbers\n\tsome c in numbers\n\ta + b + c == 0")(t, path)
}

// slack is what a busy machine may add to the time that is given, for the process to start and to end.
const slack = 5 * time.Second

func (s gateSaid) mustBeInTime(t *testing.T, given time.Duration) {
	t.Helper()
	if s.took > given+slack {
		t.Errorf("it took %s, %s were given", s.took, given)
	}
}

func TestGateInTime(t *testing.T) {
	for name, tc := range map[string]struct {
		do    func(t *testing.T, n *newsroom)
		given time.Duration
		says  []string
	}{
		"a rule that loops":    {in(ruleFile(saleFile), endless), time.Second, []string{"Not judged in time", "--timeout"}},
		"a nanosecond":         {nothing, time.Nanosecond, []string{"Not judged in time", "--timeout"}},
		"a millisecond":        {nothing, time.Millisecond, []string{"Not judged in time", "--timeout"}},
		"a trail held by all":  {hold("BEGIN EXCLUSIVE"), time.Second, []string{"Not judged in time", "opening the trail", "which another program may hold"}},
		"a trail held to wait": {hold("BEGIN IMMEDIATE"), time.Second, []string{"Not judged in time", "opening the trail", "which another program may hold"}},
		"a pipe":               {inPiece(pipe), 500 * time.Millisecond, []string{"Not judged in time", "reading what is to be published"}},
		"a pipe in the archive": {func(t *testing.T, n *newsroom) {
			pipe(t, filepath.Join(n.dir, "pipe"))
			n.stories = filepath.Join(n.dir, "pipe")
		},
			time.Second, []string{"Not judged in time", "looking for the stories"}},
		"a house that is a pipe": {inHouse(pipe), 500 * time.Millisecond, []string{"Not judged in time", "reading the house file"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustHavePassed(t, n.process(t))
			t.Run("held", func(t *testing.T) {
				tc.do(t, n)
				said := n.process(t, "--timeout", tc.given.String())
				said.mustBeClosed(t, exitFailed, tc.says...)
				said.mustBeInTime(t, tc.given)
			})
			n.mustBeSound(t)
		})
	}
}

// hold keeps the trail for as long as the test runs.
func hold(begin string) func(*testing.T, *newsroom) {
	return func(t *testing.T, n *newsroom) {
		t.Helper()
		db, err := sql.Open("sqlite3", n.db)
		must(t, err)
		conn, err := db.Conn(context.Background())
		must(t, err)
		_, err = conn.ExecContext(context.Background(), begin)
		must(t, err)
		t.Cleanup(func() {
			_, err := conn.ExecContext(context.Background(), "ROLLBACK")
			must(t, err)
			must(t, conn.Close())
			must(t, db.Close())
		})
	}
}

// pipe is one that nobody writes to.
func pipe(t *testing.T, path string) {
	t.Helper()
	remove(t, path)
	must(t, syscall.Mkfifo(path, 0o600))
}

// What has no end is read up to a limit.
func TestGateEndlessInput(t *testing.T) {
	t.Run("a device", func(t *testing.T) {
		t.Parallel()
		n := openQuick(t)
		n.mustPass(t)
		n.piece = "/dev/zero"
		if _, err := os.Stat(n.piece); err != nil {
			t.Skip(err)
		}
		n.process(t).mustBeClosed(t, exitFailed, "gate.unreadable", "larger than")
		n.mustBeSound(t)
	})
	t.Run("standard input", func(t *testing.T) {
		t.Parallel()
		n := openQuick(t)
		n.mustPass(t)
		n.piece = "-"
		cmd := exec.Command("clearance", n.args()[1:]...)
		cmd.Stdin = words{}
		runProcess(t, cmd).mustBeClosed(t, exitFailed, "gate.unreadable", "larger than")
		n.mustBeSound(t)
	})
	t.Run("standard input that is held open", func(t *testing.T) {
		t.Parallel()
		n := openQuick(t)
		n.mustPass(t)
		n.piece = "-"
		cmd := exec.Command("clearance", n.args("--timeout", "500ms")[1:]...)
		_, err := cmd.StdinPipe()
		must(t, err)
		said := runProcess(t, cmd)
		said.mustBeClosed(t, exitFailed, "Not judged in time", "reading what is to be published")
		said.mustBeInTime(t, time.Second)
		n.mustBeSound(t)
	})
}

// words is text without end.
type words struct{}

func (words) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// Ctrl-C, and what a machine says that shuts down.
func TestGateInterrupted(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustPass(t)
			endless(t, filepath.Join(n.rules, filepath.FromSlash(saleFile)))
			before := entries(t, n.db)
			cmd := exec.Command("clearance", n.args()[1:]...)
			var out, talk bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &talk
			must(t, cmd.Start())
			for until := time.Now().Add(20 * time.Second); entries(t, n.db) == before && time.Now().Before(until); { // until it judges
				time.Sleep(10 * time.Millisecond)
			}
			must(t, cmd.Process.Signal(signal))
			code := exitCode(t, cmd.Wait())
			gateSaid{out: out.String(), talk: talk.String(), code: code}.mustBeClosed(t, exitFailed, "interrupted", "nothing may pass")
			n.mustBeSound(t)
		})
	}
}

func entries(t *testing.T, db string) int64 {
	t.Helper()
	log, err := audit.OpenReadOnly(db)
	must(t, err)
	defer log.Close()
	s, err := log.Status()
	must(t, err)
	return s.Entries
}

// An answer that cannot be given is none: nobody may take the exit code for it.
func TestGateCannotAnswer(t *testing.T) {
	closed := func(t *testing.T) *os.File {
		r, w, err := os.Pipe()
		must(t, err)
		must(t, r.Close())
		return w
	}
	full := func(t *testing.T) *os.File {
		f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Skip(err)
		}
		return f
	}
	for name, out := range map[string]func(*testing.T) *os.File{"nobody reads": closed, "the disk is full": full} {
		for _, format := range []string{"text", "json"} {
			t.Run(name+" "+format, func(t *testing.T) {
				t.Parallel()
				n := openQuick(t)
				n.mustPass(t)
				to := out(t)
				defer to.Close()
				cmd := exec.Command("clearance", n.args("--format", format)[1:]...)
				cmd.Stdout = to
				if said := runProcess(t, cmd); said.code == exitGood {
					t.Error("it ends as if it had answered")
				}
			})
		}
	}
	t.Run("a file in no folder", func(t *testing.T) {
		t.Parallel()
		n := openQuick(t)
		n.mustPass(t)
		said := n.ask(t, "-o", filepath.Join(n.dir, "none", "answers.json"))
		if said.code != exitFailed || !strings.Contains(said.talk, "writing the answers") {
			t.Errorf("exit code %d: %s", said.code, said.talk)
		}
	})
	t.Run("a file that is full", func(t *testing.T) {
		t.Parallel()
		full(t).Close()
		n := openQuick(t)
		n.mustPass(t)
		said := n.process(t, "-o", "/dev/full")
		if said.code != exitFailed || !strings.Contains(said.talk, "writing the answers") {
			t.Errorf("exit code %d: %s", said.code, said.talk)
		}
	})
}

// A disk that is full has no room for the answer, so none is given.
func TestGateFullDisk(t *testing.T) {
	t.Parallel()
	n := openQuick(t)
	n.mustPass(t)
	cmd := exec.Command("sh", append([]string{"-c", `ulimit -f 1; exec clearance "$@"`, "sh"}, n.args()[1:]...)...)
	runProcess(t, cmd).mustBeClosed(t, exitFailed, "disk")
	n.mustBeSound(t)
	n.mustPass(t)
}

// Who may not write the trail is given no answer.
func TestGateReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("this account may write everywhere")
	}
	for name, which := range map[string]func(*newsroom) string{"the trail": func(n *newsroom) string { return n.db }, "its folder": func(n *newsroom) string { return n.dir }} {
		t.Run(name, func(t *testing.T) {
			n := openQuick(t)
			n.mustPass(t)
			info, err := os.Stat(which(n))
			must(t, err)
			must(t, os.Chmod(which(n), info.Mode()&^0o222))
			t.Cleanup(func() { must(t, os.Chmod(which(n), info.Mode())) })
			n.ask(t).mustBeClosed(t, exitFailed, "trail")
			n.ask(t, overriding("gate.not_judged")...).mustBeClosed(t, exitFailed, "trail")
		})
	}
}

// kills are how often the gate is killed, and within which time of its start.
const (
	kills  = 40
	within = 160 * time.Millisecond
)

// Killed at any moment: whoever waits for it is not told that anything may pass, unless that is recorded, and the next one works.
func TestGateKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	n := openQuick(t)
	n.mustPass(t)
	told, died := 1, 0
	for i := range kills {
		said := n.killed(t, within*time.Duration(i)/kills)
		switch {
		case said.code == exitGood || strings.Contains(said.out, `"passes":true`):
			told++
		case said.code == -1:
			died++
		default:
			t.Errorf("killed after %s it ends with %d: %s", within*time.Duration(i)/kills, said.code, said.talk)
		}
		if n.passed = n.passes(t); n.passed < told {
			t.Fatalf("killed after %s: %d were told that it passes, the trail says so %d times", within*time.Duration(i)/kills, told, n.passed)
		}
	}
	if died < kills/10 {
		t.Errorf("of %d only %d died: they came to their end before", kills, died)
	}
	n.mustBeSound(t)
	n.mustPass(t)
	n.mustBeSound(t)
}

// Killed at a known stage, nothing is said and nothing passes.
func TestGateKilledAtStage(t *testing.T) {
	for name, do := range map[string]func(*testing.T, *newsroom){
		"while it opens the trail":       hold("BEGIN IMMEDIATE"),
		"while it judges":                in(ruleFile(saleFile), endless),
		"while it reads the piece":       inPiece(pipe),
		"while it reads the house":       inHouse(pipe),
		"while it looks for the stories": func(t *testing.T, n *newsroom) { n.stories = filepath.Join(n.dir, "pipe"); pipe(t, n.stories) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := openQuick(t)
			n.mustPass(t)
			t.Run("killed", func(t *testing.T) {
				do(t, n)
				if said := n.killed(t, 300*time.Millisecond); said.code != -1 || said.out != "" {
					t.Errorf("it ends with %d: %s%s", said.code, said.out, said.talk)
				}
			})
			n.mustBeSound(t)
			whole := openQuick(t) // with the trail of the one that was killed
			whole.db, whole.passed = n.db, n.passed
			whole.mustPass(t)
			whole.mustBeSound(t)
		})
	}
}

// killed starts the gate and kills it some time later.
func (n *newsroom) killed(t *testing.T, after time.Duration) gateSaid {
	t.Helper()
	cmd := exec.Command("clearance", n.args()[1:]...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	must(t, cmd.Start())
	time.Sleep(after)
	cmd.Process.Kill() // which fails where it has come to its end
	code := exitCode(t, cmd.Wait())
	return gateSaid{out: out.String(), talk: talk.String(), code: code}
}

// A piece that is taken away, or changed, while it is judged is the one that was read: its SHA-256 is in the answer.
func TestGateChangedMeanwhile(t *testing.T) {
	t.Parallel()
	n := openQuick(t)
	n.mustPass(t)
	var out, talk bytes.Buffer
	cmd := exec.Command("clearance", n.args()[1:]...)
	cmd.Stdout, cmd.Stderr = &out, &talk
	must(t, cmd.Start())
	remove(t, n.piece)
	code := exitCode(t, cmd.Wait())
	if read := strings.Contains(out.String(), `"passes":true`); read != (code == exitGood) || code != exitGood && code != exitFailed {
		t.Errorf("it ends with %d: %s%s", code, &out, &talk)
	}
	if code == exitGood {
		n.passed++
	}
	n.mustBeSound(t)
}
