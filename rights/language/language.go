// Package language reads the language of restrictions: one text becomes rules in ODRL 2.2 terms, and every word of it is
// accounted for. It judges nothing: it knows neither who asks nor when.
//
// What it knows stands in two folders. lexicon holds what the words name: territories, parties, media, purposes. grammar holds
// what is said with them: phrases, each with the rule it makes and with lines that the tests read. To teach it a phrase, add the
// phrase and an example there, and nothing else.
package language

import (
	"strings"
	"sync"
	"time"

	"clearance/rights/memory"
)

// Reading is what became of a text. Each of its words lies in the spans of rules, or in exactly one of the other three lists. A
// separator behind which words are missing counts as a word, and a heading with nothing behind it is unread.
type Reading struct {
	Rules       []Rule `json:"rules,omitempty"`
	Boilerplate []Span `json:"boilerplate,omitempty"` // headings, connecting words, and what is said of every item
	Production  []Span `json:"production,omitempty"`  // notes on how it was shot or sent, which restrict nothing
	Unread      []Span `json:"unread,omitempty"`      // what no phrase claims: it may say anything

	// Nothing is set where the whole text is a known way of saying that nothing is stated for the item. It grants nothing. A
	// source before it is not part of it.
	Nothing bool `json:"nothing,omitempty"`

	// Scopes are the channels that the text speaks of, in order: broadcast, digital, international …
	Scopes []string `json:"scopes,omitempty"`
}

// Span is a stretch of bytes of the text, from Start up to End.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Effect is what a rule does.
type Effect string

// The effects of rules.
const (
	Permission  Effect = "permission" // no phrase makes one: what grants something refers for the rest
	Prohibition Effect = "prohibition"
	Duty        Effect = "duty"
	Referral    Effect = "referral" // a person must decide
	Note        Effect = "note"     // said, and neither bars nor grants
)

// Rule is one thing that a text says. A constraint that is nil is open: the rule holds for all of that dimension.
type Rule struct {
	Effect Effect `json:"effect"`
	Kind   string `json:"kind"`   // what was said: one of Kinds
	Action string `json:"action"` // ODRL and RightsML: use (which is everything), sell, archive, modify, train, print, display

	Territory *Constraint `json:"territory,omitempty"` // ISO 3166-1 alpha-2, EU, EEA, or UN M49: 001 is the world
	Media     *Constraint `json:"media,omitempty"`     // broadcast, online, social, mobile, print, radio
	Purpose   *Constraint `json:"purpose,omitempty"`   // editorial, news, commercial, training
	Party     *Constraint `json:"party,omitempty"`     // canonical names; "country:ES" is any party of Spain

	From    *Moment       `json:"from,omitempty"`    // when it begins to hold
	Until   *Moment       `json:"until,omitempty"`   // when it ceases to hold
	Elapsed time.Duration `json:"elapsed,omitempty"` // it begins to hold so long after Start, in nanoseconds
	Start   string        `json:"start,omitempty"`   // what that clock starts at: transmission, issue, event; "" is not stated
	Count   int           `json:"count,omitempty"`   // so many uses are allowed
	Per     time.Duration `json:"per,omitempty"`     // in so long a time, in nanoseconds; 0 is ever
	Length  time.Duration `json:"length,omitempty"`  // so much of it may be used, in nanoseconds

	Part    bool   `json:"part,omitempty"`    // holds for some of the shots
	Channel string `json:"channel,omitempty"` // the scope it stands in, where a text has several: broadcast, digital, international, us …
	Note    string `json:"note,omitempty"`    // a name as delivered: of a credit, of a source

	Spans    []Span    `json:"spans"`              // the words it was read from
	Elements []Element `json:"elements,omitempty"` // what its lists named
}

// Constraint limits one dimension of a rule to some values, or to all but them.
type Constraint struct {
	Values  []string `json:"values"`
	Outside bool     `json:"outside,omitempty"` // holds everywhere except for the values
	Except  []string `json:"except,omitempty"`  // values inside the others for which it does not hold
	Perhaps []string `json:"perhaps,omitempty"` // values that the words may mean too: Georgia is also a state of the US
}

// Moment is a time as it was written. First and Last bound the instants that it may mean, in UTC. Both are zero where it could
// not be read: then it may be any time, so that a rule with such a From may hold already and one with such an Until may hold
// still. An embargo without an Until has no end.
type Moment struct {
	Text  string    `json:"text"`
	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
}

// Element is one thing that a list names.
type Element struct {
	Kind    string   `json:"kind"` // territory, party, media, purpose, action
	Values  []string `json:"values"`
	Except  []string `json:"except,omitempty"`  // Chinese mainland: CN, except HK, MO and TW
	Perhaps []string `json:"perhaps,omitempty"` // Georgia: GE, perhaps US
	Parent  string   `json:"parent,omitempty"`  // of a party: the one it belongs to
	Span    Span     `json:"span"`
}

// Kinds says what each kind of rule means.
var Kinds = map[string]string{
	"access":        "may not be used in a territory or medium, by a party, or at all",
	"any_medium":    "made for one medium; the others are not spoken of",
	"archive":       "may not be kept",
	"class":         "may not be used by parties of a kind, such as the broadcasters of a country",
	"clients_only":  "only for the clients of a party",
	"closed_grant":  "granted to some, or somewhere; nothing is said of the rest",
	"contact":       "to be asked for first",
	"context":       "only with one story or event",
	"count":         "only so many uses",
	"courtesy":      "a courtesy is named, none is demanded",
	"credit":        "a credit must be shown",
	"edit":          "may not be changed",
	"embargo":       "may not leave the house before a time",
	"exclusive":     "someone has it to themselves",
	"faces":         "faces must not be recognisable",
	"handout":       "handed out by someone else",
	"kill":          "withdrawn: may not be used at all",
	"legal":         "barred for legal reasons",
	"length":        "only so much of it",
	"licence":       "under a public licence",
	"licence_terms": "what the customer's own licence says holds, and nothing beside it",
	"link":          "a link to the restrictions",
	"logo":          "a logo must stay visible",
	"medium_only":   "only in a medium",
	"missing":       "a heading without what should follow it",
	"music":         "contains music that must be cleared",
	"owner":         "holds material of others",
	"part":          "a part, not the whole, may not be used",
	"pool":          "shared by the members of a pool",
	"purpose":       "not for a purpose",
	"purpose_only":  "only for a purpose",
	"release":       "persons or property shown have not agreed to commercial use",
	"reprint":       "may not be printed again",
	"resale":        "may not be sold or passed on",
	"reserved":      "all rights reserved",
	"see_elsewhere": "the restrictions stand elsewhere",
	"sequences":     "pictures may not be shown in sequence as if they were video",
	"service":       "distributed as a service; no rights are sold",
	"source":        "whose it is",
	"sports":        "sports rights may be touched",
	"time_free":     "without a limit in time, which grants nothing else",
	"time_limit":    "not after a time",
	"training":      "not for machine learning or text and data mining",
}

// Read reads a text. It never fails: what it cannot read is unread. The same few phrases stand on most stories, so readings of
// short texts are shared: they must not be changed. It may be called by many goroutines.
func Read(text string) Reading {
	if reading, ok := met.Get(text); ok {
		return *reading
	}
	reading, _ := readAnew(text, false)
	return reading
}

// ReadWhole is Read for those who have no use for a reading that leaves anything unread: it ends at the first word that is, and reports
// false. Prose that has a word or two of terms is told from them so.
func ReadWhole(text string) (Reading, bool) {
	if _, is := partly.Get(text); is {
		return Reading{}, false
	}
	if reading, ok := met.Get(text); ok {
		return *reading, len(reading.Unread) == 0
	}
	return readAnew(text, true)
}

// readAnew reads a text that is not remembered, and remembers what is worth it.
func readAnew(text string, whole bool) (Reading, bool) {
	if len(text) > longestMet {
		return readAfresh(text, whole)
	}
	text = strings.Clone(text)
	reading, ok := readAfresh(text, whole)
	switch {
	case !ok:
		partly.Put(text, struct{}{})
	case reading.isSmall():
		met.Put(text, &reading)
	}
	return reading, ok
}

var (
	// met are texts read lately. A reading takes a kilobyte as a rule, and the largest that is kept 15: 64 MB at the very most.
	met = memory.New[*Reading](mostMet, longestMet)

	// partly are texts that could not be read whole: 2 MB.
	partly = memory.New[struct{}](mostMet, longestMet)
)

// isSmall reports whether a reading is worth the space it takes. Long lists seldom come twice.
func (r *Reading) isSmall() bool {
	const rules, elements = 8, 32
	n := 0
	for i := range r.Rules {
		n += len(r.Rules[i].Elements)
	}
	return len(r.Rules) <= rules && n <= elements
}

const longestMet = 300 // bytes

const mostMet = 4096

// plainNothing are the ways of saying nothing that are written out in the grammar, in lower case. Most records have one of them
// and no other terms: they are read without learning the language.
var plainNothing = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	data, err := grammarFiles.ReadFile("grammar/nothing.txt")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(data)) {
		phrase := strings.TrimSpace(line)
		if strings.HasPrefix(line, "\t") && !strings.ContainsAny(phrase, "[]()|<>^$!,") {
			all[phrase] = true
		}
	}
	return all
})

// longestNothing bounds them, in bytes; letters that are not ASCII may become shorter.
const longestNothing = 128

// read reads a text afresh.
func read(text string) Reading {
	reading, _ := readAfresh(text, false)
	return reading
}

// readAfresh reads a text that nothing is remembered of. Whoever wants it whole is told if it is not, and gets no reading.
func readAfresh(text string, whole bool) (Reading, bool) {
	if len(text) <= longestNothing && plainNothing()[strings.ToLower(text)] {
		return Reading{Nothing: true, Boilerplate: []Span{{0, len(text)}}}, true
	}
	learn()
	r := reader{text: text, tokens: tokenize(text), whole: whole}
	r.claims = make([]bucket, len(r.tokens))
	for i := range r.tokens {
		r.literals.add(r.tokens[i].literal)
	}
	if !r.run() {
		return Reading{}, false
	}
	reading := r.reading()
	return reading, !whole || len(reading.Unread) == 0
}
