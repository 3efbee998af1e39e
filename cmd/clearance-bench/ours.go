package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// spent is what a process took, from its start to its exit.
type spent struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory; 0 where nobody knows
}

// process runs a program to its end. Its exit code must be 0 or one of those given. Its output goes to a file, so that nobody has
// to keep up with it, and is then read line by line; read may be nil.
func (b *bench) process(codes []int, read func(line []byte), program string, args ...string) (s spent, err error) {
	out, err := os.CreateTemp(b.scratch, "out-")
	if err != nil {
		return s, err
	}
	defer func() { out.Close(); os.Remove(out.Name()) }()
	errs, err := os.CreateTemp(b.scratch, "err-")
	if err != nil {
		return s, err
	}
	defer func() { errs.Close(); os.Remove(errs.Name()) }()
	command := exec.CommandContext(b.ctx, program, args...)
	command.Stdout, command.Stderr = out, errs
	command.Env = slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "CLEARANCE_") }) // another house, another policy
	begun := time.Now()
	err = command.Run()
	s.wall = time.Since(begun)
	var exited *exec.ExitError
	if errors.As(err, &exited) && slices.Contains(codes, exited.ExitCode()) {
		err = nil
	}
	if err != nil {
		said, _ := os.ReadFile(errs.Name())
		return s, fmt.Errorf("%s: %w: %s", command, errors.Join(err, b.ctx.Err()), said[max(0, len(said)-500):])
	}
	state := command.ProcessState
	s.cpu, s.peak = state.UserTime()+state.SystemTime(), peakMemory(state)
	if read == nil {
		return s, nil
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return s, err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		read(lines.Bytes())
	}
	return s, lines.Err()
}

// answer runs a program that writes one line of JSON, and reads that.
func (b *bench) answer(codes []int, into any, program string, args ...string) (spent, error) {
	var bad error
	s, err := b.process(codes, func(line []byte) { bad = json.Unmarshal(line, into) }, program, args...)
	if err == nil && bad != nil {
		err = fmt.Errorf("reading what %s %s says: %w", program, args[0], bad)
	}
	return s, err
}

// summary is what the program says of its run.
type summary struct {
	Stories int             `json:"stories"`
	Stats   json.RawMessage `json:"stats"`
}

// statistics are how often it decided, and how often it called the engine for that. What it does not say is nil.
type statistics struct {
	Decisions   *float64 `json:"decisions"`
	EngineCalls *float64 `json:"engine_calls"`
}

// checkArgs is the command that judges files, as of the moment around which the archives were made.
func checkArgs(trail string, more ...string) []string {
	return append([]string{"check", "--at", asOf.Format(time.RFC3339), "--db", trail}, more...)
}

// ours runs the whole program on the archive. Every answer is recorded in a trail that is new.
func (b *bench) ours(c *column, trail string) error {
	var said summary
	s, err := b.answer([]int{1, 3, 4}, &said, b.clearance, checkArgs(trail, "--summary-only", "--json", "--stats", c.dir)...)
	if err != nil {
		return err
	}
	// Of some damaged pairs of records nobody can tell that they are two; and before others stands what cannot be judged by itself.
	if n := said.Stories; n > c.Stories*11/10 || n < c.Stories*9/10 {
		return fmt.Errorf("%d stories were judged of %d", n, c.Stories)
	}
	disk, err := sizes(trail, trail+"-wal")
	if err != nil {
		return err
	}
	stories := float64(said.Stories)
	c.add("stories_per_second", stories/s.wall.Seconds())
	c.add("cpu_us", micro(s.cpu)/stories)
	c.add("disk_bytes", float64(disk)/stories)
	// A process begins as a copy of the one that starts it, and on Linux keeps that one's peak.
	if s.peak > ownPeak() {
		c.add("peak_mb", float64(s.peak)/1e6)
	}
	var stats statistics
	if err := json.Unmarshal(said.Stats, &stats); err != nil || stats.EngineCalls == nil || stats.Decisions == nil {
		return nil
	}
	c.add("engine_calls", *stats.EngineCalls/stories)
	if *stats.Decisions > 0 {
		c.add("hit_rate", 100*max(0, 1 - *stats.EngineCalls / *stats.Decisions))
	}
	return nil
}

func sizes(paths ...string) (sum int64, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		sum += info.Size()
	}
	return sum, nil
}

func micro(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// oneByOne judges one story by itself, from the start of a process to its exit, in turn with the other tools, which are handed its facts.
func (b *bench) oneByOne(c *column) error {
	dir := filepath.Join(b.scratch, "one")
	defer os.RemoveAll(dir)
	one, err := b.writeOne(c, dir)
	if err != nil {
		return err
	}
	rivals := []rival{{"shot_ours", []int{3, 4}, b.clearance, checkArgs(filepath.Join(dir, "trail.db"), one.record)}}
	if b.wants("peers") {
		rivals = append(rivals, b.peers.oneShots(one.input)...)
	}
	for i := range b.shots + 1 {
		for _, r := range rivals {
			s, err := b.process(r.codes, nil, r.program, r.args...)
			if err != nil {
				return err
			}
			if i > 0 { // the first one begins the trail, and fetches programs from the disk
				c.add(r.key, s.wall.Seconds()*1000)
			}
		}
	}
	return nil
}
