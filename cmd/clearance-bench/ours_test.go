//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What a run says of itself is taken over where it says it, and a run that judged too few stories is no figure.
func TestStatistics(t *testing.T) {
	for said, want := range map[string]struct{ calls, hits float64 }{
		`{"stories":100,"stats":{"decisions":200,"engine_calls":20,"topics":[]}}`: {0.2, 90},
		`{"stories":100,"stats":{"decisions":200,"engine_calls":500}}`:            {5, 0},
		`{"stories":100,"stats":{"decisions":200,"engine_calls":0}}`:              {0, 100},
		`{"stories":100,"stats":{"decisions":200}}`:                               {-1, -1},
		`{"stories":100,"stats":[1]}`:                                             {-1, -1},
		`{"stories":100}`:                                                         {-1, -1},
		`{"stories":50}`:                                                          {-2, -2},
		`{"stories":110}`:                                                         {-1, -1},
		`{"stories":111}`:                                                         {-2, -2},
		`{`:                                                                       {-2, -2},
	} {
		dir := t.TempDir()
		b := bench{order: order{clearance: filepath.Join(dir, "clearance")}, ctx: t.Context(), talk: io.Discard, scratch: dir}
		if err := os.WriteFile(b.clearance, []byte("#!/bin/sh\necho '"+said+"'\nexit 4\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		c := &column{Stories: 100, Runs: map[string][]float64{}}
		err := b.ours(c, filepath.Join(dir, "trail.db"))
		if want.calls == -2 {
			if err == nil {
				t.Errorf("%s: no error", said)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", said, err)
		}
		if want.calls == -1 {
			if len(c.Runs["engine_calls"])+len(c.Runs["hit_rate"]) > 0 {
				t.Errorf("%s: figures %v", said, c.Runs)
			}
			continue
		}
		if calls, hits := median(c.Runs["engine_calls"]), median(c.Runs["hit_rate"]); calls != want.calls || hits != want.hits {
			t.Errorf("%s: %v calls a story, %v %% hits", said, calls, hits)
		}
	}
}
