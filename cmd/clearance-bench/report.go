package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// measure is a row of the table.
type measure struct {
	key, what string
	digits    int    // behind the point
	beside    string // the key of ours that the figure is set beside, "" for none
	unit      string
}

// measures are the rows of the table.
func measures() []measure {
	all := []measure{
		{"stories_per_second", "**`clearance check`, everything recorded: stories/s**", 0, "", ""},
		{"cpu_us", "processor time, µs a story", 1, "", ""},
		{"peak_mb", "peak memory, MB", 0, "", ""},
		{"disk_bytes", "on disk, bytes a story", 0, "", ""},
		{"engine_calls", "calls of the engine a story", 4, "", ""},
		{"hit_rate", "decided without the engine, at least", 2, "", " %"},
	}
	for _, s := range stages {
		all = append(all, measure{"stage_" + s.key, "— " + s.what + ", µs", 1, "", ""})
	}
	return append(all,
		measure{"rest", "— the rest of the process, µs", 1, "", ""},
		measure{"conftest_stories_per_second", "`conftest test`, facts read before, nothing recorded: stories/s", 0, "stories_per_second", ""},
		measure{"opa_stories_per_second", "`opa exec`, the same: stories/s", 0, "stories_per_second", ""},
		measure{"bare_schema", "bare insertion of the same rows, same tables, indexes and triggers: stories/s", 0, "stories_per_second", ""},
		measure{"bare_schema_cpu_us", "— processor time, µs a story", 1, "cpu_us", ""},
		measure{"bare_plain", "bare insertion into tables without any: stories/s", 0, "stories_per_second", ""},
		measure{"bare_plain_cpu_us", "— processor time, µs a story", 1, "cpu_us", ""},
		measure{"shot_ours", "**one story, from start to exit, recorded: ms**", 1, "", ""},
		measure{"shot_conftest", "— `conftest test` of its facts, ms", 1, "shot_ours", ""},
		measure{"shot_opa", "— `opa eval` of its facts, ms", 1, "shot_ours", ""},
	)
}

// report is all that was measured.
type report struct {
	Machine []string  `json:"machine"`
	Columns []*column `json:"archives"`
	Order   order     `json:"-"`
}

func median(figures []float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func (c *column) name() string {
	if c.PerFile == 1 {
		return fmt.Sprintf("%s, %s, a file each", c.Profile, grouped(float64(c.Stories), 0))
	}
	return fmt.Sprintf("%s, %s", c.Profile, grouped(float64(c.Stories), 0))
}

// grouped is a number with commas between thousands.
func grouped(n float64, digits int) string {
	text, fraction, pointed := strings.Cut(fmt.Sprintf("%.*f", digits, n), ".")
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if pointed {
		text += "." + fraction
	}
	return text
}

// cell is a median, with how often it goes into ours, or ours into it.
func (m measure) cell(c *column) string {
	if len(c.Runs[m.key]) == 0 {
		return ""
	}
	figure := median(c.Runs[m.key])
	text := grouped(figure, m.digits) + m.unit
	if ours := median(c.Runs[m.beside]); m.beside != "" && ours > 0 && figure > 0 {
		ratio := ours / figure
		text += fmt.Sprintf(" (ours ×%s)", grouped(ratio, max(0, 1-int(math.Floor(math.Log10(ratio)))))) // two digits that tell
	}
	return text
}

func (r report) writeMarkdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n\n| Stories, 1000 a file |", strings.Join(r.Machine, "; "))
	for _, c := range r.Columns {
		fmt.Fprintf(&b, " %s |", c.name())
	}
	fmt.Fprintf(&b, "\n|---|%s\n", strings.Repeat("---:|", len(r.Columns)))
	for _, m := range measures() {
		fmt.Fprintf(&b, "| %s |", m.what)
		for _, c := range r.Columns {
			fmt.Fprintf(&b, " %s |", m.cell(c))
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "\n%s", r.notes())
	_, err := io.WriteString(w, b.String())
	return err
}

func (r report) writeJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// notes says how the figures came about, and what they do not cover.
func (r report) notes() string {
	o := r.Order
	return fmt.Sprintf(`Medians (runs: %d; of one story by itself: %d). All that is compared took turns. “ours ×2” is our figure divided by the one it stands
beside: more is better of stories/s, less of µs and ms. What is empty was left out, or nobody could tell.

- Whole processes, from start to exit, each with a new trail; one story by itself goes into a trail that is there.
- Stages: processor time of all threads, the collection of garbage included, over the first %s records at most, one stage after the other on one
  thread, %d stories at a time. The rest is what the process takes beside them: its start, a first look for records that share an
  identifier, hand-overs between threads, and what grows with the trail.
- “decided without the engine”: each call of the engine is counted as a decision of its own.
- conftest and opa judge the first %s stories at most, a file each, where ours judges all. They have our rules, and facts that were read for them; they read no records
  and record nothing. What they say was compared with what our rules say.
- Bare insertion: the rows of our trail, in the transactions and the order in which we wrote them, by plain prepared statements on one thread,
  WAL, synchronous=FULL; reading them is not counted. The trail's head, which changes with every transaction, is written by us alone.

Not covered: other load on the machine, a cold page cache (the archive was just written), slow or remote disks, file systems that take long
to list, real archives (these are invented, and how often rights repeat in them is a guess), records much longer than 5 kB, house files and
rulings, other questions than a sale, questions asked again of the same trail, a trail that is large already, several programs on one trail,
and answers that are shown (they are counted here).
`, o.runs, o.shots, grouped(float64(o.stageStories), 0), batchSize, grouped(float64(o.peerStories), 0))
}

// machine says what was measured on, and with what.
func (b *bench) machine() []string {
	sqlite, _, _ := sqlite3.Version()
	all := []string{
		fmt.Sprintf("%s, %d of its cores, %s/%s", processor(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH),
		fmt.Sprintf("%s, OPA %s, SQLite %s", runtime.Version(), dependency("github.com/open-policy-agent/opa"), sqlite),
	}
	if b.peers.opa != "" {
		all = append(all, "opa: "+b.peers.opaVersion)
	}
	if b.peers.conftest != "" {
		all = append(all, "conftest: "+b.peers.conftestVersion)
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		all = append(all, "load at the start "+strings.Fields(string(load))[0])
	}
	return all
}

func processor() string {
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
				return strings.TrimSpace(value)
			}
		}
	}
	if said, err := exec.Command("sysctl", "-n", "machdep.cpu.brand_string").Output(); err == nil {
		return strings.TrimSpace(string(said))
	}
	return "an unknown processor"
}

// dependency is the version of a module that this program is built with.
func dependency(path string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return m.Version
			}
		}
	}
	return "of an unknown version"
}
