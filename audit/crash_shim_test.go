//go:build unix

package audit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// buildShim compiles testdata/shim, see there, and gives its path.
func buildShim(t testing.TB) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the shim speaks to the Linux kernel only")
	}
	compiler := os.Getenv("CC")
	for _, name := range []string{"gcc", "cc", "clang"} {
		if path, err := exec.LookPath(name); err == nil && compiler == "" {
			compiler = path
		}
	}
	if compiler == "" {
		t.Skip("there is no C compiler for the shim")
	}
	path := filepath.Join(t.TempDir(), "shim.so")
	out, err := exec.Command(compiler, "-Wall", "-O1", "-shared", "-fPIC", "-o", path, "testdata/shim/shim.c").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// stage is a folder with a trail in which processes run under the shim.
type stage struct {
	shim   string
	folder string // holds nothing but the trail
	path   string // of the trail
	record string // what was done to the folder
}

func newStage(t testing.TB, shim string) stage {
	t.Helper()
	top, err := filepath.EvalSymlinks(t.TempDir()) // the shim compares paths as text
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(top, "trail")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return stage{shim, folder, filepath.Join(folder, "clearance.db"), filepath.Join(top, "record")}
}

// command gives a process with a task under the shim; see there what fail says. What it prints goes to out.
func (s stage) command(task, fail string, out io.Writer) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "AUDIT_TASK="+task, "AUDIT_LOG="+s.path,
		"LD_PRELOAD="+s.shim, "SHIM_FOLDER="+s.folder, "SHIM_RECORD="+s.record, "SHIM_FAIL="+fail)
	cmd.Stdout, cmd.Stderr = out, out
	return cmd
}

// An operation is one that the shim recorded, or an acknowledgement between them.
type operation struct {
	kind   byte // one of those that the shim lists, or 'A'
	name   string
	offset int64
	data   []byte
}

// recorder writes acknowledgements into the record, so that it is known what had reached the disk before each.
type recorder struct{ file *os.File }

func openRecorder() (recorder, error) {
	file, err := os.OpenFile(os.Getenv("SHIM_RECORD"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	return recorder{file}, err
}

func (r recorder) Write(line []byte) (int, error) {
	_, err := r.file.Write(fmt.Appendf(nil, "A - 0 %d\n%s", len(line), line)) // in one piece: others append, too
	return len(line), err
}

// operations reads the record.
func (s stage) operations(t testing.TB) (all []operation) {
	t.Helper()
	data, err := os.ReadFile(s.record)
	if err != nil {
		t.Fatal(err)
	}
	for in := bufio.NewReader(bytes.NewReader(data)); ; {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) && line == "" {
			return all
		}
		var o operation
		var length int
		if _, err := fmt.Sscanf(line, "%c %s %d %d", &o.kind, &o.name, &o.offset, &length); err != nil {
			t.Fatalf("the record after %d operations: %q: %v", len(all), line, err)
		}
		o.data = make([]byte, length)
		if _, err := io.ReadFull(in, o.data); err != nil {
			t.Fatalf("the record after %d operations: %v", len(all), err)
		}
		all = append(all, o)
	}
}
