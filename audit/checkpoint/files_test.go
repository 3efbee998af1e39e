package checkpoint

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestNewKeyRefuses(t *testing.T) {
	for name, origin := range map[string]string{
		"nothing": "", "a space": "a b", "a plus": "a+b", "a line end": "a\nb", "a hidden character": "a\u200bb", "no UTF-8": "a\xff", "a delete": "a\x7f",
	} {
		t.Run(name, func(t *testing.T) {
			if _, vkey, err := NewKey(origin); err == nil {
				t.Errorf("%q has the key %s", origin, vkey)
			}
		})
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	skey, vkey, err := NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteKey(path, skey); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	gotSkey, gotVkey, err := ReadKey(path)
	if err != nil || gotSkey != skey || gotVkey != vkey {
		t.Errorf("read back it is %s, %v, want %s", gotVkey, err, vkey)
	}

	other, _, _ := NewKey(origin)
	if err := WriteKey(path, other); err == nil || !strings.Contains(err.Error(), "name another file") {
		t.Errorf("a key is written over: %v", err)
	}
	if again, _, err := ReadKey(path); err != nil || again != skey {
		t.Errorf("the first key is gone: %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o601} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, _, err := ReadKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("with mode %o it is read: %v", mode, err)
		}
	}
}

func TestKeyFileRefuses(t *testing.T) {
	skey, vkey, err := NewKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := WriteKey(filepath.Join(folder, "public"), vkey); err == nil {
		t.Error("a public key is written as a secret one")
	}
	for name, content := range map[string]string{
		"nothing": "", "a public key": vkey, "two keys": skey + "\n" + skey, "a part of a key": skey[:len(skey)-4], "a long file": strings.Repeat("x", 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, got, err := ReadKey(path)
			if err == nil {
				t.Fatalf("it is read as %s", got)
			}
			if strings.Contains(err.Error(), skey[:len(skey)-4]) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
	if _, _, err := ReadKey(filepath.Join(folder, "missing")); err == nil {
		t.Error("a missing file is a key")
	}
}

func TestAnchor(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "anchor")
	if c, found, err := ReadAnchor(path); found || err != nil {
		t.Errorf("before it is written it is %+v, %v, %v", c, found, err)
	}
	c, skey, _, first := known(t)
	later := c
	later.Size++
	second, err := later.Sign(skey)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		note []byte
		want Checkpoint
	}{{first, c}, {second, later}} {
		if err := WriteAnchor(path, tc.note); err != nil {
			t.Fatal(err)
		}
		if got, found, err := ReadAnchor(path); err != nil || !found || got != tc.want {
			t.Errorf("it is %+v, %v, %v, want %+v", got, found, err, tc.want)
		}
	}
	if err := WriteAnchor(path, []byte(c.Text())); err == nil {
		t.Error("what is no note is written")
	}
	if got, found, err := ReadAnchor(path); err != nil || !found || got != later {
		t.Errorf("after that it is %+v, %v, %v", got, found, err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != string(second) {
		t.Errorf("the file is %q, %v, not the note", content, err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("beside it are %v, %v", entries, err)
	}
}

// Trouble with an anchor is never taken for a trail that has none yet.
func TestAnchorUnreadable(t *testing.T) {
	_, _, _, signed := known(t)
	folder := t.TempDir()
	for name, content := range map[string]string{
		"empty": "", "cut": string(signed[:len(signed)/3]), "garbled": strings.Replace(string(signed), "\n", "\x00", 1),
		"too long": string(signed) + strings.Repeat("x", MaxSize),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder, name)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if c, found, err := ReadAnchor(path); err == nil || found {
				t.Errorf("it is read as %+v, %v", c, found)
			}
		})
	}
	if _, found, err := ReadAnchor(folder); err == nil || found {
		t.Error("a folder is an anchor")
	}
	if err := WriteAnchor(filepath.Join(folder, "missing", "anchor"), signed); err == nil {
		t.Error("an anchor is written into a folder that is not there")
	}
	if err := WriteAnchor(folder, signed); err == nil {
		t.Error("an anchor is written over a folder")
	}
}
