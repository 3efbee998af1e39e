// Package odrl writes and reads rules as ODRL 2.2 in the RightsML 2.0 profile.
//
// A policy is one odrl:Set in JSON-LD. It bars and obliges, and grants nothing: whoever reads it and does not know a term of ours
// can miss a reason to ask, but cannot find a permission. What it says, and where:
//
//   - A prohibition is an ODRL prohibition. In prohibitions every constraint narrows the bar, so a constraint is written only for
//     what is certain, and of two bounds the one that bars more. "use" is everything for us, but odrl:sell is included in
//     odrl:transfer and not in odrl:use: a bar on use is written twice, for use and for transfer.
//   - A duty is an ODRL obligation. A credit's text is the name of the attributed party.
//   - Referrals and notes have no counterpart. They stand under the policy as clearance:referral and clearance:note, in the form
//     of ODRL rules, where nothing that knows only ODRL looks for permissions. Words that nobody could read stand under
//     clearance:unread.
//   - The field Embargoed and the flag CANNOT SELL bar too, so they are prohibitions. CAN SELL is a ground for decisions and not
//     a grant to whoever holds the policy: it is not written.
//
// Groups of countries are named and not spelled out: their members change. A record that states no rule gives a Set without one.
//
// Terms of ours begin with urn:clearance:. Those that ODRL and RightsML have no word for, and that a processor must know to
// judge a rule (keepLogo, length), come with a profile of ours, urn:clearance:profile, so that a processor that does not know it
// stops, as ODRL demands, and ignores no bar. All others only explain: the kind of a rule, its words, the scope it stands in.
package odrl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"clearance/rights"
	"clearance/rights/language"
)

// ErrUnread is what Rules gives beside the rules of a policy whose record has words that nobody could read: they may bar more.
var ErrUnread = errors.New("$.clearance:unread: the record has words that could not be read: a person must read them")

// Policy writes the rules of a reading as one odrl:Set: JSON-LD, indented, the same bytes for the same reading. A rule that
// cannot be written without loosening it is an error, and then nothing is written.
func Policy(r rights.Reading) ([]byte, error) {
	d, err := draftOf(&r)
	if err != nil {
		return nil, fmt.Errorf("write a policy: %w", err)
	}
	text, err := d.encode()
	if err != nil {
		return nil, fmt.Errorf("write a policy for record %s: %w", r.Story.SHA256, err)
	}
	return text, nil
}

// Rules reads the rules of a policy back, in the order of the record: those of its terms, of its shots, then the embargo and the
// ban on selling that its fields state. It reads the form that Policy writes, all of it or nothing: any other form, any term or
// profile that it does not know, and anything that does not fit the rest of the policy is refused, and the error names its JSON
// path. With ErrUnread the rules are given too, but are not all that the record says.
func Rules(policy []byte) ([]language.Rule, error) {
	root, err := parse(policy)
	if err != nil {
		return nil, fmt.Errorf("read a policy: %w", err)
	}
	d, err := draftFrom(root)
	if err == nil {
		err = d.matches(root)
	}
	if err != nil {
		return nil, fmt.Errorf("read a policy: %w", err)
	}
	var rules []language.Rule
	for _, s := range d.statements {
		rules = append(rules, s.rule.Rule)
	}
	if len(d.unread) > 0 {
		return rules, fmt.Errorf("read a policy: %w", ErrUnread)
	}
	return rules, nil
}

// matches reports how a policy differs from the one that its own rules are written as: what is unknown in it, missing, or at odds
// with itself.
func (d draft) matches(root any) error {
	text, err := d.encode()
	if err != nil {
		return fmt.Errorf("$: %w", err)
	}
	own, err := parse(text)
	if err != nil {
		return err
	}
	return differ(own, root, "$")
}

func (d draft) encode() ([]byte, error) {
	doc, err := d.document()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
