package rights.rules.terms_test

test_conditions[name] if {
	some name, tc in {
		"a place": {"rule": _elsewhere, "want": {"terms.limit"}},
		"a medium": {"rule": {"kind": "medium_only", "media": _outside(["broadcast"])}, "want": {"terms.limit"}},
		"a grant": {
			"rule": {"kind": "closed_grant", "effect": "referral", "territory": _outside(["FR"])}, "want": {"terms.limit"},
		},
		"a time": {"rule": {"kind": "time_limit", "time": "later"}, "want": {"terms.ends"}},
		"an embargo elsewhere": {"rule": object.union(_elsewhere, {"kind": "embargo"}), "want": {"terms.hold"}},
		"no resale elsewhere": {
			"rule": object.union(_elsewhere, {"kind": "resale", "action": "sell"}), "want": {"terms.no_sublicence"},
		},
		"no archive elsewhere": {
			"rule": object.union(_elsewhere, {"kind": "archive", "action": "archive"}), "want": {"terms.do_not_keep"},
		},
		"no training": {"rule": {"kind": "training", "action": "train"}, "want": {"terms.not_for_machines"}},
		"for clients, elsewhere": {
			"rule": object.union(_elsewhere, {"kind": "clients_only", "party": "outsider"}),
			"want": {"terms.limit_clients"},
		},
		"for our clients": {"rule": {"kind": "clients_only", "party": "owner"}, "want": {"terms.client_licence"}},
	}
	_codes({}, tc.rule) == tc.want
}

test_geo_block[name] if {
	some name, tc in {
		"online": {"use": {"media": ["online"]}, "rule": {}, "want": {"terms.limit", "terms.geo_block"}},
		"broadcast": {"use": {}, "rule": {}, "want": {"terms.limit"}},
		"kept": {"use": {"action": "archive", "media": ["online"]}, "rule": {}, "want": {"terms.limit"}},
		"a bar on another medium": {"use": {"media": ["online"]}, "rule": {"media": _in(["print"])}, "want": {"terms.limit"}},
		"a bar on another party": {"use": {"media": ["online"]}, "rule": {"party": "other"}, "want": {"terms.limit"}},
		"a bar for another purpose": {
			"use": {"media": ["online"]}, "rule": {"purpose": _in(["commercial"])}, "want": {"terms.limit"},
		},
		"a bar that comes later": {"use": {"media": ["online"]}, "rule": {"time": "later"}, "want": {"terms.limit"}},
	}
	_codes(tc.use, object.union(_elsewhere, tc.rule)) == tc.want
}
