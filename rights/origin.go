package rights

import (
	"cmp"
	"slices"
)

// relation says whose a shot is. Only the holder, one of us, and for an item of POOL a source named POOL are not third parties.
func (c *Case) relation(shot *Shot) string {
	if shot.Source.State != Stated {
		return string(cmp.Or(shot.Source.State, Unreadable))
	}
	source, name := c.asking.originOf(shot.Source.Value), &c.Reading.Holder.Name
	holder := c.asking.who(name.Value).folded
	switch {
	case source.thirdParty:
		return "third_party"
	case name.State == Stated && source.isOf(func(n string) bool { return n == holder }):
		return "holder"
	case source.us:
		return "us"
	case holder == "pool" && source.pool:
		return "pool"
	}
	return "third_party"
}

// origin is what a source says about where a shot comes from.
type origin struct {
	folded string
	names  []string // the agencies in it, folded
	staff  []bool   // of them, those that are but somebody of whoever is named beside

	thirdParty bool // always, whoever holds the item
	us         bool // it is one of us
	pool       bool
}

func (a *Asking) originOf(source string) *origin {
	var room room
	return a.sources.of(append(room[:0], source...), func() *origin {
		o := &origin{folded: fold(source), thirdParty: alwaysThirdParty(source), pool: isPool(source)}
		for _, name := range agencies(source) {
			o.names, o.staff = append(o.names, fold(name)), append(o.staff, staff[plain(name)])
		}
		o.us = o.isOf(a.house.IsUs)
		return o
	})
}

// isOf reports whether a source is one that is meant, or one of its own staff that it does not name: STR / AFP. A name beside
// it may be a photographer's or an outlet's, and nobody can tell which: then it is a third party's.
func (o *origin) isOf(meant func(name string) bool) bool {
	if o.folded != "" && meant(o.folded) {
		return true
	}
	for i, name := range o.names {
		if !meant(name) && !o.staff[i] {
			return false
		}
	}
	return slices.ContainsFunc(o.names, meant)
}

// staff is how agencies credit their own people without a name: a staff photographer, a stringer.
var staff = map[string]bool{"str": true, "stf": true, "staff": true, "stringer": true}
