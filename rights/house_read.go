package rights

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"clearance/rights/when"
)

// HouseSchema describes a house file to editors. It is JSON Schema, draft 2020-12.
//
//go:embed house.schema.json
var HouseSchema []byte

//go:embed lexicon/holders.txt
var holdersFile string

var knownHolders = slices.Collect(lexicon(holdersFile))

// ReadHouse reads a house file. One wrong word refuses the whole file: half a house might state less than was meant, and
// what it leaves out could be a bar. Codes of findings under raise are checked by the policy, which knows them.
func ReadHouse(data []byte) (House, error) {
	if err := checkFilled(data); err != nil {
		return House{}, err
	}
	var h House
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&h); err != nil {
		return House{}, plainly(err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return House{}, errors.New("a second document begins: a house is one")
	}
	h.TZVersion = when.TZVersion
	return h, h.check()
}

// checkFilled refuses a file, and a key, that states nothing: what it was to say is lost, and might have been a bar.
func checkFilled(data []byte) error {
	var file yaml.Node
	if err := yaml.Unmarshal(data, &file); err != nil {
		return err
	}
	if len(file.Content) == 0 || len(file.Content[0].Content) == 0 && file.Content[0].Kind != yaml.SequenceNode {
		return errors.New("it states nothing: give it facts, or leave it out")
	}
	var wrong []error
	for i := 0; i+1 < len(file.Content[0].Content) && file.Content[0].Kind == yaml.MappingNode; i += 2 {
		if key, value := file.Content[0].Content[i], file.Content[0].Content[i+1]; value.Tag == "!!null" {
			wrong = append(wrong, fmt.Errorf("line %d: %s states nothing: give it a value, or leave it out", key.Line, key.Value))
		}
	}
	return errors.Join(wrong...)
}

// plainly takes the names of Go types out of an error about YAML: they say nothing to whoever writes the file.
func plainly(err error) error {
	var types *yaml.TypeError
	if !errors.As(err, &types) {
		return err
	}
	var wrong []error
	for _, text := range types.Errors {
		text, _, _ = strings.Cut(text, " in type ")
		text, _, _ = strings.Cut(text, " into rights.")
		wrong = append(wrong, errors.New(text))
	}
	return errors.Join(wrong...)
}

func (h House) check() error {
	var wrong []error
	fail := func(where, format string, args ...any) {
		wrong = append(wrong, fmt.Errorf(where+": "+format, args...))
	}
	for i, name := range h.We.Names {
		if !isName(name) {
			fail(fmt.Sprintf("we.names[%d]", i), "%q is no name", name)
		}
	}
	for i, name := range h.Holders {
		if !isName(name) {
			fail(fmt.Sprintf("holders[%d]", i), "%q is no name", name)
		}
	}
	for holder, actions := range h.We.ClientsOf {
		h.checkHolder("we.clients_of", holder, fail)
		for _, action := range actions {
			if _, err := oneOf("action", action, Actions); err != nil {
				fail("we.clients_of."+holder, "%w", err)
			}
		}
	}
	h.checkClients(fail)
	h.checkZones(fail)
	h.checkRulings(fail)
	h.checkChannels(fail)
	h.checkOverride(fail)
	for i, g := range h.GeoLimited {
		where := fmt.Sprintf("geo_limited[%d]", i)
		if len(g.Media) == 0 || !all(g.Media, func(m string) bool { return slices.Contains(Media, m) }) {
			fail(where, "unknown media %v: name one or more of %s", g.Media, strings.Join(Media, ", "))
		}
		g.Authority.check(where, fail)
	}
	for code, effect := range h.Raise {
		if effect != "refer" && effect != "block" {
			fail("raise."+code, "unknown effect %q: a house may raise a finding to refer or block", effect)
		}
	}
	if h.FreshDays != nil && *h.FreshDays < 0 {
		fail("fresh_days", "%d days: use 0 or more", *h.FreshDays)
	}
	return errors.Join(wrong...)
}

// checkHolder refuses a holder that nobody has heard of: a misspelt one would quietly never match.
func (h House) checkHolder(where, name string, fail func(where, format string, args ...any)) {
	known := slices.Concat(knownHolders, h.We.Names, h.Holders)
	if !slices.ContainsFunc(known, func(k string) bool { return sameName(k, name) }) {
		fail(where, "unknown holder %q: mend its spelling, or name it under holders", name)
	}
}

func (h House) checkClients(fail func(where, format string, args ...any)) {
	var names []string
	for i, c := range h.Clients {
		where := fmt.Sprintf("clients[%d]", i)
		for _, name := range append([]string{c.Name}, c.Aliases...) {
			if strings.TrimSpace(name) == "" {
				fail(where, "a client has no name")
			}
			if slices.ContainsFunc(names, func(n string) bool { return sameName(n, name) }) {
				fail(where, "the name %q stands for two clients", name)
			}
			names = append(names, name)
		}
		if codes, err := territory(c.Country); c.Country != "" && (err != nil || len(codes[0]) != 2) {
			fail(where+".country", "unknown country %q: use an ISO 3166-1 alpha-2 code such as GB", c.Country)
		}
		for _, holder := range c.ClientOf {
			h.checkHolder(where+".client_of", holder, fail)
		}
		if c.From != nil && c.Until != nil && !c.Until.After(c.From.Time) {
			fail(where, "its time ends before it begins")
		}
	}
}

func (h House) checkZones(fail func(where, format string, args ...any)) {
	for i, z := range h.Zones {
		where := fmt.Sprintf("zones[%d]", i)
		if _, err := when.LoadZone(z.Zone); err != nil {
			fail(where, "%w", err)
		}
		said := 0
		for _, name := range []string{z.Holder, z.Claimant} {
			if name != "" {
				said++
				h.checkHolder(where, name, fail)
			}
		}
		if z.All {
			said++
		}
		if said != 1 {
			fail(where, "say whose records it is for: one of holder, claimant, or all: true")
		}
		z.Authority.check(where, fail)
		for _, other := range h.Zones[:i] {
			if sameName(other.Holder, z.Holder) || sameName(other.Claimant, z.Claimant) || other.All && z.All {
				fail(where, "states a zone for the same records as another one")
			}
		}
	}
}

// check demands who states a fact, why, and until when: a fact that lifts a bar must be somebody's.
func (a Authority) check(where string, fail func(where, format string, args ...any)) {
	if strings.TrimSpace(a.Who) == "" {
		fail(where, "who states it is missing")
	}
	if strings.TrimSpace(a.Why) == "" {
		fail(where, "why it is stated is missing")
	}
	if a.Until.IsZero() {
		fail(where, "until when it holds is missing: use a day such as 2027-12-31")
	}
}
