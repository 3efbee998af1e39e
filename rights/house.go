package rights

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// DefaultFreshDays is how long a story counts as fresh where the house says nothing.
const DefaultFreshDays = 30

// House is one YAML file of facts. Its zero value states nothing.
type House struct {
	We         We                `yaml:"we" json:"we"`
	Holders    []string          `yaml:"holders" json:"holders"` // names of holders and claimants beyond those that are built in
	Clients    []Client          `yaml:"clients" json:"clients"`
	Zones      []Zone            `yaml:"zones" json:"zones"`
	GeoLimited []GeoLimited      `yaml:"geo_limited" json:"geo_limited"` // media that we can keep out of a territory
	Rulings    []Ruling          `yaml:"rulings" json:"rulings"`         // what phrases mean that nothing can read
	Raise      map[string]string `yaml:"raise" json:"raise"`             // finding code to refer or block
	FreshDays  *int              `yaml:"fresh_days" json:"fresh_days"`   // days that a story counts as fresh

	// What came later is left out where it is not stated, so that the policies of houses without it keep their revisions.
	Channels map[string]Channel `yaml:"channels" json:"channels,omitempty"` // where we publish, by the names that the gate is told
	Override *OverrideLimits    `yaml:"override" json:"override,omitempty"` // nil: nobody may let pass what the gate stops

	TZVersion string `yaml:"-" json:"tz_version"` // the release of the zones that it speaks of
}

// We is who runs this program.
type We struct {
	Names     []string            `yaml:"names" json:"names"`
	ClientsOf map[string][]string `yaml:"clients_of" json:"clients_of"` // a holder's name to the actions that we are its client for
}

// Client is one of our clients.
type Client struct {
	Name     string   `yaml:"name" json:"name"`
	Aliases  []string `yaml:"aliases" json:"aliases"`
	Country  string   `yaml:"country" json:"country"`     // ISO 3166-1 alpha-2
	ClientOf []string `yaml:"client_of" json:"client_of"` // holders whose client it is too
	From     *Day     `yaml:"from" json:"from"`
	Until    *Day     `yaml:"until" json:"until"`
}

// Zone states in which zone a source's embargoes are written.
type Zone struct {
	Zone      string `yaml:"zone" json:"zone"`         // an IANA name
	Holder    string `yaml:"holder" json:"holder"`     // for the records of a holder,
	Claimant  string `yaml:"claimant" json:"claimant"` // or of a claimant,
	All       bool   `yaml:"all" json:"all"`           // or for all
	Authority `yaml:",inline"`
}

// GeoLimited states that some media can be kept out of a territory.
type GeoLimited struct {
	Media     []string `yaml:"media" json:"media"`
	Authority `yaml:",inline"`
}

// Authority says who states a fact, why, and until when it holds. Every fact that can lift a bar carries it.
type Authority struct {
	Who   string `yaml:"who" json:"who"`
	Why   string `yaml:"why" json:"why"`
	Until Day    `yaml:"until" json:"until"`
}

// Day is a day that something ends or begins: it ends with the start of that day, UTC, and begins with it.
type Day struct{ time.Time }

// MarshalJSON writes a day as 2027-12-31.
func (d Day) MarshalJSON() ([]byte, error) { return json.Marshal(d.Format(time.DateOnly)) }

// UnmarshalJSON reads a day.
func (d *Day) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	return d.UnmarshalText([]byte(text))
}

// UnmarshalText reads a day as 2027-12-31.
func (d *Day) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return fmt.Errorf("%q is no day: use a form such as 2027-12-31", text)
	}
	d.Time = t
	return nil
}

// Holds reports whether a stated fact holds at an instant.
func (a Authority) Holds(at time.Time) bool { return at.Before(a.Until.Time) }

// Fresh is how many days a story counts as fresh.
func (h House) Fresh() int {
	if h.FreshDays == nil {
		return DefaultFreshDays
	}
	return *h.FreshDays
}

// IsUs reports whether a name is one of ours.
func (h House) IsUs(name string) bool {
	return slices.ContainsFunc(h.We.Names, func(n string) bool { return sameName(n, name) })
}

// ClientFor reports whether we are a registered client of a holder for an action.
func (h House) ClientFor(holder, action string) bool {
	for name, actions := range h.We.ClientsOf {
		if sameName(name, holder) && slices.Contains(actions, action) {
			return true
		}
	}
	return false
}
