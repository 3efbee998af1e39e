package policy_test

import (
	"slices"

	"clearance/rights"
)

func one(s string, of ...string) bool { return slices.Contains(of, s) }

// mayClear says in Go when an input may be cleared. It is written apart from the rules, to be compared with them.
func mayClear(in rights.Input) bool {
	sells := in.Use.Action == "sell"
	keeps := one(in.Use.Action, "archive", "modify")
	good := one(in.Holder.Sale, "can_sell", "cannot_sell", "absent", "unread", "contradictory")
	good = good && (sells && in.Holder.Sale == "can_sell" || keeps || in.Use.Action == "publish")
	good = good && one(in.Use.Purpose, "editorial", "news")
	for name := range rights.LabelNames {
		if one(name, "embargoed", "date", "id", "holder", "notice", "terms") {
			continue // judged by what was read from them
		}
		may := one(name, "keywords", "location", "country", "topics")
		state := in.Record.Labels[name]
		good = good && (state == rights.Stated || may && state == rights.Empty)
	}
	good = good && in.Record.Twin == "none"
	good = good && in.Record.ID == rights.Stated && in.Record.Date == rights.Stated && in.Record.Oddities != nil && len(in.Record.Oddities) == 0
	good = good && in.Holder.State == rights.Stated && in.Holder.Name == rights.Stated && one(in.Holder.Kind, "pool", "other")
	good = good && in.Notice.State == rights.Stated && one(in.Notice.Claimant, "holder", "other") &&
		one(in.Notice.Year, "same", "other", "none") && one(in.Notice.Link, "url", "none") &&
		(!in.Notice.Reserved || in.Notice.Us || in.Notice.Client && in.Use.Action == "publish")
	good = good && one(in.Embargo.Zone, "stated", "house", "none") &&
		(one(in.Embargo.State, "empty", "over", "past") || keeps && one(in.Embargo.State, "active", "uncertain", "endless"))
	good = good && one(in.Terms.State, "nothing_stated", "stated") && one(in.Terms.Elsewhere, "none", "stated")
	good = good && in.Shots != nil && in.Terms.Rules != nil
	for _, shot := range in.Shots {
		good = good && one(shot.Terms, "none", "stated") && (one(shot.Source, "holder", "us", "pool") || shot.Source == "third_party" && !sells)
	}
	for i, rule := range in.Terms.Rules {
		same := func(other rights.RuleInput) bool { return other.Fact == rule.Fact }
		good = good && rule.Fact != "" && !slices.ContainsFunc(in.Terms.Rules[:i], same) && leavesOpen(rule, in)
	}
	return good
}

// leavesOpen reports whether a rule bars nothing of a use, and leaves nothing of it to a person.
func leavesOpen(r rights.RuleInput, in rights.Input) bool {
	uses := in.Use.Action
	shown := one(uses, "sell", "publish")
	switch {
	case r.Kind == "clients_only":
		return elsewhere(r, in)
	case r.Kind == "count" && shown && r.Time != "over" && !within(r.Media, in.Use):
		return false
	case elsewhere(r, in):
		return r.Time == "over" || one(r.Effect, "note", "referral") || weighed(r)
	case r.Kind == "archive" && (uses == "sell" || uses == "publish" && in.Record.Age != "fresh"):
		return false
	case r.Kind == "count" && uses == "sell", r.Kind == "credit" && !r.Named && uses == "publish", r.Kind == "reprint" && !ofAnotherAction(r, in.Use):
		return false
	case r.Effect == "note":
		return true
	case r.Effect == "referral":
		return ofAnotherAction(r, in.Use) || r.Kind == "licence_terms" && uses == "publish" && in.Holder.Client
	case !weighed(r):
		return false
	case r.Effect == "duty", one(r.Kind, "count", "length"):
		return true
	case r.Kind == "embargo" && one(uses, "archive", "modify"):
		return true
	}
	return ofAnotherAction(r, in.Use)
}

// weighed reports whether rules of this effect have such a kind.
func weighed(r rights.RuleInput) bool {
	switch r.Effect {
	case "prohibition":
		return one(r.Kind, "access", "archive", "class", "count", "edit", "embargo", "kill", "legal", "length",
			"medium_only", "purpose", "purpose_only", "reprint", "resale", "time_limit", "training")
	case "duty":
		return one(r.Kind, "credit", "faces", "logo", "sequences")
	}
	return false
}

// elsewhere reports whether a rule surely holds for other uses alone.
func elsewhere(r rights.RuleInput, in rights.Input) bool {
	u := in.Use
	if one(r.Time, "over", "later") || one(r.Party, "other", "owner", "client") {
		return true
	}
	purposes := []string{u.Purpose}
	if u.Action == "train" {
		purposes = append(purposes, "training")
	}
	if one(u.Purpose, rights.Purposes...) && outOf(r.Purpose, purposes) {
		return true
	}
	listed := !u.AnyMedium && len(u.Media) > 0
	if listed && outOf(r.Media, u.Media) {
		return true
	}
	stays := one(u.Action, "archive", "modify", "train") || !u.AnyMedium && outOf(r.Media, []string{"social"}) ||
		listed && !slices.ContainsFunc(u.Media, func(m string) bool {
			return !one(m, "broadcast", "online", "mobile", "print", "radio") && !one(m, u.GeoLimited...)
		})
	return stays && !u.Territory.Everywhere && len(u.Territory.Codes) > 0 && outOf(r.Territory, u.Territory.Codes) &&
		u.Buyer.Known && outOf(r.Territory, u.Buyer.Codes)
}

// outOf reports whether a set surely has none of some values.
func outOf(set rights.SetInput, values []string) bool {
	named := slices.Concat(set.Values, set.Maybe)
	switch set.Form {
	case "in":
		return len(named) > 0 && !slices.ContainsFunc(values, func(v string) bool { return one(v, named...) })
	case "outside":
		return !slices.ContainsFunc(values, func(v string) bool { return !one(v, set.Values...) })
	}
	return false
}

// within reports whether all media of a use are of a set.
func within(set rights.SetInput, u rights.UseInput) bool {
	return set.Form == "all" || set.Form == "in" && !u.AnyMedium && len(u.Media) > 0 &&
		!slices.ContainsFunc(u.Media, func(m string) bool { return !one(m, set.Values...) })
}

// ofAnotherAction reports whether a rule is surely not about the action of a use.
func ofAnotherAction(r rights.RuleInput, u rights.UseInput) bool {
	if !one(u.Action, rights.Actions...) || r.Action == u.Action {
		return false
	}
	switch r.Action {
	case "sell", "archive", "modify":
		return true
	case "train":
		return u.Purpose != "training"
	case "display":
		return one(u.Action, "archive", "train")
	case "print":
		paperless := !u.AnyMedium && len(u.Media) > 0 && !slices.ContainsFunc(u.Media, func(m string) bool {
			return !one(m, "broadcast", "online", "social", "mobile", "radio")
		})
		return !one(u.Action, "sell", "publish") || paperless
	}
	return false
}
