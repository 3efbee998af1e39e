package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"clearance/check/gate"
)

// largestFile bounds what is read of one file, in bytes.
const largestFile = 64 << 20

// readFiles reads the files that are named on the command line. One that cannot be read is stopped; the others are judged.
func readFiles(names []string, stdin io.Reader) func() ([]gate.File, error) {
	return func() ([]gate.File, error) {
		var files []gate.File
		for _, name := range names {
			f := gate.File{From: name}
			f.Data, f.Err = readFile(name, stdin)
			files = append(files, f)
		}
		return files, nil
	}
}

func readFile(name string, stdin io.Reader) ([]byte, error) {
	from := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return nil, errors.New("it is a directory: name the files in it")
		}
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, largestFile+1))
	if err == nil && len(data) > largestFile {
		return nil, fmt.Errorf("it is larger than %d bytes", largestFile)
	}
	return data, err
}
