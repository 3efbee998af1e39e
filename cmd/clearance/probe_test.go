package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestProbe hands the program to a script that measures it by its behaviour alone, such as one that asks about phrases of an
// archive that cannot be made public. CLEARANCE_PROBE names the script; it is given the program's path, and fails by its exit code.
func TestProbe(t *testing.T) {
	script := os.Getenv("CLEARANCE_PROBE")
	if script == "" {
		t.Skip("CLEARANCE_PROBE names no script")
	}
	program := filepath.Join(t.TempDir(), "clearance")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command("python3", script, program).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}
