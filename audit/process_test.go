//go:build unix

package audit

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Some tests need processes of their own: this binary, started again with a task in AUDIT_TASK and the log in AUDIT_LOG.
func TestMain(m *testing.M) {
	task, path := os.Getenv("AUDIT_TASK"), os.Getenv("AUDIT_LOG")
	if task == "" {
		os.Exit(m.Run())
	}
	if err := tasks[task](path); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

var tasks = map[string]func(path string) error{
	"append some": func(path string) error { return appendBatches(path, 60) },
	"append on":   func(path string) error { return appendBatches(path, 1<<60) },
	"append to a limit": func(path string) error {
		signal.Ignore(syscall.SIGXFSZ)
		limit := &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, limit); err != nil {
			return err
		}
		return appendBatches(path, 1<<60)
	},
	"create": func(path string) error {
		l, created, err := Create(path)
		if err != nil {
			return err
		}
		fmt.Println(created)
		return l.Close()
	},
	"open without rights": func(path string) error {
		if os.Geteuid() == 0 { // who may write everywhere
			if err := syscall.Setuid(65534); err != nil {
				return err
			}
		}
		for _, how := range []string{"Open", "Create", "OpenReadOnly"} {
			l, err := openings[how](path)
			fmt.Println(how, err)
			if err == nil {
				l.Close()
			}
		}
		return nil
	},
}

// appendBatches appends batches of 1 to 3 decisions, and prints the seq and the story of each that was acknowledged.
func appendBatches(path string, n int) error {
	l, _, err := Create(path)
	if err != nil {
		return err
	}
	if err := l.Keep(kept); err != nil {
		return err
	}
	r, err := l.Begin(RunInfo{Program: "test"})
	if err != nil {
		return err
	}
	fmt.Println(r.Seq(), "run")
	for i := range n {
		var items []Item
		var ids []string
		for j := range 1 + i%3 {
			ids = append(ids, fmt.Sprintf("P%d-%d-%d", os.Getpid(), i, j))
			items = append(items, decision(ids[j]))
		}
		seqs, err := r.Append(items...)
		if err != nil {
			return err
		}
		var lines strings.Builder
		for j, seq := range seqs {
			fmt.Fprintln(&lines, seq, ids[j])
		}
		os.Stdout.WriteString(lines.String())
	}
	return l.Close()
}

// start gives a process with a task; what it prints goes to out.
func start(t testing.TB, task, path string, out io.Writer) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "AUDIT_TASK="+task, "AUDIT_LOG="+path)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// checkAcknowledged wants every entry that a process printed, and gives how many there were and what else was printed.
// A last line without its end was cut off by a kill, and acknowledges nothing.
func checkAcknowledged(t testing.TB, l *Log, printed []byte) (n int, rest string) {
	t.Helper()
	if end := bytes.LastIndexByte(printed, '\n'); end >= 0 {
		printed = printed[:end+1]
	} else {
		printed = nil
	}
	lines := bufio.NewScanner(bytes.NewReader(printed))
	for lines.Scan() {
		var seq int64
		var id string
		if _, err := fmt.Sscanf(lines.Text(), "%d %s", &seq, &id); err != nil {
			rest += lines.Text() + "\n"
			continue
		}
		r, err := l.Get(seq)
		if err != nil {
			t.Fatalf("acknowledged entry %d of %s: %v", seq, id, err)
		}
		if id != "run" && r.StoryID != id || id == "run" && r.Kind != KindRunStart {
			t.Fatalf("acknowledged entry %d of %s is %+v", seq, id, r.Entry)
		}
		n++
	}
	return n, rest
}

func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	var out [2]bytes.Buffer
	var cmds []*exec.Cmd
	for i := range out {
		cmds = append(cmds, start(t, "append some", path, &out[i]))
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, out[i].Bytes())
		}
	}
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const each = 1 + 60*2 // a run-start, and batches of 1, 2 and 3
	for i := range out {
		if n, rest := checkAcknowledged(t, l, out[i].Bytes()); n != each || rest != "" {
			t.Errorf("process %d acknowledged %d entries, want %d; %s", i, n, each, rest)
		}
	}
	checkDense(t, l, 2*each)
}

func TestManyCreate(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "clearance.db")
		var out [6]bytes.Buffer
		var cmds []*exec.Cmd
		for i := range out {
			cmds = append(cmds, start(t, "create", path, &out[i]))
		}
		created := 0
		for i, cmd := range cmds {
			if err := cmd.Wait(); err != nil {
				t.Errorf("%v: %s", err, out[i].Bytes())
			}
			if out[i].String() == "true\n" {
				created++
			}
		}
		if created != 1 {
			t.Errorf("%d processes say that they began the trail, want 1", created)
		}
	}
}

func TestKilledCreate(t *testing.T) {
	for range 25 {
		path := filepath.Join(t.TempDir(), "clearance.db")
		cmd := start(t, "create", path, io.Discard)
		for { // until there is a file, and then a little longer
			if _, err := os.Stat(path); err == nil {
				break
			}
			time.Sleep(50 * time.Microsecond)
		}
		time.Sleep(time.Duration(rand.IntN(6000)) * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		l, _, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Keep(kept); err != nil {
			t.Fatal(err)
		}
		mustAppend(t, begin(t, l), decision("A"))
		l.Close()
	}
}

func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	var out bytes.Buffer
	if err := start(t, "append to a limit", path, &out).Wait(); err == nil {
		t.Fatal("a process that cannot write ended well")
	}
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	n, rest := checkAcknowledged(t, l, out.Bytes())
	for _, words := range []string{"error: appending in the trail " + path, "make room"} {
		if !strings.Contains(rest, words) {
			t.Errorf("the process says %q, not %q", rest, words)
		}
	}
	if n < 10 {
		t.Errorf("only %d entries were acknowledged: nothing was tried", n)
	}
	size, err := l.size()
	if err != nil {
		t.Fatal(err)
	}
	checkDense(t, l, size)
	mustAppend(t, begin(t, l), decision("A")) // there is room again
}

func TestReadOnlyFile(t *testing.T) {
	for name, mode := range map[string]os.FileMode{"file": 0o777, "file and folder": 0o555} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "clearance.db")
			l := logAt(t, path)
			mustAppend(t, begin(t, l), decision("A"))
			l.Close()
			for path, mode := range map[string]os.FileMode{path: 0o444, folder: mode, filepath.Dir(folder): 0o755} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
			}
			t.Cleanup(func() { os.Chmod(folder, 0o755) })
			var out bytes.Buffer
			if err := start(t, "open without rights", path, &out).Wait(); err != nil {
				t.Fatalf("%v: %s", err, out.Bytes())
			}
			for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
				how, says, _ := strings.Cut(line, " ")
				t.Log(how, says)
				if readable := how == "OpenReadOnly" && mode == 0o777; readable != (says == "<nil>") {
					t.Errorf("%s: %s", how, says)
				} else if !readable && !strings.Contains(says, "permissions") {
					t.Errorf("%s does not say what to do: %s", how, says)
				}
			}
		})
	}
}
