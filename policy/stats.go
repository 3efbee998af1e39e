package policy

import "strings"

// Stats is how much a policy had to ask the engine, and what it could recall.
type Stats struct {
	Decisions uint64       `json:"decisions"`
	Whole     uint64       `json:"whole"`      // decisions for which main was asked whole, as for the first one, and where anything fails
	TopicAsks uint64       `json:"topic_asks"` // calls of the engine for what topics say; one call asks all topics of a story that must be
	Folds     uint64       `json:"folds"`      // calls of the engine for what main makes of that
	Topics    []TopicStats `json:"topics"`
	Refused   string       `json:"refused,omitempty"`     // why nothing is remembered
	NotByCode string       `json:"not_by_code,omitempty"` // why what main makes of findings is remembered with all of their facts
}

// TopicStats is the memory of one topic.
type TopicStats struct {
	Topic    string   `json:"topic"`
	Reads    []string `json:"reads"` // fields of the input, such as use.action, on which what it says depends
	Recalled uint64   `json:"recalled"`
	Asked    uint64   `json:"asked"`
	Refused  string   `json:"refused,omitempty"`      // why it is asked each time
	OnePiece string   `json:"in_one_piece,omitempty"` // why the lists that it reads, of rules of the terms and shots, are remembered as a whole
}

// EngineCalls is how often the engine was asked at all.
func (s Stats) EngineCalls() uint64 { return s.Whole + s.TopicAsks + s.Folds }

// Stats counts since the policy was loaded. While others decide, its numbers are from moments apart.
func (p *Policy) Stats() Stats {
	r := p.recollection()
	s := Stats{
		Decisions: p.decisions.Load(), Whole: p.whole.Load(), TopicAsks: r.asks.Load(), Folds: r.folds.Load(),
		Topics: []TopicStats{}, Refused: r.refused, NotByCode: r.notByCode,
	}
	for _, t := range r.topics {
		one := TopicStats{Topic: t.name, Reads: []string{}, Asked: t.asked.Load(), Refused: t.reads.refused, OnePiece: t.inOnePiece}
		for _, path := range t.reads.paths {
			one.Reads = append(one.Reads, strings.Join(path, "."))
		}
		one.Recalled = max(r.looked.Load(), one.Asked) - one.Asked
		s.Topics = append(s.Topics, one)
	}
	return s
}
