package archive

import (
	"bytes"
	"unicode/utf8"
)

// do damages a whole record, number i of its archive.
func (k Damage) do(d *draft, c *chance, i int) {
	second := i != first(i)
	field := 1 + c.below(len(form)-1) // any but the title
	f := d.fields[field]
	switch k {
	case Twin:
		if second {
			d.restrict()
		}
	case Headless:
		if second {
			d.behead(c)
		}
	case Preceded:
		if second {
			d.replace(d.start, d.start, pick(c, []string{"Delivered by the archive desk\n\n", "Page 2 of 3\n", "FURTHER RESTRICTIONS APPLY\n"}))
		}
	case MissingField:
		d.replace(d.before(field), f.end, "")
	case MissingLabel:
		d.replace(f.dash, f.value, "")
	case DamagedLabel:
		d.misprint(field, c)
	case UnknownLabel:
		d.replace(f.dash, f.dash, pick(c, []string{"- Slug: desk\n", "- Usage Notes: see desk\n", "- Rights: ask\n", "- Edit No: 2\n"}))
		if d.raw[f.dash-1] != '\n' { // it was glued to its line
			d.raw[f.dash-1] = '\n'
		}
	case Contradiction:
		d.replace(f.end, f.end, "\n"+form[field]+pick(c, []string{"see below", "Other", "2nd version"}))
	case Emptied:
		for field == embargoed || field == keywords { // these may be empty
			field = 1 + c.below(len(form)-1)
		}
		d.put(field, "")
	case UnreadableDate:
		d.put(dated, pick(c, []string{"4/5/09", "31st April 2009", "5th Decembre 2009", "Saturday", "5th December 209"}))
	case UnreadableEnd:
		d.put(embargoed, pick(c, []string{"TBC", "after the match", "20th Decembre 2009", "1200", "Yes", "04/05/2009 12:00"}))
	case UnreadableHolder:
		d.put(holder, pick(c, []string{"(CAN SELL) POOL", "POOL (CAN SELL) see note", "REUTERS - ASK DESK (CAN SELL)", "POOL (CAN SELL"}))
	case HiddenCharacter:
		d.strew(c, "\u200b", "\u202e", "\u00ad", "\ufeff", "\u2066")
	case ControlCharacter:
		d.strew(c, "\x00", "\x01\x02", "\x1b[1m", "\x7f")
	case BadByte:
		d.strew(c, "é\xff", "ü\x81", "“\xe2\x80")
	case Truncated:
		least := d.fields[summary].dash // one that ends before may be about the record behind it, too
		d.raw = d.raw[:least+c.below(len(d.raw)-least)]
		d.raw = bytes.TrimRight(d.raw, "\n")
	case Trailing:
		d.add(pick(c, []string{"\n\nPrinted from the archive, page 1", "\n-- \nDesk, room 12", "\n<end>"}))
	case Repeated:
		d.replace(f.end, f.end, "\n"+string(d.raw[f.dash:f.end]))
	case Windows1252:
		at := d.fields[text].value
		d.replace(at, at, pick(c, []string{"\x93It is late,\x94 they said in the caf\xe9. ", "M\xfcller \x96 he is 60 \x96 was there. "}))
	case CRLF:
		d.add("\n")
		d.replaceAll(d.start, "\n", "\r\n")
	default:
		panic("archive: nothing is known of the damage " + string(k))
	}
}

// before is where the white space before a field starts.
func (d *draft) before(field int) int { return d.fields[field].dash - 1 }

// put gives a field another value.
func (d *draft) put(field int, value string) {
	f := d.fields[field]
	d.replace(f.value, f.end, "")
	if d.raw[f.value-1] == ':' { // it was empty
		value = " " + value
	}
	d.replace(f.value, f.value, value)
}

// restrict gives the record other terms than it has: a story that was delivered again, with one restriction more.
func (d *draft) restrict() {
	switch f := d.fields[terms]; string(d.raw[f.value:f.end]) {
	case "", "None":
		d.put(terms, "No resale")
	default:
		d.put(terms, string(d.raw[f.value:f.end])+". No resale")
	}
}

// behead takes the title's label, or the title, or damages the label so that no record begins there.
func (d *draft) behead(c *chance) {
	title := d.fields[0]
	switch c.below(3) {
	case 0:
		d.replace(title.dash, title.value, "")
	case 1:
		d.replace(title.dash, d.fields[1].dash, "")
	case 2:
		d.replace(title.dash, title.value, pick(c, []string{"Title: ", "- Titel: ", "- Title ", "- Tilte: "}))
	}
}

// misprint takes a label's dash, its colon, or changes one of its letters.
func (d *draft) misprint(field int, c *chance) {
	f := d.fields[field]
	colon := f.dash + bytes.IndexByte(d.raw[f.dash:], ':')
	switch c.below(3) {
	case 0:
		d.replace(f.dash, f.dash+len("- "), "")
	case 1:
		d.replace(colon, colon+1, "")
	case 2:
		letter := f.dash + len("- ") + c.below(colon-f.dash-len("- "))
		for d.raw[letter] == ' ' || d.raw[letter] == '/' {
			letter--
		}
		d.raw[letter] = pick(c, []byte("qz#")) // no label has these
	}
}

// strew puts one of some characters into a value that is not empty.
func (d *draft) strew(c *chance, characters ...string) {
	f := d.fields[c.below(len(form))]
	for f.end <= f.value+1 {
		f = d.fields[c.below(len(form))]
	}
	at := f.value + 1 + c.below(f.end-f.value-1)
	for !utf8.RuneStart(d.raw[at]) {
		at--
	}
	d.replace(at, at, pick(c, characters))
}
