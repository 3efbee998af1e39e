package avails_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"clearance/check"
	"clearance/check/avails"
	"clearance/policy"
	"clearance/rights"
	"clearance/rights/language"
)

func contextDone(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// hostile is a title that would harm a page, a terminal or a spreadsheet.
const hostile = "=NORWAY: <script>alert(1)</script> \"'><img src=http://a.example/x onerror=x> {{.}} \x1b[31m\u202eRED"

func gridOf(t *testing.T, title, terms string, asked rights.Asked) avails.Grid {
	t.Helper()
	g, err := avails.New(t.Context(), load(t, rights.House{}), read(t, record(title, terms)), ask(t, asked), rights.Others{})
	if err != nil {
		t.Fatal(err)
	}
	g.Policy = "sha256:0000000000000000" // so that golden files do not change with every rule
	return g
}

func sampleGrid(t *testing.T) avails.Grid {
	t.Helper()
	return gridOf(t, "NORWAY: Ministers meet", "No access UK. China OUT. No digital Norway. Must credit NRK. Editorial use only", rights.Asked{Action: "publish"})
}

// TestGolden compares all forms of a grid with files of testdata. With -update it writes them.
func TestGolden(t *testing.T) {
	g := sampleGrid(t)
	small := gridOf(t, hostile, "No access UK/RTE. No digital Norway. Must credit NRK", rights.Asked{
		Action: "sell", Purpose: "news", Party: "BBC", Territory: []string{"NO", "SJ", "GB", "FR", "MT"}, From: "2026-12-01T00:00:00Z", Until: "2027-12-01T00:00:00Z",
	})
	for name, write := range map[string]func(io.Writer) error{
		"grid.txt":        func(w io.Writer) error { return g.WriteText(w, check.Style{}, 0) },
		"grid-wide.txt":   func(w io.Writer) error { return g.WriteText(w, check.Style{}, 140) },
		"grid-colour.txt": func(w io.Writer) error { return g.WriteText(w, check.Style{Color: true}, 60) },
		"small.txt":       func(w io.Writer) error { return small.WriteText(w, check.Style{}, 0) },
		"small.csv":       small.WriteCSV,
		"small.json":      small.WriteJSON,
		"small.html":      small.WriteHTML,
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name)
			got := outlines.ReplaceAllString(b.String(), ` d="…"`)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s; look at it, and if it is right run the test with -update. Got\n%.3000s", path, got)
			}
		})
	}
}

// outlines are those of countries, which golden files leave out.
var outlines = regexp.MustCompile(` d="[^"]*"`)

// TestTextFits wants no line that is too long, and signs and words for every verdict without colour.
func TestTextFits(t *testing.T) {
	for _, tc := range []struct{ title, terms string }{
		{"NORWAY: Ministers meet", "No access UK/RTE. China OUT. No digital Norway. Must credit NRK. Not for use outside Europe"},
		{strings.Repeat("long ", 60) + strings.Repeat("x", 300), "None"},
		{hostile, "No access UK/RTE. Zembla"},
	} {
		g := gridOf(t, tc.title, tc.terms, rights.Asked{Action: "publish"})
		for _, width := range []int{0, 40, 57, 80, 132, 400} {
			var b strings.Builder
			if err := g.WriteText(&b, check.Style{}, width); err != nil {
				t.Fatal(err)
			}
			if width == 0 {
				width = 80
			}
			for line := range strings.Lines(b.String()) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width || strings.HasSuffix(line, " \n") {
					t.Errorf("%d characters of %d: %q", n, width, line)
				}
				if strings.ContainsAny(line, "\x1b\u202e") {
					t.Errorf("the terminal would obey %q", line)
				}
			}
			for _, medium := range rights.Media {
				if strings.Count(b.String(), medium) == 0 {
					t.Errorf("%d wide: no column of %s", width, medium)
				}
			}
		}
	}
}

func TestCSV(t *testing.T) {
	g := gridOf(t, hostile, "No access UK", rights.Asked{Action: "publish"})
	var b strings.Builder
	if err := g.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + len(language.Countries())*len(rights.Media); len(rows) != want {
		t.Errorf("%d rows, want %d", len(rows), want)
	}
	verdicts := map[string]int{}
	for _, row := range rows[1:] {
		verdicts[row[3]]++
		for _, value := range row {
			if value != "" && strings.ContainsRune("=+-@", rune(value[0])) {
				t.Fatalf("a spreadsheet would run %q", value)
			}
		}
		if row[0] == "GB" && (row[1] != "United Kingdom" || row[3] != "blocked" || !strings.Contains(row[4], "terms.no_access")) {
			t.Errorf("got %q", row)
		}
	}
	if verdicts["cleared"] != g.Counts.Cleared || verdicts["blocked"] != g.Counts.Blocked || verdicts["referred"] != g.Counts.Referred {
		t.Errorf("%v are not %+v", verdicts, g.Counts)
	}
}

// TestPage takes the page apart: it is well formed, loads nothing, runs nothing, and says in its tables all that the map shows.
func TestPage(t *testing.T) {
	for name, g := range map[string]avails.Grid{
		"hostile": gridOf(t, hostile, `No access UK <script src="http://a.example"></script>`, rights.Asked{Action: "sell", Party: `</style><script>x</script>`}),
		"named":   gridOf(t, "", "None", rights.Asked{Action: "publish", Territory: []string{"EU"}, Media: []string{"print", "radio"}}),
		"sample":  sampleGrid(t),
		"nothing": {Media: []string{"print"}, Areas: []avails.Area{{Name: "NO", Codes: []string{"NO"}, Cells: make([]avails.Cell, 1)}}},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := g.WriteHTML(&b); err != nil {
				t.Fatal(err)
			}
			wellFormed(t, b.String())
			doc, err := html.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			rows, titled := 0, 0
			ids := map[string]bool{}
			var links []string
			style, security := "", ""
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch n.Data {
				case "script", "img", "link", "iframe", "object", "embed", "base", "form", "image", "use", "foreignobject":
					t.Errorf("there is a %s", n.Data)
				case "style":
					style = n.FirstChild.Data
				case "tr":
					rows++
				case "path", "circle":
					if n.FirstChild == nil || n.FirstChild.Data != "title" || n.FirstChild.FirstChild == nil {
						t.Errorf("an outline without a title")
					}
					titled++
				}
				for _, a := range n.Attr {
					switch {
					case a.Key == "id" && ids[a.Val]:
						t.Errorf("two have the id %s", a.Val)
					case a.Key == "id":
						ids[a.Val] = true
					case a.Key == "href":
						links = append(links, a.Val)
					case a.Key == "http-equiv":
						security = n.Attr[1].Val
					case a.Key == "src" || a.Key == "style" || strings.HasPrefix(a.Key, "on"):
						t.Errorf("%s has the attribute %s=%q", n.Data, a.Key, a.Val)
					case a.Key == "aria-labelledby" || a.Key == "aria-describedby" || a.Key == "for":
						links = append(links, "#"+a.Val)
					}
				}
			}
			for _, link := range links {
				if id, here := strings.CutPrefix(link, "#"); !here || !ids[id] {
					t.Errorf("a link leads to %q, which is not on the page", link)
				}
			}
			digest := sha256.Sum256([]byte(style))
			if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'"; !strings.Contains(security, want) || !strings.HasPrefix(security, "default-src 'none';") {
				t.Errorf("the page allows %q, want default-src 'none' and %s", security, want)
			}
			if strings.Contains(style, "http") || strings.Contains(style, "@import") || strings.Contains(strings.ReplaceAll(style, "url(#", ""), "url(") {
				t.Error("the style loads something")
			}
			countries := 0
			for _, area := range g.Areas {
				countries += len(area.Codes)
			}
			if want := len(g.Areas) + countries + 2; rows != want {
				t.Errorf("%d rows in the tables, want %d", rows, want)
			}
			if titled < 230 {
				t.Errorf("%d outlines", titled)
			}
		})
	}
}

// wellFormed wants every element of a page closed in its order.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	void := []string{"meta", "input", "rect", "br"}
	var open []string
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if tokens.Err() != io.EOF || len(open) > 0 {
				t.Errorf("%v; still open: %q", tokens.Err(), open)
			}
			return
		case html.StartTagToken:
			name, _ := tokens.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %q", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// TestZeroCell wants a cell that nobody judged to be shown as one that does not clear, in every form.
func TestZeroCell(t *testing.T) {
	g := avails.Grid{Media: []string{"print"}, Areas: []avails.Area{{Name: "NO", Codes: []string{"NO"}, Cells: make([]avails.Cell, 1)}}}
	var text, page, table strings.Builder
	for _, err := range []error{g.WriteText(&text, check.Style{}, 80), g.WriteHTML(&page), g.WriteCSV(&table)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(text.String(), "✗ no") || strings.Contains(text.String(), "✓ can\n") {
		t.Errorf("got\n%s", text.String())
	}
	if strings.Contains(page.String(), `<td class="cleared">`) || !strings.Contains(page.String(), `<td class="blocked">`) ||
		!strings.Contains(page.String(), ".a0{fill:var(--map-blocked)}") {
		t.Error("the page does not show it as blocked")
	}
	if strings.Contains(table.String(), string(policy.Cleared)) {
		t.Errorf("got %s", table.String())
	}
}

// TestWorld holds the outlines against the countries there are.
func TestWorld(t *testing.T) {
	g := sampleGrid(t)
	var b strings.Builder
	if err := g.WriteHTML(&b); err != nil {
		t.Fatal(err)
	}
	const told = "Only in the tables, not on the map: Antarctica, Ascension Island, Bouvet Island, Clipperton Island, Diego Garcia, Gibraltar, " +
		"Tristan da Cunha, Tuvalu, U.S. Outlying Islands."
	if !strings.Contains(b.String(), told) {
		t.Errorf("the page does not say %q", told)
	}
	for _, title := range []string{
		"Norway: broadcast can, online no,", "French Guiana: broadcast can", "Kosovo: broadcast can", "China: broadcast no", "Malta: broadcast can",
		"N. Cyprus: has no country code",
	} {
		if !strings.Contains(b.String(), "<title>"+title) {
			t.Errorf("no outline says %q", title)
		}
	}
}
