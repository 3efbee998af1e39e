package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	args := func(more ...string) []string {
		return append([]string{"-stories", "250", "-text", "200", "-damaged", "0.2"}, more...)
	}
	var stream, talk bytes.Buffer
	if code := run(args("-o", "-"), &stream, &talk); code != exitWritten {
		t.Fatalf("code %d: %s", code, &talk)
	}
	if said := talk.String(); !strings.HasPrefix(said, "250 records, ") || strings.Contains(said, " 0 of them") {
		t.Errorf("it says %q", said)
	}
	dir := filepath.Join(t.TempDir(), "archive")
	if code := run(args("-per-file", "100", "-o", dir), io.Discard, &talk); code != exitWritten {
		t.Fatalf("code %d: %s", code, &talk)
	}
	var files []byte
	for _, name := range []string{"0000000.txt", "0000001.txt", "0000002.txt"} {
		raw, err := os.ReadFile(filepath.Join(dir, "0000", name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, raw...)
	}
	if !bytes.Equal(files, stream.Bytes()) {
		t.Error("the files hold something else than the stream")
	}
	for name, flags := range map[string][]string{"another seed": {"-seed", "2"}, "another profile": {"-profile", "distinct"}} {
		var other bytes.Buffer
		if code := run(args(append(flags, "-o", "-")...), &other, io.Discard); code != exitWritten || bytes.Equal(other.Bytes(), stream.Bytes()) {
			t.Errorf("%s: code %d, or the same archive", name, code)
		}
	}
	if code := run(args("-per-file", "3", "-o", filepath.Join(dir, "other")), io.Discard, &talk); code != exitNot {
		t.Errorf("files of three: code %d", code)
	}
	talk.Reset()
	if code := run(args("-per-file", "100", "-o", dir), io.Discard, &talk); code != exitNot || !strings.Contains(talk.String(), "exists") {
		t.Errorf("written over: code %d, %s", code, &talk)
	}
}

func TestUsage(t *testing.T) {
	for name, args := range map[string][]string{
		"nothing":         {},
		"no number":       {"-o", "-"},
		"nowhere":         {"-stories", "3"},
		"unknown profile": {"-stories", "3", "-o", "-", "-profile", "other"},
		"too many":        {"-stories", "999999999", "-o", "-"},
		"share":           {"-stories", "3", "-o", "-", "-damaged", "5"},
		"an argument":     {"-stories", "3", "-o", "-", "more"},
		"unknown flag":    {"-stories", "3", "-o", "-", "-x"},
	} {
		var out, talk bytes.Buffer
		if code := run(args, &out, &talk); code != exitUsage || out.Len() > 0 || !strings.Contains(talk.String(), "Usage: ") {
			t.Errorf("%s: code %d, %q", name, code, &talk)
		}
	}
	var out bytes.Buffer
	if code := run([]string{"-h"}, &out, io.Discard); code != exitWritten || out.String() != usage {
		t.Errorf("-h: code %d, %q", code, &out)
	}
}
