package archive

import (
	"embed"
	"strconv"
	"strings"
	"time"
)

//go:embed words/*.txt
var wordFiles embed.FS

// words are the lists that records are made of; the files say where each comes from.
var words = struct {
	places                               []place
	actors, deeds, tails                 []string
	topics, keywords, first, last, shots []string
	parties                              []string
	holders, flags, sources, languages   ranked[string]
	notices                              ranked[template]
	sentences                            []template
}{
	places: placesOf(lines("places")), actors: lines("actors"), deeds: lines("deeds"), tails: lines("tails"),
	topics: lines("topics"), keywords: lines("keywords"), first: column(lines("people"), 0), last: column(lines("people"), 1),
	shots: lines("shots"), holders: rank(lines("holders")), flags: counted(lines("flags")), notices: rank(templates(lines("notices"))),
	sources: rank(lines("sources")), languages: rank([]string{"English", "French", "Arabic", "Russian", "Spanish", "Mandarin"}),
	parties: lines("parties"), sentences: templates(lines("sentences")),
}

// place is where a story is told from, as its fields and as its datelines have it.
type place struct{ city, country, capitals, countryCapitals string }

func placesOf(lines []string) (places []place) {
	for _, line := range lines {
		city, country, _ := strings.Cut(line, ", ")
		places = append(places, place{city, country, strings.ToUpper(line), strings.ToUpper(country)})
	}
	return places
}

// lines are those of a file of words, without its remarks.
func lines(name string) (lines []string) {
	text, err := wordFiles.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic("archive: " + err.Error()) // it is part of the program
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// counted reads lines that begin with how many there are of the rest.
func counted(lines []string) (r ranked[string]) {
	var shares []int
	for _, line := range lines {
		share, rest, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(share)
		if err != nil {
			panic("archive: " + err.Error()) // it is part of the program
		}
		shares, r.all = append(shares, n), append(r.all, rest)
	}
	r.by = weigh(shares...)
	return r
}

func column(lines []string, n int) (column []string) {
	for _, line := range lines {
		column = append(column, strings.Fields(line)[n])
	}
	return column
}

// template is a text with slots, cut at them.
type template []piece

// piece is a text, and the slot behind it: "" where none is.
type piece struct{ text, slot string }

func templates(lines []string) (all []template) {
	for _, line := range lines {
		all = append(all, templateOf(line))
	}
	return all
}

func templateOf(text string) (t template) {
	for text != "" {
		before, rest, _ := strings.Cut(text, "{")
		slot, after, _ := strings.Cut(rest, "}")
		t = append(t, piece{before, slot})
		text = after
	}
	return t
}

// append writes a template with its slots filled. What lies ahead or behind is counted from asOf, in minutes.
func (t template) append(to []byte, c *chance, asOf int64) []byte {
	for _, p := range t {
		to = append(to, p.text...)
		switch p.slot {
		case "":
		case "person":
			to = appendPerson(to, c)
		case "PERSON":
			n := len(to)
			to = appendPerson(to, c)
			copy(to[n:], strings.ToUpper(string(to[n:])))
		case "place":
			to = append(to, pick(c, words.places).city...)
		case "country":
			to = append(to, pick(c, words.places).country...)
		case "COUNTRY":
			to = append(to, pick(c, words.places).countryCapitals...)
		case "party":
			to = append(to, pick(c, words.parties)...)
		case "PARTY":
			to = append(to, strings.ToUpper(pick(c, words.parties))...)
		case "number":
			to = strconv.AppendInt(to, int64(2+c.below(96)), 10)
		case "day":
			to = append(to, time.Weekday(c.below(7)).String()...)
		case "hour":
			to = append(to, pick(c, []string{"0001", "0600", "1200", "1500", "2200"})...)
		case "date":
			const years = 10 // as far as dates in terms lie ahead or behind
			to = appendAmerican(to, asOf+int64(c.below(2*years*365)-years*365)*dayLong, inTitleCase)
		default:
			panic("archive: no slot is called " + p.slot)
		}
	}
	return to
}

func appendPerson(to []byte, c *chance) []byte {
	to = append(to, pick(c, words.first)...)
	return append(append(to, ' '), pick(c, words.last)...)
}
