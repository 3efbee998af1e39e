package odrl

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

// The contexts and profiles that a policy names.
const (
	odrlContext = "http://www.w3.org/ns/odrl.jsonld"
	rightsML    = "https://iptc.org/std/RightsML/odrl-profile/" // RightsML 2.0, IPTC 2018
	tdmRep      = "http://www.w3.org/ns/tdmrep"                 // the TDM Reservation Protocol's profile of ODRL; it has tdm:mine
	ownProfile  = "urn:clearance:profile"                       // keepLogo and length, below
)

// What our identifiers begin with.
const (
	own       = "urn:clearance:"
	policies  = own + "policy:"     // the SHA-256 of the record, and the version of its reader
	stories   = own + "story:"      // the story's identifier
	records   = own + "record:"     // the SHA-256 of a record whose story has none
	parties   = own + "party:"      // a name as the record has it
	clientsOf = own + "clients-of:" // the clients of the party named
	partiesIn = own + "parties-in:" // any party of the country, ISO 3166-1 alpha-3
)

// terms is the context beside the one of the W3C. Lists keep their order in RDF too.
var terms = map[string]any{
	"rightsml":           "http://iptc.org/std/RightsML/2011-10-07/",
	"tdm":                "http://www.w3.org/ns/tdmrep#",
	"clearance":          own,
	"clearance:words":    map[string]string{"@container": "@list"},
	"clearance:elements": map[string]string{"@container": "@list"},
	"clearance:values":   map[string]string{"@container": "@list"},
	"clearance:except":   map[string]string{"@container": "@list"},
	"clearance:perhaps":  map[string]string{"@container": "@list"},
	"clearance:unread":   map[string]string{"@container": "@list"},
}

// actions are our actions as ODRL's. Training is tdm:mine, which the TDM Reservation Protocol has for text and data mining in the
// sense of Directive (EU) 2019/790, article 2(2), any automated analysis: training is some of it, and ODRL itself has no nearer
// word.
var actions = map[string]string{
	"use": "use", "sell": "sell", "archive": "rightsml:archive", "modify": "modify", "train": "tdm:mine", "print": "print", "display": "display",
}

// transfer is what a bar on use is written for as well: it includes odrl:sell.
const transfer = "transfer"

// duties are what must be done, by the kind of the rule. ODRL has no word for a logo that must stay visible.
var duties = map[string]string{"credit": "attribute", "faces": "anonymize", "logo": "clearance:keepLogo"}

// length is a left operand of ours: how much of the story is used, as a duration of it. ODRL has operands for the size and the
// place of an asset and for the time that an action takes, but none for this.
const length = "clearance:length"

const iso3166 = "http://cvx.iptc.org/iso3166-1a3/" // the IPTC's list of countries, which RightsML uses, by alpha-3 code

// groups are the groups of countries whose membership has dates, in the location vocabulary of the W3C's Data Privacy Vocabularies
// group. It has both, with their members by date; the EU's own authority list of countries has no EEA.
var groups = map[string]string{"EU": "https://w3id.org/dpv/loc#EU", "EEA": "https://w3id.org/dpv/loc#EEA"}

// m49 is where the United Nations publish their areas. They have no address for each, so the code stands behind the list's own.
const m49 = "https://unstats.un.org/unsd/methodology/m49/#"

var m49Code = regexp.MustCompile(`^[0-9]{3}$`)

// place gives the identifier of a territory.
func place(code string) (string, error) {
	if uid := groups[code]; uid != "" {
		return uid, nil
	}
	if m49Code.MatchString(code) {
		return m49 + code, nil
	}
	region, err := language.ParseRegion(code)
	if err != nil || region.String() != code || !region.IsCountry() || region.ISO3() == "ZZZ" {
		return "", fmt.Errorf("territory %q is no country of ISO 3166-1, area of UN M49, EU or EEA", code)
	}
	return iso3166 + region.ISO3(), nil
}

// placeOf gives the territory that an identifier names.
func placeOf(uid string) (string, error) {
	for code, group := range groups {
		if uid == group {
			return code, nil
		}
	}
	code, isArea := strings.CutPrefix(uid, m49)
	if isArea && m49Code.MatchString(code) {
		return code, nil
	}
	code, isCountry := strings.CutPrefix(uid, iso3166)
	if region, err := language.ParseRegion(code); isCountry && err == nil {
		if known, err := place(region.String()); err == nil && known == uid {
			return region.String(), nil
		}
	}
	return "", fmt.Errorf("unknown territory %.80q", uid)
}

// party gives the identifier of a group of parties, "" for one that is known by its name alone. Rules of the kind clients_only
// name a party and mean its clients.
func party(kind, name string) string {
	code, ofCountry := strings.CutPrefix(name, "country:")
	switch uid, err := place(code); {
	case kind == "clients_only":
		return clientsOf + url.PathEscape(name)
	case ofCountry && err == nil && strings.HasPrefix(uid, iso3166):
		return partiesIn + strings.TrimPrefix(uid, iso3166)
	}
	return ""
}

// partyOf gives the name that an identifier of parties stands for.
func partyOf(uid string) (string, error) {
	if code, ok := strings.CutPrefix(uid, partiesIn); ok {
		country, err := placeOf(iso3166 + code)
		return "country:" + country, err
	}
	if name, ok := strings.CutPrefix(uid, clientsOf); ok {
		if name, err := url.PathUnescape(name); err == nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("unknown party %.80q", uid)
}
