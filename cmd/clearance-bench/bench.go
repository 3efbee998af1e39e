package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"clearance/story/archive"
)

var (
	profiles = []string{"repeating", "dated", "distinct"}
	parts    = []string{"stages", "bare", "peers", "shots"} // those that may be left out
)

// perFile is how many records stand in a file of an archive, where it is not one.
const perFile = 1000

// asOf is the moment that is asked about: the one around which the embargoes of the archives end.
var asOf = archive.DefaultAsOf

// bench is a measurement that goes on.
type bench struct {
	order
	ctx     context.Context
	talk    io.Writer
	scratch string // a folder, removed at the end
	peers   peers
}

// column is one archive, and what was measured of it: one figure a run.
type column struct {
	Profile string               `json:"profile"`
	Stories int                  `json:"stories"`
	PerFile int                  `json:"records_a_file"`
	Bytes   int64                `json:"bytes"`
	Runs    map[string][]float64 `json:"runs"` // by the key of a measure

	dir string
}

func (c *column) add(key string, figure float64) { c.Runs[key] = append(c.Runs[key], figure) }

// measure measures one archive after the other. With an error, the report has those before it.
func (o order) measure(ctx context.Context, talk io.Writer) (r report, err error) {
	b := bench{order: o, ctx: ctx, talk: talk}
	if b.scratch, err = os.MkdirTemp(o.dir, "clearance-bench-"); err != nil {
		return r, err
	}
	defer os.RemoveAll(b.scratch)
	if err := b.build(); err != nil {
		return r, err
	}
	if b.peers, err = b.findPeers(); err != nil {
		return r, err
	}
	r = report{Machine: b.machine(), Order: o}
	columns := o.columns()
	for i, c := range columns {
		fmt.Fprintf(talk, "%d of %d: %s\n", i+1, len(columns), c.name())
		if err := b.column(c); err != nil {
			return r, fmt.Errorf("measuring %s: %w", c.name(), err)
		}
		r.Columns = append(r.Columns, c)
	}
	return r, nil
}

// columns are the archives that are to be measured.
func (o order) columns() (all []*column) {
	for _, profile := range o.profiles {
		for _, n := range o.stories {
			all = append(all, &column{Profile: profile, Stories: n, PerFile: perFile, Runs: map[string][]float64{}})
		}
		for _, n := range o.single {
			all = append(all, &column{Profile: profile, Stories: n, PerFile: 1, Runs: map[string][]float64{}})
		}
	}
	return all
}

// build builds the program that is measured, as whoever installs it does.
func (b *bench) build() error {
	if b.clearance != "" {
		return nil
	}
	b.clearance = filepath.Join(b.scratch, "clearance")
	fmt.Fprintln(b.talk, "building clearance")
	_, err := b.process(nil, nil, "go", "build", "-o", b.clearance, "clearance/cmd/clearance")
	return err
}

// column measures everything of one archive. All that is compared takes turns, so that whatever else the machine does meets all of it.
func (b *bench) column(c *column) error {
	c.dir = filepath.Join(b.scratch, "archive")
	defer os.RemoveAll(c.dir)
	if err := c.write(); err != nil {
		return err
	}
	var inputs inputs
	var err error
	if b.wants("peers") && b.peers.any() {
		if inputs, err = b.writeInputs(c); err != nil {
			return err
		}
		defer os.RemoveAll(inputs.dir)
	}
	for i := range b.runs {
		fmt.Fprintf(b.talk, "  run %d of %d\n", i+1, b.runs)
		if err := b.run(c, inputs); err != nil {
			return err
		}
	}
	if b.wants("stages") {
		c.rest()
	}
	if b.wants("shots") {
		return b.oneByOne(c)
	}
	return nil
}

// run measures everything of one archive once.
func (b *bench) run(c *column, in inputs) error {
	dir, err := os.MkdirTemp(b.scratch, "run-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	trail := filepath.Join(dir, "trail.db")
	if err := b.ours(c, trail); err != nil {
		return err
	}
	if b.wants("bare") {
		if err := b.bare(c, trail); err != nil {
			return err
		}
	}
	if in.dir != "" {
		if err := b.askPeers(c, in); err != nil {
			return err
		}
	}
	if b.wants("stages") {
		return b.stages(c, filepath.Join(dir, "stages.db"))
	}
	return nil
}

// write writes the archive.
func (c *column) write() error {
	a, err := c.archive()
	if err != nil {
		return err
	}
	return a.WriteFiles(c.dir, c.PerFile, func(_ int, bytes int64) { c.Bytes = bytes })
}

func (c *column) archive() (*archive.Archive, error) {
	return archive.New(archive.Options{Seed: 1, Stories: c.Stories, Dated: c.Profile == "dated", Distinct: c.Profile == "distinct", Damaged: 0.05})
}
