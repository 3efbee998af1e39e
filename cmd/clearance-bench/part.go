package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"clearance/check"
	"clearance/policy"
	"clearance/rego"
	"clearance/rights"
	"clearance/story"
)

// Whatever takes memory is done in a process of its own, which this program starts as `clearance-bench part NAME …`: the peak of ours
// would otherwise be hidden by that of this one, and what one stage leaves to the garbage collector would count for the next.

func runPart(ctx context.Context, args []string, out, talk io.Writer) int {
	said, err := part(ctx, args)
	if err == nil {
		err = json.NewEncoder(out).Encode(said)
	}
	if err != nil {
		fmt.Fprintf(talk, "clearance-bench: %v\n", err)
		return exitNot
	}
	return exitMeasured
}

func part(ctx context.Context, args []string) (any, error) {
	if len(args) != 4 {
		return nil, errors.New("a part has a name and three arguments")
	}
	from, to := args[1], args[2]
	if args[0] == "bare" {
		return insert(ctx, from, to, args[3] == "plain")
	}
	n, err := strconv.Atoi(args[3])
	if err != nil {
		return nil, err
	}
	switch args[0] {
	case "inputs":
		return writeInputs(ctx, from, to, n)
	case "stages":
		return timeStages(ctx, from, to, n)
	}
	return nil, fmt.Errorf("there is no part %q", args[0])
}

// part has a part done by another process of this program.
func (b *bench) part(into any, name, from, to, how string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	_, err = b.answer(nil, into, self, "part", name, from, to, how)
	return err
}

// errEnough ends the reading of an archive.
var errEnough = errors.New("enough was read")

// firstRecords gives the first records of an archive.
func firstRecords(ctx context.Context, dir string, most int, give func(*story.Story) error) error {
	given := 0
	err := check.Sources{Paths: []string{dir}}.Each(ctx, func(record *story.Story, _ *check.Unread) error {
		if record == nil {
			return nil
		}
		if given == most {
			return errEnough
		}
		given++
		return give(record)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// theQuestion is what check asks where nothing else is said.
func theQuestion() (rights.Question, error) { return rights.Asked{Action: "sell"}.Question(asOf) }

// writtenInputs is how many inputs were written, and of how many of them the rules say that they are not cleared.
type writtenInputs struct{ Written, NotCleared int }

// writeInputs writes what the rules are asked about the first stories of an archive, a file each.
func writeInputs(ctx context.Context, dir, to string, most int) (w writtenInputs, err error) {
	rules, err := policy.Load(ctx, rego.Files, rights.House{})
	if err != nil {
		return w, err
	}
	q, err := theQuestion()
	if err != nil {
		return w, err
	}
	if err := os.MkdirAll(to, 0o777); err != nil {
		return w, err
	}
	err = firstRecords(ctx, dir, most, func(record *story.Story) error {
		in := rights.NewCase(rights.Read(record), q, rights.House{}, rights.Others{}).Input
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		outcome, err := rules.Decide(ctx, in)
		if err != nil {
			return err
		}
		if !outcome.Verdict.Clears() {
			w.NotCleared++
		}
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		w.Written++
		return os.WriteFile(filepath.Join(to, fmt.Sprintf("%06d.json", w.Written)), raw, 0o666)
	})
	return w, err
}
