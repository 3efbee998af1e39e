package rights.rules.terms_test

# What becomes of a rule that neither bars nor refers.
test_kept[name] if {
	some name, tc in {
		"a bar elsewhere": {"use": "sell", "rule": _elsewhere, "want": "terms.limit"},
		"a bar of another action": {
			"use": "publish", "rule": {"kind": "resale", "action": "sell"}, "want": "terms.no_sublicence",
		},
		"a bar that is over": {"use": "sell", "rule": {"time": "over"}, "want": "terms.over"},
		"a referral elsewhere that limits": {
			"use": "sell",
			"rule": object.union(_elsewhere, {"kind": "closed_grant", "effect": "referral"}),
			"want": "terms.limit",
		},
		"a referral elsewhere that does not": {
			"use": "sell",
			"rule": object.union(_elsewhere, {"kind": "music", "effect": "referral"}),
			"want": "terms.other_use",
		},
		"a referral of another action": {
			"use": "publish", "rule": {"kind": "owner", "effect": "referral", "action": "sell"}, "want": "terms.other_use",
		},
		"a bar on changes, where it is shown": {
			"use": "publish", "rule": {"kind": "edit", "action": "modify"}, "want": "terms.unedited",
		},
		"a bar on changes, where it is kept": {
			"use": "archive", "rule": {"kind": "edit", "action": "modify"}, "want": "terms.other_use",
		},
		"reprints, where it is shown": {"use": "publish", "rule": {"kind": "reprint", "action": "print"}, "want": "terms.limit"},
		"reprints, where it is kept": {
			"use": "archive", "rule": {"kind": "reprint", "action": "print"}, "want": "terms.other_use",
		},
		"a credit, where it is shown": {
			"use": "modify", "rule": {"kind": "credit", "effect": "duty", "action": "display"}, "want": "terms.credit",
		},
		"a credit, where it is kept": {
			"use": "archive", "rule": {"kind": "credit", "effect": "duty", "action": "display"}, "want": "terms.other_use",
		},
		"a length, where it trains": {"use": "train", "rule": {"kind": "length"}, "want": "terms.other_use"},
		"for clients elsewhere": {
			"use": "sell", "rule": object.union(_elsewhere, {"kind": "clients_only"}), "want": "terms.limit_clients",
		},
		"a note": {"use": "sell", "rule": {"kind": "courtesy", "effect": "note"}, "want": "terms.said"},
	}
	_codes({"action": tc.use}, tc.rule) == {tc.want}
}

# A permission grants nothing, and a rule that no words make is one for a person.
test_unweighed[name] if {
	some name, rule in {
		"a permission": {"effect": "permission"},
		"an effect that nobody knows": {"effect": "?"},
		"a kind that nobody knows": {"kind": "?"},
		"a referral of a kind that nobody knows": {"kind": "?", "effect": "referral"},
		"a duty not to use it": {"effect": "duty"},
		"a credit that bars": {"kind": "credit"},
		"a bar on music": {"kind": "music"},
		"a rule without a kind": {"kind": null},
	}
	_codes({}, rule) == {"terms.unweighed"}
}

test_duty_in_a_use_that_nobody_knows if {
	_codes({"action": "?"}, {"kind": "credit", "effect": "duty", "action": "display"}) == {"terms.unweighed"}
}
