package avails

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"clearance/check"
	"clearance/policy"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	pageStyle string

	pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageText)) })
)

// WriteHTML writes the grid as one page that needs nothing else: no network, no script, no fonts. A reader chooses the medium that the
// map shows; the tables below it say all that the map does, and why.
func (g Grid) WriteHTML(w io.Writer) error { return pageTemplate().Execute(w, g.page()) }

// A page is a grid as the template shows it. Everything in it that comes from a record is plain text.
type page struct {
	Grid
	Title, Asks, Until, MadeWith, NoDecision string
	Style                                    template.CSS
	Security                                 string // the Content-Security-Policy: nothing is loaded, and only our own style holds
	Width, Height                            int
	Media                                    []pageMedium
	Legend                                   []saying
	Shapes                                   []shape
	Rows                                     []pageRow
	Reasons                                  []pageReason
	Every                                    []pageRow // each country
	Total                                    int
	Unmapped                                 string // countries that the map does not show
}

type pageMedium struct {
	Name, ID string
	Counts   []count
}

type count struct {
	saying
	Class     string
	Countries int
}

// A shape is an outline with the name of its class, which is its area's.
type shape struct {
	outline
	Class, Title string
}

type pageRow struct {
	Code, Title, Names string
	Countries          int
	Cells              []pageCell
}

type pageCell struct {
	saying
	Class, Medium, MediumID, Numbers string
	Links                            []int
}

type pageReason struct {
	Number               int
	Sign, Effect, Class  string
	Detail, Code, Remedy string
	Quotes               []string
}

func (g Grid) page() page {
	style := template.CSS(pageStyle + g.colours())
	digest := sha256.Sum256([]byte(style))
	p := page{
		Grid: g, Title: check.Visible(g.Story.Title), Asks: check.Visible(g.asks()), Until: g.until(), MadeWith: g.madeWith(),
		NoDecision: noDecision, Style: style,
		Security: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'; base-uri 'none'; form-action 'none'",
		Width:    worldWidth, Height: worldHeight,
	}
	p.Grid.Story.ID, p.Grid.Story.From = check.Visible(g.Story.ID), check.Visible(g.Story.From)
	for _, v := range policy.Verdicts {
		p.Legend = append(p.Legend, say(v))
	}
	for i, medium := range g.Media {
		p.Media = append(p.Media, pageMedium{medium, mediumID(i), g.countsOf(i)})
	}
	for _, area := range g.Areas {
		p.Rows = append(p.Rows, g.row("", inEnglish(area), namesOf(area.Codes), area))
		p.Total += len(area.Codes)
	}
	for _, c := range g.countries() {
		p.Every = append(p.Every, g.row(c.code, countryName(c.code), "", c.area))
	}
	for i, f := range g.Findings {
		p.Reasons = append(p.Reasons, reasonOf(i+1, f))
	}
	p.Shapes, p.Unmapped = g.shapes()
	return p
}

// class is the name under which the style knows a verdict.
func class(v policy.Verdict) string {
	if slices.Contains(policy.Verdicts, v) {
		return string(v)
	}
	return string(policy.Blocked)
}

func mediumID(i int) string  { return fmt.Sprintf("m%d", i) }
func areaClass(i int) string { return fmt.Sprintf("a%d", i) }

// countsOf counts the countries by their verdicts in one medium.
func (g Grid) countsOf(medium int) []count {
	var all []count
	for _, v := range policy.Verdicts {
		c := count{say(v), class(v), 0}
		for _, area := range g.Areas {
			if class(area.Cells[medium].Verdict) == c.Class {
				c.Countries += len(area.Codes)
			}
		}
		all = append(all, c)
	}
	return all
}

// colours is the style that colours the map by the medium that is chosen.
func (g Grid) colours() string {
	var b strings.Builder
	for m := range g.Media {
		for a, area := range g.Areas {
			fmt.Fprintf(&b, "#%s:checked~figure .%s{fill:var(--map-%s)}\n", mediumID(m), areaClass(a), class(area.Cells[m].Verdict))
		}
		fmt.Fprintf(&b, "#%[1]s:checked~figure .of.%[1]s{display:flex}\n", mediumID(m))
		fmt.Fprintf(&b, "#%[1]s:checked~.switch label.%[1]s{background:var(--ink);color:var(--paper);border-color:var(--ink)}\n", mediumID(m))
		fmt.Fprintf(&b, "#%[1]s:focus-visible~.switch label.%[1]s{outline:3px solid var(--focus);outline-offset:2px}\n", mediumID(m))
	}
	return b.String()
}

// shapes gives the outlines of the map, and in words the countries that have none.
func (g Grid) shapes() ([]shape, string) {
	areas := map[string]int{}
	for i, area := range g.Areas {
		for _, code := range area.Codes {
			areas[code] = i
		}
	}
	var all []shape
	drawn := map[string]bool{}
	for _, o := range world() {
		i, asked := areas[o.Code]
		switch {
		case asked:
			all = append(all, shape{o, areaClass(i), countryName(o.Code) + ": " + g.inShort(g.Areas[i])})
			drawn[o.Code] = true
		case o.Code == "":
			all = append(all, shape{o, "none", o.Name + ": has no country code, so no answer of its own"})
		default:
			all = append(all, shape{o, "none", countryName(o.Code) + ": not asked about"})
		}
	}
	var missing []string
	for _, c := range g.countries() {
		if !drawn[c.code] {
			missing = append(missing, c.code)
		}
	}
	return all, namesOf(missing)
}

// inShort says what is said of an area, medium by medium.
func (g Grid) inShort(a Area) string {
	var all []string
	for i, cell := range a.Cells {
		all = append(all, g.Media[i]+" "+say(cell.Verdict).Word)
	}
	return strings.Join(all, ", ")
}

func (g Grid) row(code, title, names string, a Area) pageRow {
	r := pageRow{Code: code, Title: title, Names: names, Countries: len(a.Codes)}
	for i, cell := range a.Cells {
		c := pageCell{say(cell.Verdict), class(cell.Verdict), g.Media[i], mediumID(i), cell.numbers(), nil}
		for _, place := range slices.Sorted(slices.Values(cell.Findings)) {
			c.Links = append(c.Links, place+1)
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}

func reasonOf(n int, f check.Finding) pageReason {
	effects := map[policy.Effect]string{policy.Ground: "ground", policy.Condition: "condition", policy.Refer: "refers"}
	r := pageReason{Number: n, Sign: sign(f.Effect), Effect: effects[f.Effect], Detail: check.Visible(f.Detail), Code: f.Code, Class: string(f.Effect)}
	if r.Effect == "" {
		r.Effect, r.Class = "blocks", string(policy.Block)
	}
	if !strings.HasPrefix(f.Remedy, nothingToDo) {
		r.Remedy = f.Remedy
	}
	for i, w := range f.Words {
		same := func(other check.Words) bool { return other.Words == w.Words }
		if !slices.ContainsFunc(f.Words[:i], same) {
			r.Quotes = append(r.Quotes, quote(w))
		}
	}
	return r
}

// mostTitles is how many names head a row of the page; the others are in the list below it.
const mostTitles = 4

// inEnglish is an area's name with the names of its countries in place of their codes.
func inEnglish(a Area) string {
	names := strings.Split(a.Name, ", ")
	for i, name := range names {
		code, rest, _ := strings.Cut(name, " ")
		if slices.Contains(a.Codes, code) {
			names[i] = strings.TrimSpace(countryName(code) + " " + rest)
		}
	}
	if more := len(names) - mostTitles; more > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostTitles], ", "), more)
	}
	return strings.Join(names, ", ")
}

func namesOf(codes []string) string {
	var names []string
	for _, code := range codes {
		names = append(names, countryName(code))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
