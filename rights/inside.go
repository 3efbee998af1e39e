package rights

import (
	"sync/atomic"

	"clearance/rights/memory"
	"clearance/rights/when"
)

// inside is what stands in brackets, or where a source is named, with what was asked of it so far. Dates, notes, sources and
// their terms come again and again, and each is asked the same few questions. It is shared by all who read.
type inside struct {
	text          string
	asked, answer atomic.Uint32 // a bit for each question
	parts         atomic.Pointer[sourceTerms]
}

// sourceTerms is SOURCE - TERMS.
type sourceTerms struct {
	source, terms string
	dash          bool
}

// question is something that is asked of what stands in brackets. Its answer depends on the text alone.
type question int

const (
	isNoteAsked question = iota
	isCreditAsked
	isAgencyCreditAsked
	isDatelineAsked
	writtenAsDatelineAsked
	isDayAsked
	isMonthAsked
	endsInYearAsked
	remainsOfDateAsked
	isGluedAsked
	dateRestrictsAsked
	alwaysThirdPartyAsked
	inCapitalsAsked
	hasOperatorAsked
	hasTermsAsked
	dateAndMoreAsked
	isSourceAsked
	saysTermsAsked
)

// questions are how each is answered. They are set up when the program starts, since answers ask for other answers.
var questions []func(string) bool

func init() {
	questions = []func(string) bool{
		isNoteAsked: isNote, isCreditAsked: isCredit, isAgencyCreditAsked: isAgencyCredit, isDatelineAsked: isDateline,
		writtenAsDatelineAsked: writtenAsDateline, isDayAsked: isDay, isMonthAsked: isMonth,
		endsInYearAsked:    func(text string) bool { return remainsOfDate(text, true) },
		remainsOfDateAsked: func(text string) bool { return remainsOfDate(text, false) },
		isGluedAsked:       isGlued, dateRestrictsAsked: dateRestricts, alwaysThirdPartyAsked: alwaysThirdParty,
		inCapitalsAsked: inCapitals, hasOperatorAsked: hasOperator, hasTermsAsked: hasTerms, dateAndMoreAsked: dateAndMore,
		isSourceAsked: isSource, saysTermsAsked: saysTerms,
	}
}

// insides remembers 16384 of them, of 256 bytes at most: 8 MB. The days of twenty years are half of that.
var insides = memory.New[*inside](16384, 256)

func insideOf(text string) *inside {
	return insides.Read(text, func(text string) *inside { return &inside{text: text} })
}

// is answers a question, once. Two who ask at the same time find the same answer.
func (in *inside) is(q question) bool {
	bit := uint32(1) << q
	if in.asked.Load()&bit != 0 {
		return in.answer.Load()&bit != 0
	}
	yes := questions[q](in.text)
	if yes {
		in.answer.Or(bit)
	}
	in.asked.Or(bit) // the answer stands before anybody takes it for one
	return yes
}

// cut parts SOURCE - TERMS.
func (in *inside) cut() *sourceTerms {
	parts := in.parts.Load()
	if parts == nil {
		parts = &sourceTerms{}
		parts.source, parts.terms, parts.dash = cutSource(in.text)
		in.parts.Store(parts)
	}
	return parts
}

func isDay(text string) bool {
	day, ok := when.ParseDay(text)
	return ok && !day.IsZero()
}

func isMonth(text string) bool { return when.MonthOf(text) != 0 }

// dateRestricts reports whether something in a date's brackets may be terms.
func dateRestricts(text string) bool { return termsInDate(text) >= 0 }

// saysTerms reports whether a bracket holds nothing but terms.
func saysTerms(text string) bool { return hasSign(text) && isAllTerms(text) }
