package piece_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clearance/story/piece"
)

const many = 10_000

// manyStories is a piece of each kind that uses many stories, all on one line where that is possible.
func manyStories() map[string]struct {
	kind piece.Kind
	data []byte
} {
	join := func(format, between string) string {
		var all []string
		for i := range many {
			all = append(all, fmt.Sprintf(format, i))
		}
		return strings.Join(all, between)
	}
	return map[string]struct {
		kind piece.Kind
		data []byte
	}{
		"front matter": {piece.Markdown, []byte("---\nstories: [é, " + join("LVAé%d", ", ") + "]\n---\n")},
		"mappings":     {piece.Markdown, []byte("---\nstories:\n" + join("- id: LVA%d\n  shots: [1, 2]\n  credit: X", "\n") + "\n---\n")},
		"Markdown":     {piece.Markdown, []byte(join("<p data-story=LVA%d>text</p>", "\n"))},
		"HTML":         {piece.HTML, []byte(join("<p data-story=\"LVAé%d\" data-credit=X>text</p>", ""))},
		"JSON":         {piece.JSON, []byte(`{"stories": [` + join(`{"id": "LVAé%d", "credit": "X"}`, ",") + `]}`)},
	}
}

func TestReadManyStories(t *testing.T) {
	for name, tc := range manyStories() {
		p, err := piece.Read("a", tc.kind, tc.data)
		if err != nil || len(p.Uses) < many {
			t.Errorf("%s: %d stories, %v", name, len(p.Uses), err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for name, tc := range manyStories() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(tc.data)))
			for b.Loop() {
				if _, err := piece.Read("a", tc.kind, tc.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Whatever is hard to read is refused, or read in time that grows with its size: what takes a quarter of a second here would take hours
// if it grew with the square, as much of this does in a parser that is left alone with it.
func TestHostilePiecesTakeNoTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size, most = piece.Limit / 16, 3 * time.Second
	read := func(kind piece.Kind, before, unit, after string) {
		data := []byte(before + strings.Repeat(unit, size/len(unit)) + after)
		begun := time.Now()
		_, err := piece.Read("a", kind, data)
		if took := time.Since(begun); took > most {
			t.Errorf("%s %q %.20q…: %v (%v)", kind, before, unit, took, err)
		}
	}
	for _, unit := range []string{
		">", "> ", "- ", "*a_ ", "[a](", "[a](\n\n", "[", "`", "``` \n", "<", "<a ", "<a b=\"", "<!--", "<p data-story=a ", "<iframe srcdoc='",
		"<b>", "</p>", "<table>", "<a data-story=x>", "&", "[a]: b\n\n", "a\n>", "1. a\n", "* a\n  * b\n\n", "{", "\"a\":", "[1,", "#\n",
		strings.Repeat("[a](", 2000) + "\n\n", strings.Repeat("*a_ ", 2000) + "\n\n", strings.Repeat("> ", 16) + "a\n\n", strings.Repeat("- ", 16) + "a\n",
	} {
		for _, kind := range []piece.Kind{piece.Markdown, piece.HTML, piece.JSON} {
			read(kind, "", unit, "")
		}
	}
	for _, unit := range []string{"- ", "[", "[a, ", "a: b\n", "- a\n", "? ", "&a ", "{a: ", "'", "# \n", " a\n", "!!a ", "*a ", "stories:\n ", "a:\n- b\n"} {
		for _, before := range []string{"---\n", "---\nstories:\n ", "---\nstories: ["} {
			read(piece.Markdown, before, unit, "\n---\n")
		}
	}
}
