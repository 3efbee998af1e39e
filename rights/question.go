package rights

import "time"

// Question is what is asked of a story: a use and a moment.
type Question struct {
	Use  Use       `json:"use"`
	AsOf time.Time `json:"as_of"` // the moment asked about, UTC, whole seconds
}

// start is the moment at which the use begins: that of its term, or the one asked about.
func (q Question) start() time.Time {
	if q.Use.From != nil {
		return *q.Use.From
	}
	return q.AsOf
}

// Use is what someone wants to do with a story. What it leaves open means all of it.
type Use struct {
	Action    string     `json:"action"`              // sell, publish, archive, modify, train
	Territory []string   `json:"territory,omitempty"` // ISO 3166-1 alpha-2 codes and group names, sorted
	Media     []string   `json:"media,omitempty"`     // sorted
	Purpose   string     `json:"purpose"`             // editorial unless stated
	Party     string     `json:"party,omitempty"`     // a client or outlet by name
	From      *time.Time `json:"from,omitempty"`      // the term's first instant, UTC
	Until     *time.Time `json:"until,omitempty"`     // the term's end, UTC
	Except    *Except    `json:"except,omitempty"`    // what it leaves out of dimensions that it leaves open
	Assumed   []string   `json:"assumed"`             // the dimensions that were left open, in the order territory, media, party, term, purpose
}
