package avails

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"clearance/check"
	"clearance/policy"
)

const (
	usualWidth = 80 // characters
	leastWidth = 40
	nameWidth  = 18 // the least that is left for the names of areas
	between    = 2  // blanks between columns
)

// WriteText shows the grid on a terminal that is some characters wide, 80 if that is not known (0). Where there is not room for all
// media side by side they stand in several tables. Below it is said what each number stands for.
func (g Grid) WriteText(w io.Writer, s check.Style, width int) error {
	if width <= 0 {
		width = usualWidth
	}
	t := table{grid: g, style: s, width: max(width, leastWidth)}
	t.head()
	for columns := range slices.Chunk(t.columns(), t.sideBySide()) {
		t.rows(columns)
	}
	t.legend()
	for i, f := range g.Findings {
		t.finding(i+1, f)
	}
	t.foot()
	_, err := io.WriteString(w, t.b.String())
	return err
}

// A table is a grid on its way to a terminal.
type table struct {
	grid  Grid
	style check.Style
	width int // characters
	b     strings.Builder
}

func (t *table) head() {
	g := t.grid
	t.paragraph("", "Where is it open? "+g.asks())
	t.paragraph("", g.Story.Title)
	t.paragraph("", fmt.Sprintf("%s, %s at byte %d; as of %s", g.Story.ID, g.Story.From, g.Story.Offset, g.AsOf))
}

// paragraph writes text from outside safely, in lines that fit; all but the first begin with as many blanks as the beginning is long.
func (t *table) paragraph(begin, text string) {
	indent := utf8.RuneCountInString(begin)
	for i, line := range wrap(check.Visible(text), t.width-indent) {
		if i > 0 {
			begin = strings.Repeat(" ", indent)
		}
		t.b.WriteString(begin + line + "\n")
	}
}

// shown is a cell as one column has it: a sign, a word, and the numbers under which more is said.
func shown(c Cell) string {
	how := say(c.Verdict)
	return how.Sign + " " + how.Word + " " + c.numbers()
}

// A column is one medium, by its place, and its width in characters.
type column struct{ medium, width int }

func (t *table) columns() []column {
	var all []column
	for i, medium := range t.grid.Media {
		c := column{i, len(medium)}
		for _, area := range t.grid.Areas {
			c.width = max(c.width, utf8.RuneCountInString(shown(area.Cells[i])))
		}
		all = append(all, c)
	}
	return all
}

// sideBySide is how many columns fit beside the names, at least one. Where they do not all, no table is much smaller than another.
func (t *table) sideBySide() int {
	widest, all := 0, t.columns()
	used := nameWidth
	for _, c := range all {
		widest, used = max(widest, c.width), used+between+c.width
	}
	if used <= t.width {
		return len(all)
	}
	fit := max(1, (t.width-nameWidth)/(between+widest))
	tables := (len(all) + fit - 1) / fit
	return (len(all) + tables - 1) / tables
}

// rows writes a table of some media: a row for each area, its name on as many lines as it needs.
func (t *table) rows(columns []column) {
	room := t.width
	for _, c := range columns {
		room -= between + c.width
	}
	longest := nameWidth
	for _, area := range t.grid.Areas {
		longest = max(longest, utf8.RuneCountInString(title(area)))
	}
	room = min(room, longest)
	t.b.WriteString("\n")
	t.row("territory", room, columns, func(c column) string { return t.grid.Media[c.medium] }, nil)
	for _, area := range t.grid.Areas {
		t.row(title(area), room, columns, func(c column) string { return shown(area.Cells[c.medium]) }, area.Cells)
	}
}

// row writes a name, and beside its first line what stands in each column, painted by the verdicts of cells if there are any.
func (t *table) row(name string, room int, columns []column, text func(column) string, cells []Cell) {
	names := wrap(name, room)
	t.b.WriteString(pad(names[0], room))
	for i, c := range columns {
		padded := text(c)
		if i < len(columns)-1 {
			padded = pad(padded, c.width)
		}
		if cells != nil {
			padded = t.style.Verdict(cells[c.medium].Verdict, padded)
		}
		t.b.WriteString(strings.Repeat(" ", between) + padded)
	}
	t.b.WriteString("\n" + strings.Join(names[1:], "\n"))
	if len(names) > 1 {
		t.b.WriteString("\n")
	}
}

// title is an area's name, and how many countries it has.
func title(a Area) string {
	if len(a.Codes) == 1 {
		return a.Name
	}
	return fmt.Sprintf("%s (%d)", a.Name, len(a.Codes))
}

func (t *table) legend() {
	t.b.WriteString("\n")
	var all []string
	for _, v := range policy.Verdicts {
		how := say(v)
		all = append(all, how.Sign+" "+how.Word+" is "+how.Means)
	}
	t.paragraph("", strings.Join(all, "; ")+". The numbers stand for:")
}

// finding says what a number stands for: the finding, the words it rests on, and what a person can do.
func (t *table) finding(n int, f check.Finding) {
	t.paragraph(fmt.Sprintf("%3d %s ", n, sign(f.Effect)), f.Detail+" ["+f.Code+"]")
	for i, w := range f.Words {
		same := func(other check.Words) bool { return other.Words == w.Words } // two facts may rest on the same words
		if !slices.ContainsFunc(f.Words[:i], same) {
			t.paragraph("      ", quote(w))
		}
	}
	if !strings.HasPrefix(f.Remedy, nothingToDo) {
		t.paragraph("      → ", f.Remedy)
	}
}

func (t *table) foot() {
	g := t.grid
	countries := 0
	for _, area := range g.Areas {
		countries += len(area.Codes)
	}
	t.b.WriteString("\n")
	t.paragraph("", fmt.Sprintf("%d countries by %d media: %d cleared, %d referred, %d blocked; %s",
		countries, len(g.Media), g.Counts.Cleared, g.Counts.Referred, g.Counts.Blocked, g.until()))
	if len(g.Open) > 0 {
		t.paragraph("", "assumed: "+strings.Join(g.Open, "; "))
	}
	t.paragraph("", g.madeWith())
	t.paragraph("", noDecision)
}

// pad fills text up with blanks.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// wrap breaks text between words into lines of a width; a longer word is broken, too.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch letters := []rune(word); {
		case *last == "":
			*last = word
		case utf8.RuneCountInString(*last)+1+len(letters) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
		for last := &lines[len(lines)-1]; utf8.RuneCountInString(*last) > width; last = &lines[len(lines)-1] {
			letters := []rune(*last)
			*last = string(letters[:width])
			lines = append(lines, string(letters[width:]))
		}
	}
	return lines
}
