package rights

import (
	"regexp"
	"slices"
	"strings"

	"clearance/story"
)

// Terms stand in the summary and the story's text as well: on lines that begin with what they are, between plus signs, and in
// capitals behind a picture's credit. Prose speaks of embargoes and of reporters who had no access; there only words that
// stand together as terms do, in capitals, are taken for some. Source: captions and shotlists of AFP, Reuters and others.
var elsewhere = []*regexp.Regexp{
	regexp.MustCompile(`(?im)^[ \t*+–—-]*(?:usage |note |nb |attention |editors'? )*res?trictions?[ \t]*[:–—-][^\r\n]*`),
	regexp.MustCompile(`(?m)^[ \t*+–—-]*(?:USAGE |NOTE |NB |ATTENTION )*RES?TRICTION[^\r\n]*`),
	regexp.MustCompile(`RES?TRICTIONS?[ \t]*[:–—-][^\r\n]*`),
	regexp.MustCompile(`(?im)(?:^|[:;])[ \t]*no (?:access|use|resales?|sales|archiv[a-z]*|syndication|licensing)\b[^\r\n.()+]*`),
	regexp.MustCompile(`(?im)^[ \t*+–—-]*(?:attention editors|editors'? note|eds note|usage terms|terms of use|embargo(?:ed)?(?: until)?)[ \t]*[:–—-][^\r\n]*`),
	regexp.MustCompile(`(?im)^[ \t*+–—-]*(?:embargoed until|hold for release|mandatory kill|kill kill|not for publication)\b[^\r\n]*`),
	regexp.MustCompile(`\+\+[^+\r\n]+\+\+`),
	regexp.MustCompile(`\bNO (?:[A-Z]+ (?:OR|AND|/) )?(?:ACCESS|USE|USAGE|RESALES?|SALES?|ARCHIV[A-Z]*|LIBRARY|SYNDICATION|LICEN[A-Z]*|DIGITAL|ONLINE|INTERNET|SOCIAL MEDIA|` +
		`MOBILE|WIRELESS|BROADCAST|COMMERCIAL|MARKETING|ADVERTISING|THIRD PARTY|REDISTRIBUTION|AI|RE-?EDIT[A-Z]*|PRINT|WEB)\b[^\r\n.()+]*`),
	regexp.MustCompile(`\b(?:NOT FOR|NOT AVAILABLE|MUST (?:ON-?SCREEN |NOT )?(?:CREDIT|COURTESY|BE)|MANDATORY|RESTRICTED TO|STRICTLY|DO NOT (?:USE|OBSCURE|OBSTRUCT|ARCHIVE|IDENTIFY|CROP)|` +
		`EMBARGOED|USE ONLY|CLIENTS ONLY|CUSTOMERS ONLY|ACCESS ONLY|EXCLUSIVE TO|ONE USE|SINGLE USE)\b[^\r\n.()+]*`),
	regexp.MustCompile(`(?i)\beditorial use only\b[^\r\n.()+]*|\bnot for sale\b[^\r\n.()+]*|\bmandatory credit\b[^\r\n.()+]*`),
	regexp.MustCompile(`\)[ \t]*/?[ \t]*[A-Za-z ,&-]{2,60}\bOUT\b|\)[ \t]*/[ \t]*[A-Za-z ,&-]{2,60}\b(?i:out)\b`),
	regexp.MustCompile(`(?i)\bno (?:ai|machine learning|tdm)\b[^\r\n.()+]*|\bnoai\b|\b44b UrhG\b|2019/790|\bDMI-PROHIBITED[A-Z-]*`),
}

// outs are words in front of OUT: Netherlands OUT. RUSSIA OUT OF THE CUP is prose.
var outs = regexp.MustCompile(`((?:[\p{L}-]+[ \t]+){0,3}[\p{L}-]+)[ \t]+OUT(?:[^\p{L} ]|[ \t]+(?:[^\p{L}O]|O[^F])|[ \t]*$)`)

// readElsewhere gives the words of the summary and the text that stand there as terms, but for those that shots have.
func readElsewhere(s *story.Story, shots []Shot) []Words {
	var all []Words
	for _, f := range s.Fields {
		if f.Label != story.Summary && f.Label != story.Text {
			continue
		}
		c := claim(f)
		for _, pattern := range elsewhere {
			for _, at := range pattern.FindAllStringIndex(f.Text, -1) {
				if !isNote(strings.Trim(f.Text[at[0]:at[1]], "+ ")) && !ofShot(shots, f.Words(at[0], at[1])) {
					c.take(at[0], at[1])
				}
			}
		}
		for _, at := range outs.FindAllStringSubmatchIndex(f.Text, -1) {
			if place := f.Text[at[2]:at[3]]; namesPlace(strings.Fields(plain(place))) {
				c.take(at[0], at[3]+strings.Index(f.Text[at[3]:], "OUT")+len("OUT"))
			}
		}
		all = append(all, c.taken()...)
	}
	return all
}

// ofShot reports whether a span begins in words that a shot was read from.
func ofShot(shots []Shot, span story.Span) bool {
	return slices.ContainsFunc(shots, func(shot Shot) bool {
		return slices.ContainsFunc(slices.Concat(shot.Source.Words, shot.Terms.Words), func(w Words) bool {
			return w.Start <= span.Start && span.Start < w.End
		})
	})
}
