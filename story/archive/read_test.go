package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"clearance/rights"
	"clearance/story"
)

var measured = flag.Int("archive.stories", 2000, "how many stories of each profile are read for their rights")

// records reads all records of some bytes, and counts what is none.
func records(raw []byte) (all []*story.Story, failed int) {
	reader := story.NewReader(bytes.NewReader(raw), "archive", 0)
	for {
		s, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return all, failed
		case err != nil:
			failed++
		default:
			all = append(all, s)
		}
	}
}

// A sound record is read as one record, with the identifier that was meant and nothing odd, alone and among damaged ones.
func TestSoundRecords(t *testing.T) {
	for name, o := range profiles {
		t.Run(name, func(t *testing.T) {
			o.Stories, o.Damaged = 3000, 0.2
			a := open(t, o)
			var stream bytes.Buffer
			if n, err := a.WriteTo(&stream); err != nil || n != int64(stream.Len()) {
				t.Fatalf("%d bytes and %v, of %d", n, err, stream.Len())
			}
			among := map[string]*story.Story{}
			all, _ := records(stream.Bytes())
			for _, s := range all {
				among[value(s, story.Identifier)] = s
			}
			for record := range a.All() {
				if !record.Damage.Harmless() {
					continue
				}
				alone, failed := records(record.Bytes)
				if len(alone) != 1 || failed > 0 {
					t.Fatalf("record %d is %d records, and %d times none:\n%s", record.Number, len(alone), failed, record.Bytes)
				}
				s := alone[0]
				if id := value(s, story.Identifier); id != a.ID(record.Number) || len(s.Oddities) > 0 {
					t.Errorf("record %d has the identifier %s, and these oddities: %v", record.Number, id, s.Oddities)
				}
				if other := among[a.ID(record.Number)]; other == nil || string(other.Raw) != string(s.Raw) || len(other.Oddities) > 0 {
					t.Errorf("record %d is another one among others", record.Number)
				}
			}
		})
	}
}

// Files of one record and of many hold the same as the stream, and nothing is written over.
func TestWriteFiles(t *testing.T) {
	a := open(t, Options{Stories: 2503, Damaged: 0.05, TextSize: 100})
	var stream bytes.Buffer
	if _, err := a.WriteTo(&stream); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ perFile, files, folders int }{{1, 2503, 3}, {100, 26, 1}, {2503, 1, 1}, {math.MaxInt, 1, 1}} {
		dir := t.TempDir()
		done, size := 0, int64(0)
		told := func(records int, bytes int64) { done, size = records, bytes }
		if err := a.WriteFiles(dir, tc.perFile, told); err != nil {
			t.Fatal(err)
		}
		paths, err := filepath.Glob(filepath.Join(dir, "*", "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		folders, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(paths) != tc.files || len(folders) != tc.folders || done != a.Stories() || size != int64(stream.Len()) {
			t.Errorf("%d a file: %d files in %d folders; %d records of %d bytes told", tc.perFile, len(paths), len(folders), done, size)
		}
		slices.Sort(paths)
		var all []byte
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, raw...)
		}
		if !bytes.Equal(all, stream.Bytes()) {
			t.Errorf("%d a file: the files do not hold what the stream does", tc.perFile)
		}
		if err := a.WriteFiles(dir, tc.perFile, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%d a file: written over: %v", tc.perFile, err)
		}
	}
	for _, perFile := range []int{-1, 0, 3} {
		if err := a.WriteFiles(t.TempDir(), perFile, nil); err == nil {
			t.Errorf("files of %d records each were written", perFile)
		}
	}
}

// What rights reads of an archive decides what it is good for. Most restrictions are read whole, some are not; every state
// of an embargo occurs; and rights repeat, or hardly do.
func TestRights(t *testing.T) {
	if testing.Short() {
		t.Skip("reads thousands of records for their rights")
	}
	type shares struct{ least, most float64 }
	for name, bounds := range map[string]struct {
		whole, clear float64           // at least
		different    map[string]shares // of the stories
	}{
		"repeating": {0.90, 0.85, map[string]shares{"input": {0.40, 0.92}, "terms": {0, 0.25}, "shots": {0, 0.20}, "notice": {0, 0.02}}},
		"dated":     {0.90, 0.65, map[string]shares{"input": {0.90, 1}, "terms": {0.30, 0.95}, "shots": {0.40, 1}, "notice": {0, 0.02}}},
		"distinct":  {0.95, 0.85, map[string]shares{"input": {0.99, 1}, "terms": {0.99, 1}, "shots": {0.40, 1}, "notice": {0, 0.02}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := profiles[name]
			o.Stories, o.TextSize = *measured, 1000
			n := tally{different: map[string]map[[sha256.Size]byte]bool{}, embargoes: map[string]int{}}
			for record := range open(t, o).All() {
				n.add(t, rights.Read(parse(t, record.Bytes)))
			}
			whole := float64(n.whole) / float64(n.stated)
			t.Logf("%d restrictions, %.1f %% of them read whole; embargoes: %v", n.stated, 100*whole, n.embargoes)
			for _, part := range []string{"rights", "input", "record", "holder", "notice", "embargo", "terms", "shots"} {
				different := len(n.different[part])
				t.Logf("%s: %d different ones in %d stories", part, different, o.Stories)
				share := float64(different) / float64(o.Stories)
				if want, bounded := bounds.different[part]; bounded && (share < want.least || share > want.most) {
					t.Errorf("%s: the different ones are a share of %.3f, not %v to %v", part, share, want.least, want.most)
				}
			}
			if whole < bounds.whole || n.whole == n.stated {
				t.Errorf("%d of %d restrictions are read whole: most should be, and not all", n.whole, n.stated)
			}
			if clear := float64(n.clear) / float64(o.Stories); clear < bounds.clear {
				t.Errorf("nothing is unread in a share of %.3f of the records, less than %v", clear, bounds.clear)
			}
			for _, state := range []string{"empty", "over", "active", "uncertain", "endless", "past", "unreadable"} {
				if n.embargoes[state] == 0 {
					t.Errorf("no embargo is %s", state)
				}
			}
			for _, zone := range []string{"stated", "none"} {
				if n.embargoes["zone "+zone] == 0 {
					t.Errorf("no embargo has a zone that is %s", zone)
				}
			}
		})
	}
}

// tally counts what was read of many records.
type tally struct {
	stated, whole int // restrictions, and those of which every word is read
	clear         int // records of which nothing is unread
	embargoes     map[string]int
	different     map[string]map[[sha256.Size]byte]bool // by the part of the input
}

func (n *tally) add(t *testing.T, r rights.Reading) {
	t.Helper()
	unread := len(r.Terms.Unread) + len(r.Terms.Elsewhere) + len(r.Notice.Unread) + len(r.Holder.Unread)
	if r.Terms.State != rights.Empty && !r.Terms.Nothing {
		n.count(r.Terms.Unread)
	}
	for _, shot := range r.Shots {
		unread += len(shot.Unread)
		if shot.Terms.State != rights.Absent {
			n.count(shot.Unread)
		}
	}
	if unread == 0 {
		n.clear++
	}
	q, err := rights.Asked{Action: "sell"}.Question(DefaultAsOf)
	if err != nil {
		t.Fatal(err)
	}
	in := rights.NewCase(r, q, rights.House{}, rights.Others{}).Input
	n.embargoes[in.Embargo.State]++
	n.embargoes["zone "+in.Embargo.Zone]++
	for part, of := range map[string]any{
		"rights": r.Rights, "input": in, "record": in.Record, "holder": in.Holder, "notice": in.Notice, "embargo": in.Embargo,
		"terms": in.Terms, "shots": in.Shots,
	} {
		text, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		if n.different[part] == nil {
			n.different[part] = map[[sha256.Size]byte]bool{}
		}
		n.different[part][sha256.Sum256(text)] = true
	}
}

func (n *tally) count(unread []rights.Words) {
	n.stated++
	if len(unread) == 0 {
		n.whole++
	}
}
