package story_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"clearance/story"
)

// readAll gives every record, and every error but the last io.EOF.
func readAll(t testing.TB, r *story.Reader) (stories []*story.Story, errs []*story.Error) {
	t.Helper()
	for range 1_000_000 {
		s, err := r.Next()
		var e *story.Error
		switch {
		case err == io.EOF:
			if _, err := r.Next(); err != io.EOF {
				t.Errorf("after the end: %v", err)
			}
			return stories, errs
		case errors.As(err, &e):
			errs = append(errs, e)
		case err != nil:
			t.Fatalf("neither the end nor an *Error: %v", err)
		default:
			stories = append(stories, s)
		}
	}
	t.Fatal("no end")
	return nil, nil
}

func TestReader(t *testing.T) {
	const bad = "ERROR "
	for name, tc := range map[string]struct {
		text string
		want []string // what came, as "offset:line raw" or "offset:line ERROR part of its reason", records first
	}{
		"one":                        {"- Title: A", []string{"0:1 - Title: A"}},
		"final line ends":            {"- Title: A\r\n\r\n\n", []string{"0:1 - Title: A"}},
		"several":                    {"- Title: A\n- Date: B\n- Title: C\n\n\n- Title: D\n", []string{"0:1 - Title: A\n- Date: B", "21:3 - Title: C", "34:6 - Title: D"}},
		"CRLF":                       {"- Title: A\r\n\r\n- Title: B\r\n", []string{"0:1 - Title: A", "14:3 - Title: B"}},
		"CR":                         {"- Title: A\r\r- Title: B\r", []string{"0:1 - Title: A", "12:3 - Title: B"}},
		"indented":                   {"- Title: A\n\t - Title: B\n", []string{"0:1 - Title: A", "13:2 - Title: B"}},
		"spaces at the end":          {"- Title: A \n \n- Title: B \n \n", []string{"0:1 - Title: A \n ", "14:3 - Title: B \n "}},
		"other dashes":               {"– Title: A\n\x97 TITLE : B\n", []string{"0:1 – Title: A", "13:2 \x97 TITLE : B"}},
		"byte order mark":            {"\ufeff- Title: A", []string{"3:1 - Title: A"}},
		"byte order mark and blanks": {" \ufeff\r\n\ufeff\n- Title: A", []string{"10:3 - Title: A"}},
		"blanks first":               {"\n \r\n\t- Title: A", []string{"5:3 - Title: A"}},
		"glued title":                {"- Title: A - Title: B", []string{"0:1 - Title: A - Title: B"}},
		"damaged title":              {"- Title: A\n- Titel: B", []string{"0:1 - Title: A\n- Titel: B"}},
		"labels before the first":    {"\n junk\n- Date: A\n- Title: B", []string{"2:2 junk\n- Date: A", "17:4 - Title: B"}},
		"text before the first":      {"\n junk\n- Title: B", []string{"7:3 - Title: B", "2:2 " + bad + "before the first"}},
		"no label":                   {"some prose\nand more", []string{"0:1 " + bad + `no record: no line starts with "- Title:"`}},
		"empty":                      {"", []string{"0:1 " + bad + "empty"}},
		"blank":                      {"\n \n", []string{"0:1 " + bad + "empty"}},
		"only a byte order mark":     {"\ufeff", []string{"0:1 " + bad + "empty"}},
		"binary":                     {"\x89PNG\x00\x00\x01", []string{"0:1 " + bad + "binary data"}},
		"binary before a record":     {"\x89PNG\x00\x00\x01\n- Title: B", []string{"8:2 - Title: B", "0:1 " + bad + "binary data"}},
		"NUL in a record":            {"- Title: A\x00\x00", []string{"0:1 - Title: A\x00\x00"}},
		"UTF-16 with its mark":       {"\xff\xfe\x2d\x4e\x87\x65", []string{"0:1 " + bad + "UTF-16"}},
		"UTF-16 without":             {"-\x00 \x00T\x00i\x00t\x00l\x00e\x00:\x00", []string{"0:1 " + bad + "UTF-16"}},
		"UTF-16 the other way":       {"\xfe\xff\x00-\x00 \x00T", []string{"0:1 " + bad + "UTF-16"}},
		"over the limit":             {"- Title: A\n- Title: " + strings.Repeat("x", 200) + "\nmore\n- Title: B\n", []string{"0:1 - Title: A", "226:4 - Title: B", "11:2 " + bad + "record of 215 bytes is over the limit of 100: raise it with --max-record"}},
		"over the limit to the end":  {"- Title: A\n- Title: " + strings.Repeat("x", 9000), []string{"0:1 - Title: A", "11:2 " + bad + "of 9009 bytes"}},
		"over the limit in lines":    {"- Title: " + strings.Repeat("x\r\n", 9000) + "- Title: B", []string{"27009:9001 - Title: B", "0:1 " + bad + "of 27009 bytes"}},
		"over the limit, no label":   {strings.Repeat("x ", 100), []string{"0:1 " + bad + "text without a label of 200 bytes"}},
		"over the limit, binary":     {strings.Repeat("xyz\x00", 9000), []string{"0:1 " + bad + "binary data"}},
		"the limit":                  {"- Title: " + strings.Repeat("x", 91) + "\n\n", []string{"0:1 - Title: " + strings.Repeat("x", 91)}},
		"many line ends":             {"- Title: A" + strings.Repeat("\n", 4186) + "- Title: B", []string{"0:1 - Title: A", "4196:4187 - Title: B"}},
		"too many line ends":         {"- Title: A" + strings.Repeat("\n", 4187) + "- Title: B", []string{"4197:4188 - Title: B", "0:1 " + bad + "--max-record"}},
		"a byte over the limit":      {"- Title: " + strings.Repeat("x", 92) + "\n\n", []string{"0:1 " + bad + "--max-record"}},
	} {
		t.Run(name, func(t *testing.T) {
			for way, r := range map[string]io.Reader{
				"whole":    strings.NewReader(tc.text),
				"bytes":    iotest.OneByteReader(strings.NewReader(tc.text)),
				"halves":   iotest.HalfReader(strings.NewReader(tc.text)),
				"with EOF": iotest.DataErrReader(strings.NewReader(tc.text)),
			} {
				stories, errs := readAll(t, story.NewReader(r, "test", 100))
				if len(stories)+len(errs) != len(tc.want) {
					t.Fatalf("%s: %d records and %v, want %q", way, len(stories), errs, tc.want)
				}
				for i, s := range stories {
					if got := fmt.Sprintf("%d:%d %s", s.Offset, s.Line, s.Raw); got != tc.want[i] {
						t.Errorf("%s: got %q, want %q", way, got, tc.want[i])
					}
				}
				for i, e := range errs {
					place, reason, ok := strings.Cut(tc.want[len(stories)+i], bad)
					if got := fmt.Sprintf("%d:%d ", e.Offset, e.Line); !ok || got != place || !strings.Contains(e.Reason, reason) || e.From != "test" {
						t.Errorf("%s: got %+v, want %s%s", way, e, place, reason)
					}
				}
			}
		})
	}
}

func TestErrorText(t *testing.T) {
	_, err := story.Parse([]byte("\nprose"), "archive/a.txt")
	if want := `read records of archive/a.txt: line 2 (byte 1): no record: no line starts with "- Title:"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestParseWantsOneRecord(t *testing.T) {
	var e *story.Error
	if s, err := story.Parse([]byte("- Title: A\n- Title: B"), "test"); !errors.As(err, &e) || e.Offset != 11 || e.Line != 2 {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("disk is gone")
	for name, tc := range map[string]struct {
		source  io.Reader
		stories int
		offset  int64
		err     error
	}{
		"in a record":    {io.MultiReader(strings.NewReader("- Title: A\n- Title: B\n"), iotest.ErrReader(broken)), 1, 11, broken},
		"at the start":   {iotest.ErrReader(broken), 0, 0, broken},
		"with the bytes": {iotest.DataErrReader(io.MultiReader(strings.NewReader("- Title: A"), iotest.ErrReader(broken))), 0, 0, broken},
		"cut short":      {io.MultiReader(strings.NewReader("- Title: A"), iotest.ErrReader(io.ErrUnexpectedEOF)), 0, 0, io.ErrUnexpectedEOF},
		"stuck":          {stuck{}, 0, 0, io.ErrNoProgress},
	} {
		t.Run(name, func(t *testing.T) {
			stories, errs := readAll(t, story.NewReader(tc.source, "test", 0))
			if len(stories) != tc.stories || len(errs) != 1 || errs[0].Offset != tc.offset || !errors.Is(errs[0], tc.err) {
				t.Errorf("%d records, errors %v", len(stories), errs)
			}
		})
	}
}

// An error that holds an io.EOF must not pass for the end of a good file.
func TestWrappedEndIsNoEnd(t *testing.T) {
	_, err := story.NewReader(iotest.ErrReader(fmt.Errorf("unpack: %w", io.EOF)), "test", 0).Next()
	if err == nil || errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestManyRecords(t *testing.T) {
	text := sample(t)
	many := slices.Concat([]byte("\ufeff"), bytes.Repeat(append(text, "\r\n\n"...), 300))
	lines := bytes.Count(text, []byte("\n")) + 2
	stories, errs := readAll(t, story.NewReader(iotest.HalfReader(bytes.NewReader(many)), "test", 0))
	if len(stories) != 300 || len(errs) > 0 {
		t.Fatalf("%d records, errors %v", len(stories), errs)
	}
	for i, s := range stories {
		if want := int64(3 + i*(len(text)+3)); s.Offset != want || s.Line != 1+i*lines || !bytes.Equal(s.Raw, text) {
			t.Fatalf("record %d at %d, line %d, want %d, line %d", i, s.Offset, s.Line, want, 1+i*lines)
		}
	}
}

func TestRecordsKeepTheirBytes(t *testing.T) {
	var text []byte
	for i := range 2000 {
		text = fmt.Appendf(text, "- Title: %d %s\n", i, strings.Repeat("x", 100))
	}
	stories, _ := readAll(t, story.NewReader(bytes.NewReader(text), "test", 0))
	for i, s := range stories {
		if want := fmt.Sprintf("- Title: %d ", i); !bytes.HasPrefix(s.Raw, []byte(want)) {
			t.Fatalf("record %d begins %.20q", i, s.Raw)
		}
	}
}

// endless gives the same byte over and over.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	p[0] = byte(e)
	for n := 1; n < len(p); n *= 2 {
		copy(p[n:], p[:n])
	}
	return len(p), nil
}

func TestMemoryIsBoundedByTheLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("reads gigabytes")
	}
	const size, limit, most = 1 << 30, 1 << 20, 16 << 20
	for name, head := range map[string]string{"a line without a label": "", "a record": "- Title: A\n"} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := story.NewReader(io.MultiReader(strings.NewReader(head), io.LimitReader(endless('x'), size), strings.NewReader("\n- Title: B")), "test", limit)
			stories, errs := readAll(t, r)
			runtime.ReadMemStats(&after)
			if len(errs) != 1 || !strings.Contains(errs[0].Reason, "--max-record") || errs[0].Offset != 0 {
				t.Errorf("errors %v", errs)
			}
			if len(stories) != 1 || stories[0].Offset != int64(len(head)+size+1) {
				t.Errorf("records %v", stories)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("%d bytes allocated, want at most %d", used, most)
			}
		})
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("- Title: A\n- Date: B said - Copyright Holder: POOL\r\n- Title: C\n\n"), 100)
	f.Add([]byte("\ufeff junk\n\n- Date: \xe9\x96\x81\r- Title:\n- Byline: X\n"), 30)
	f.Add([]byte("– Title: A\n— Story Text: \u200b\u00ad x Copyright Holder: X\n \t- TITLE\t: B"), 200)
	f.Add([]byte("-\x00 \x00T\x00i\x00t\x00l\x00e\x00:\x00"), 10)
	f.Fuzz(func(t *testing.T, text []byte, limit int) {
		if limit = limit % 10_000; limit <= 0 {
			limit = 50
		}
		stories, errs := readAll(t, story.NewReader(bytes.NewReader(text), "fuzz", limit))
		if len(stories)+len(errs) == 0 {
			t.Error("nothing came of it")
		}
		end := int64(0)
		for _, s := range stories {
			if s.Offset < end || s.Offset+int64(len(s.Raw)) > int64(len(text)) {
				t.Fatalf("record at %d, %d bytes, after one that ends at %d", s.Offset, len(s.Raw), end)
			}
			end = s.Offset + int64(len(s.Raw))
			if !bytes.Equal(s.Raw, text[s.Offset:end]) {
				t.Errorf("record at %d is not what stands there", s.Offset)
			}
			if len(s.Raw) > limit {
				t.Errorf("record of %d bytes, limit %d", len(s.Raw), limit)
			}
			if len(s.Oddities) > 0 && s.Oddities[0].Kind == story.StrayText && s.Oddities[0].Span == (story.Span{}) {
				s.Oddities = s.Oddities[1:] // it speaks of what stands before the record
			}
			if len(s.Oddities) == 0 {
				s.Oddities = nil
			}
			checkSpans(t, s)
			again, err := story.Parse(s.Raw, "fuzz")
			if err != nil {
				t.Fatalf("read again: %v", err)
			}
			again.Offset, again.Line = s.Offset, s.Line
			if !reflect.DeepEqual(s, again) {
				t.Errorf("read again: %+v, was %+v", again, s)
			}
		}
		stories, errs = readAll(t, story.NewReader(bytes.NewReader(text), "fuzz", limit))
		slow, slowErrs := readAll(t, story.NewReader(iotest.OneByteReader(bytes.NewReader(text)), "fuzz", limit))
		if !reflect.DeepEqual(stories, slow) || !reflect.DeepEqual(errs, slowErrs) {
			t.Errorf("byte by byte: %v %v, was %v %v", slow, slowErrs, stories, errs)
		}
	})
}

// checkSpans expects fields one behind the other within the record, and oddities within it.
func checkSpans(t *testing.T, s *story.Story) {
	t.Helper()
	end := 0
	for _, f := range s.Fields {
		if f.Span.Start < end || f.Span.End < f.Span.Start || f.Span.End > len(s.Raw) {
			t.Fatalf("%s at %v, after %d, in %d bytes", f.Label, f.Span, end, len(s.Raw))
		}
		end = f.Span.End
		if value := string(s.Raw[f.Span.Start:f.Span.End]); strings.Trim(value, " \t\r\n") != value {
			t.Errorf("%s holds white space around: %q", f.Label, value)
		}
		if f.Words(0, len(f.Text)) != f.Span {
			t.Errorf("%s: all words at %v, span %v", f.Label, f.Words(0, len(f.Text)), f.Span)
		}
		for i := range len(f.Text) {
			if w := f.Words(i, i+1); w.Start < f.Span.Start || w.End > f.Span.End || w.Start >= w.End {
				t.Fatalf("%s: byte %d at %v, span %v", f.Label, i, w, f.Span)
			}
		}
	}
	for _, o := range s.Oddities {
		if o.Span.Start < 0 || o.Span.End <= o.Span.Start || o.Span.End > len(s.Raw) || o.Text == "" {
			t.Errorf("oddity %+v in %d bytes", o, len(s.Raw))
		}
	}
}

func BenchmarkRead(b *testing.B) {
	text := bytes.Repeat(append(sample(b), '\n'), 1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	records := 0
	for b.Loop() {
		r := story.NewReader(bytes.NewReader(text), "bench", 0)
		for {
			if _, err := r.Next(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
			records++
		}
	}
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
}

// Text that stands right before a record and belongs to no whole one may bar it: whoever reads the record must see that.
func TestStrayText(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want []string // of the last record
	}{
		"on its line":              {"NOT FOR SALE - Title: A\n- Date: B", []string{"NOT FOR SALE"}},
		"on the line before":       {"NOT FOR SALE\n- Title: A\n- Date: B", []string{"NOT FOR SALE"}},
		"a record without a title": {"- Embargoed: 2099\n- Title: A\n- Date: B", []string{"- Embargoed: 2099"}},
		"a torn record":            {"KILLED: - Title: A\n- Title: A\n- Date: B", []string{"KILLED: - Title: A"}},
		"a whole record":           {"- Title: A\n- Embargoed: 2099\n- Title: A\n- Date: B", nil},
		"nothing":                  {"\n\n- Title: A\n- Date: B", nil},
	} {
		stories, _ := readAll(t, story.NewReader(strings.NewReader(tc.text), "-", 0))
		var got []string
		for _, o := range stories[len(stories)-1].Oddities {
			if o.Kind == story.StrayText {
				got = append(got, o.Text)
			}
		}
		if !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
