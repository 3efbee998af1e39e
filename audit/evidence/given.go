package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Given names the files of a check, as a command line does.
type Given struct {
	File    string
	Keys    []string // public keys, or files with one on each line
	Record  string   // a file with the record; "" for none
	Against string   // a file with the note of a checkpoint; "" for none
}

// maxGiven is how many bytes a key's or a checkpoint's file may have.
const maxGiven = 1 << 20

// Check reads the files and checks the evidence. An error means that one of them could not be read: then nothing is proven.
func (g Given) Check(ctx context.Context) (Report, error) {
	var o Options
	var err error
	if o.Keys, err = ReadKeys(g.Keys); err != nil {
		return Report{}, err
	}
	if g.Record != "" {
		if o.Record, err = readFile(g.Record, MaxSize); err != nil {
			return Report{}, fmt.Errorf("reading the record: %w", err)
		}
	}
	if g.Against != "" {
		if o.Against, err = readFile(g.Against, maxGiven); err != nil {
			return Report{}, fmt.Errorf("reading the checkpoint to compare with: %w", err)
		}
	}
	from, err := os.Open(g.File)
	if err != nil {
		return Report{}, fmt.Errorf("reading evidence: %w", err)
	}
	defer from.Close()
	f, err := Read(from)
	if err != nil {
		return Report{}, fmt.Errorf("%s: %w", g.File, err)
	}
	return Check(ctx, f, o), nil
}

// ReadKeys gives public keys, each once. A key has two plus signs in it: what has not is the name of a file.
func ReadKeys(given []string) ([]string, error) {
	var keys []string
	for _, key := range given {
		if strings.Contains(key, "PRIVATE+KEY+") { // not to be shown again
			return nil, errors.New("reading the key: that is a secret key, which nobody but its owner may have: give the public one, and make a new one if somebody has seen it")
		}
		if strings.Count(key, "+") >= 2 && !strings.ContainsAny(key, " \n") {
			if _, err := os.Stat(key); err != nil {
				keys = append(keys, key)
				continue
			}
		}
		content, err := readFile(key, maxGiven)
		if err != nil {
			return nil, fmt.Errorf("reading the key: %w", err)
		}
		if strings.Contains(string(content), "PRIVATE+KEY+") {
			return nil, fmt.Errorf("reading the key: %s is a secret key, which nobody but its owner may have: take the public one", key)
		}
		keys = append(keys, strings.Fields(string(content))...)
	}
	if len(keys) == 0 {
		return nil, errors.New("reading the key: there is none: give the log's public key")
	}
	return keys, nil
}

// readFile reads a file of at most so many bytes. What it gives is never nil.
func readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > most {
		return nil, fmt.Errorf("%s is over the limit of %d bytes", path, most)
	}
	return append([]byte{}, content...), nil
}
