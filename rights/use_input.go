package rights

import (
	"slices"
	"time"

	"clearance/rights/language"
)

// UseInput is what someone wants to do.
type UseInput struct {
	Action     string     `json:"action"`  // sell, publish, archive, modify, train
	Purpose    string     `json:"purpose"` // editorial, news, commercial, training
	Territory  PlaceInput `json:"territory"`
	Media      []string   `json:"media"`       // every one that it may be in
	AnyMedium  bool       `json:"any_medium"`  // it may be in media that nobody has a word for, too
	GeoLimited []string   `json:"geo_limited"` // media that the house can keep out of a territory
	Party      bool       `json:"party"`       // whether the use names a party
	Buyer      BuyerInput `json:"buyer"`
	Term       bool       `json:"term"` // whether the use states a term
}

// PlaceInput is where it will be shown: ISO 3166-1 alpha-2 codes, groups taken apart.
type PlaceInput struct {
	Everywhere bool     `json:"everywhere"` // then there are no codes
	Codes      []string `json:"codes"`
}

// BuyerInput is where those sit who would get it from us.
type BuyerInput struct {
	Known bool     `json:"known"`
	Codes []string `json:"codes"` // none where nobody would
}

// shares reports whether two are the same, with the same lists: of those, which nobody changes in place, it compares none.
func (u *UseInput) shares(other *UseInput) bool {
	return u.Action == other.Action && u.Purpose == other.Purpose && u.AnyMedium == other.AnyMedium && u.Party == other.Party &&
		u.Term == other.Term && u.Territory.Everywhere == other.Territory.Everywhere && u.Buyer.Known == other.Buyer.Known &&
		sameList(u.Territory.Codes, other.Territory.Codes) && sameList(u.Media, other.Media) &&
		sameList(u.GeoLimited, other.GeoLimited) && sameList(u.Buyer.Codes, other.Buyer.Codes)
}

// sameList reports whether two are one list. One that is nil is not the same as one that is empty.
func sameList(a, b []string) bool {
	return len(a) == len(b) && (a == nil) == (b == nil) && (len(a) == 0 || &a[0] == &b[0])
}

// Except is what a use leaves out of dimensions that it leaves open: a narrower use than the one that was asked about.
type Except struct {
	Territory []string `json:"territory,omitempty"` // ISO 3166-1 alpha-2, shown there and sold to someone there
	Media     []string `json:"media,omitempty"`
	Party     []string `json:"party,omitempty"`
}

// Same reports whether two leave out the same.
func (e *Except) Same(other Except) bool {
	return slices.Equal(e.Territory, other.Territory) && slices.Equal(e.Media, other.Media) && slices.Equal(e.Party, other.Party)
}

// without is what the use leaves out of a dimension.
func (u Use) without(dimension string) []string {
	switch {
	case u.Except == nil:
		return nil
	case dimension == "territory":
		return u.Except.Territory
	case dimension == "media":
		return u.Except.Media
	}
	return u.Except.Party
}

// groupCodes are the codes of Groups: EU and EEA have dates, the others are areas of UN M49.
var groupCodes = map[string]string{
	"Africa": "002", "Americas": "019", "Asia": "142", "Europe": "150", "North America": "003", "Oceania": "009", "South America": "005",
}

// Members are the countries of a territory that a use may name, at an instant: a group's, or one country itself.
func Members(territory string, at time.Time) []string {
	if code, group := groupCodes[territory]; group {
		territory = code
	}
	return language.Members(territory, at)
}

func (a *Asking) useInput() UseInput {
	use := a.question.Use
	in := UseInput{
		Action: use.Action, Purpose: use.Purpose, Territory: a.places(), Media: list(use.Media), AnyMedium: len(use.Media) == 0,
		GeoLimited: a.geoLimited(), Party: use.Party != "", Buyer: a.buyer(), Term: use.From != nil || use.Until != nil,
	}
	if in.AnyMedium {
		in.Media = list(Media)
	}
	if left := use.without("media"); len(left) > 0 {
		in.AnyMedium = false
		in.Media = difference(in.Media, left)
	}
	return in
}

// places takes the use's groups apart, as of the moment and of the start of its term.
func (a *Asking) places() PlaceInput {
	use := a.question.Use
	left := use.without("territory")
	if len(use.Territory) == 0 && len(left) == 0 {
		return PlaceInput{Everywhere: true, Codes: []string{}}
	}
	if len(use.Territory) == 0 {
		return PlaceInput{Codes: language.CountriesBut(left)}
	}
	codes := []string{}
	for _, name := range use.Territory {
		for _, at := range []time.Time{a.question.AsOf, a.question.start()} {
			codes = append(codes, Members(name, at)...)
		}
	}
	return PlaceInput{Codes: difference(sorted(codes), left)}
}

func difference(from, take []string) []string {
	return slices.DeleteFunc(list(from), func(s string) bool { return slices.Contains(take, s) })
}

// buyer says where the buyer sits: the client's country, anywhere for a sale to whoever buys, and nowhere where it is our own use.
func (a *Asking) buyer() BuyerInput {
	switch {
	case a.asker.us:
		return BuyerInput{Known: true, Codes: []string{}}
	case a.asker.any && len(a.question.Use.without("territory")) > 0:
		return BuyerInput{Known: true, Codes: language.CountriesBut(a.question.Use.without("territory"))}
	case a.asker.client != nil && a.asker.client.Country != "":
		return BuyerInput{Known: true, Codes: []string{a.asker.client.Country}}
	}
	return BuyerInput{Codes: []string{}}
}

// geoLimited are the media of which the house states that it can keep them out of a territory.
func (a *Asking) geoLimited() []string {
	media := []string{}
	for _, i := range a.limits {
		media = append(media, a.house.GeoLimited[i].Media...)
	}
	return sorted(media)
}

// heldLimits are the house's statements on such media that hold, and on one of the use's, by their place.
func (a *Asking) heldLimits() []int {
	var holding []int
	ours := func(medium string) bool { return slices.Contains(a.question.Use.Media, medium) }
	for i, g := range a.house.GeoLimited {
		if a.lasts(g.Until.Time) && slices.ContainsFunc(g.Media, ours) {
			holding = append(holding, i)
		}
	}
	return holding
}
