//go:build linux

package audit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// errNoMount means that this machine lets the test mount nothing.
var errNoMount = errors.New("nothing can be mounted here")

func init() {
	tasks["fill a small disk"] = fillDisk
}

// fillDisk mounts a disk of 3 MB on the trail's folder, seen by this process alone, fills it, and goes on once there is room.
func fillDisk(path string) error {
	folder := filepath.Dir(path)
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=3m"); err != nil {
		return fmt.Errorf("%w: %w", errNoMount, err)
	}
	other := filepath.Join(folder, "other")
	if err := os.WriteFile(other, make([]byte, 1<<20), 0o644); err != nil {
		return err
	}
	l, _, err := Create(path)
	if err != nil {
		return err
	}
	defer l.Close()
	var printed bytes.Buffer
	fmt.Println("full:", appendUntilFull(l, &printed))
	fmt.Println("full:", appendBatch(l, &printed, stories("still", 5)...))
	if err := errors.Join(os.Remove(other), appendBatch(l, &printed, stories("room", 5)...)); err != nil {
		return fmt.Errorf("there is room again: %w", err)
	}
	if err := l.Close(); err != nil {
		return err
	}
	n, err := examine(path, printed.Bytes())
	fmt.Println(n, "entries acknowledged")
	return err
}

// appendUntilFull appends batches until one fails, and gives its error.
func appendUntilFull(l *Log, printed *bytes.Buffer) error {
	for i := 0; ; i++ {
		if err := appendBatch(l, printed, stories(fmt.Sprint(i), 1+i%9)...); err != nil {
			return err
		}
	}
}

// On a disk that is full nothing is lost and nothing more acknowledged, and the same log goes on when there is room again.
func TestCrashFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clearance.db")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "AUDIT_TASK=fill a small disk", "AUDIT_LOG="+path)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER, // so that it may mount, and nobody else sees it
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if len(out) == 0 && err != nil || strings.Contains(string(out), errNoMount.Error()) {
		t.Skipf("a namespace with a disk of its own is needed, and not to be had: %v %s", err, out)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	lines := strings.Split(string(out), "\n")
	for _, line := range lines[:2] {
		if !strings.HasPrefix(line, "full: ") || !strings.Contains(line, path) || !strings.Contains(line, "make some") {
			t.Errorf("the process does not say what failed and what to do: %q", line)
		}
	}
	t.Logf("%s", out)
}
