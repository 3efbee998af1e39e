package archive

// Damage is what is wrong with the form of a record.
type Damage string

// The kinds of damage. Sound is none.
const (
	Sound Damage = ""

	// Two records that follow each other, the first at an even number, share one of these.
	Twin     Damage = "twin"     // both have the same identifier and tell the same, under other terms
	Headless Damage = "headless" // the second has no title, or one whose label is damaged: in a file of many it runs into the first
	Preceded Damage = "preceded" // words stand before the second: in a file of many they run into the first

	MissingField     Damage = "missing_field"     // a label and its value are gone
	MissingLabel     Damage = "missing_label"     // a label is gone, and its value belongs to the field before it
	DamagedLabel     Damage = "damaged_label"     // a label without its dash or colon, or with a letter off
	UnknownLabel     Damage = "unknown_label"     // a label that the form does not know
	Contradiction    Damage = "contradiction"     // a label stands twice, with two values
	Emptied          Damage = "emptied"           // a field that must say something says nothing
	UnreadableDate   Damage = "unreadable_date"   // a date that is none, or could be two
	UnreadableEnd    Damage = "unreadable_end"    // an embargo whose end cannot be read
	UnreadableHolder Damage = "unreadable_holder" // a holder with something unread beside it
	HiddenCharacter  Damage = "hidden_character"  // a character that nobody sees
	ControlCharacter Damage = "control_character" // a byte of binary data
	BadByte          Damage = "bad_byte"          // UTF-8 with a byte that is none: all of it looks like Windows-1252
	Truncated        Damage = "truncated"         // the end is missing, from somewhere behind its date on
	Trailing         Damage = "trailing"          // words stand behind the last field

	// What a reader makes nothing of.
	Repeated    Damage = "repeated"     // a label stands twice, with the same value
	Windows1252 Damage = "windows_1252" // its accents and quotation marks are Windows-1252
	CRLF        Damage = "crlf"         // its lines end as on Windows
)

// Pairs are the kinds that two records share, Singles those that one has by itself: all but Sound.
var (
	Pairs   = []Damage{Twin, Headless, Preceded}
	Singles = []Damage{
		MissingField, MissingLabel, DamagedLabel, UnknownLabel, Contradiction, Emptied, UnreadableDate, UnreadableEnd,
		UnreadableHolder, HiddenCharacter, ControlCharacter, BadByte, Truncated, Trailing, Repeated, Windows1252, CRLF,
	}
)

// Harmless reports whether the record says all that it would say without the damage.
func (d Damage) Harmless() bool { return d == Sound || d == Repeated || d == Windows1252 || d == CRLF }

// first is the first record of the pair that record i is of.
func first(i int) int { return i &^ 1 }

// whole is a share of 1 in the numbers that damage is drawn with.
const whole = 1 << 32

// shares parts a share of damaged records into pairs and single ones, so that every kind is about as frequent as any other.
func shares(damaged float64) (pairs, single uint64) {
	all := uint64(damaged * whole) // exact: whole is a power of two
	pairs = all * uint64(len(Pairs)) / uint64(len(Pairs)+len(Singles))
	if pairs == whole {
		return pairs, 0
	}
	return pairs, (all - pairs) * whole / (whole - pairs) // of those that are left
}

// Damage is what is wrong with record i.
func (a *Archive) Damage(i int) Damage {
	if first(i)+1 < a.options.Stories {
		if c := a.chance(first(i), forPairs); c.next()>>32 < a.pairs {
			return pick(&c, Pairs)
		}
	}
	if c := a.chance(i, forSingles); c.next()>>32 < a.single {
		return pick(&c, Singles)
	}
	return Sound
}
