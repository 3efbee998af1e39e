package rights

import (
	"strings"

	"clearance/story"
)

// saleFlags are the archive desk's flags, each the whole of its bracket. No other spelling is documented; any other
// bracket is unread.
var saleFlags = map[string]string{
	"can sell": CanSell, "can't sell": CannotSell, "cannot sell": CannotSell, "can not sell": CannotSell,
	"do not sell": CannotSell, "not for sale": CannotSell,
}

// The values of the sale flag.
const (
	CanSell    = "can_sell"
	CannotSell = "cannot_sell"
)

// readHolder reads "POOL (CAN SELL)": two facts, a holder and the desk's flag.
// ReadHolder gives the name of the copyright holder that a reading of the record has, "" where none can be read.
func ReadHolder(s *story.Story) string { return readHolder(s).Name.Value }

func readHolder(s *story.Story) Holder {
	f := look(s, story.CopyrightHolder)
	space := make([]Words, 0, 3) // for the field, the name and the flag, as most have them
	h := Holder{Fact: f.factIn(space[:0:1], story.CopyrightHolder), Name: Fact{State: Absent}, Sale: Fact{State: Absent}}
	switch f.state {
	case Contradictory:
		h.Name, h.Sale = h.Fact, h.Fact
	case Stated:
		read := holders.Read(f.text, func(text string) *Holder {
			h := Holder{Name: h.Name, Sale: h.Sale}
			h.read(alone(story.CopyrightHolder, text))
			return &h
		})
		to := mover{f.first, space[1:1]}
		h.Name, h.Sale, h.Unread = to.fact(read.Name), to.fact(read.Sale), to.words(read.Unread)
		if len(h.Unread) > 0 {
			h.State = Unread
		}
	}
	return h
}

// read reads all but the field as a whole.
func (h *Holder) read(f story.Field) {
	c := claim(f)
	name, _, _ := strings.Cut(f.Text, "(")
	if len(name) < len(f.Text) {
		h.readFlag(c, len(name))
	}
	h.readName(c, len(strings.TrimRight(name, " \t\r\n")))
	h.Unread = c.unread()
}

// readFlag reads the bracket that opens at a place: the whole of it is a known flag, or it is none.
func (h *Holder) readFlag(c *claims, open int) {
	text := c.field.Text
	h.Sale = Fact{State: Unread, Words: []Words{part(c.field, open, len(text))}}
	inside, _, closed := strings.Cut(text[open+1:], ")")
	if value, known := saleFlags[fold(inside)]; closed && known {
		end := open + 1 + len(inside)
		c.take(open, end+1)
		h.Sale = Fact{Stated, value, []Words{part(c.field, open+1, end)}}
	}
}

// nobody are words that stand where a holder's name should, and are none.
var nobody = map[string]bool{
	"handout": true, "ho": true, "ugc": true, "eyewitness": true, "social media": true, "file": true, "various": true, "unknown": true, "other": true, "nix": true, "nil": true,
}

// readName reads the text before the flag. Words behind " - " are no part of a name: they stay unread.
func (h *Holder) readName(c *claims, end int) {
	text := c.field.Text[:end]
	if dash := strings.Index(text, " - "); dash >= 0 {
		text = strings.TrimRight(text[:dash], " \t\r\n")
	}
	switch {
	case text == "":
	case isName(text) && !nobody[plain(text)]:
		h.Name = Fact{Stated, spaced(text), []Words{c.take(0, len(text))}}
	default:
		h.Name = Fact{State: Unreadable, Words: []Words{part(c.field, 0, len(text))}}
	}
}
