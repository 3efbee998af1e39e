package story

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// windows1252 are the characters of the bytes 80 to 9F; every other byte is its own character, as in Latin-1.
// Five bytes have no meaning (https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT).
var windows1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// character is what a byte means in Windows-1252, U+FFFD where it means nothing.
func character(b byte) rune {
	if 0x80 <= b && b < 0xA0 {
		return windows1252[b-0x80]
	}
	return rune(b)
}

// encodingOf takes a record for UTF-8 only where all of it is.
func encodingOf(raw []byte) Encoding {
	if utf8.Valid(raw) {
		return UTF8
	}
	return Windows1252
}

// decode gives the text of bytes in Windows-1252.
func decode(raw []byte) string {
	var text strings.Builder
	text.Grow(len(raw) + len(raw)/8)
	for _, b := range raw {
		text.WriteRune(character(b))
	}
	return text.String()
}

// block is how many bytes of a Text share one mark: enough to keep marks small, few enough to count quickly.
const block = 4096

// marksOf gives, for a text of Windows-1252 whose first byte stands at start, the place of the character that holds
// every block-th byte of the text.
func marksOf(text string, start int) []int {
	marks := make([]int, 0, len(text)/block+1)
	place := start - 1
	for i := range len(text) {
		if utf8.RuneStart(text[i]) {
			place++
		}
		if i%block == 0 {
			marks = append(marks, place)
		}
	}
	return marks
}

// Words is the span in the record of Text[start:end]. A character that is cut is taken whole where
// the record is Windows-1252, since it is one byte there.
func (f Field) Words(start, end int) Span {
	if f.marks == nil {
		return Span{f.Span.Start + start, f.Span.Start + end}
	}
	words := Span{f.place(start), f.place(end)}
	if end < len(f.Text) && !utf8.RuneStart(f.Text[end]) {
		words.End++
	}
	return words
}

// place is where the character that holds Text[i] stands in the record. In Windows-1252 every character is one byte,
// so it is enough to count characters from the last mark on.
func (f Field) place(i int) int {
	if i == len(f.Text) {
		return f.Span.End
	}
	place := f.marks[i/block]
	for j := i/block*block + 1; j <= i; j++ {
		if utf8.RuneStart(f.Text[j]) {
			place++
		}
	}
	return place
}

// Index is the place in Text of the character at a place in the record: the opposite of Words. Before the value it is 0, behind it
// the length of Text.
func (f Field) Index(place int) int {
	if f.marks == nil {
		return min(max(place-f.Span.Start, 0), len(f.Text))
	}
	return sort.Search(len(f.Text), func(i int) bool { return f.place(i) >= place })
}

// ascii says whether bytes read the same in either encoding.
func ascii(raw []byte) bool {
	return !slices.ContainsFunc(raw, func(b byte) bool { return b >= utf8.RuneSelf })
}
