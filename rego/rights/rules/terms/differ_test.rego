package rights.rules.terms_test

test_flag[name] if {
	no_resale := {"kind": "resale", "action": "sell"}
	some name, tc in {
		"sold": {"use": "sell", "rule": no_resale, "want": {"terms.no_resale", "terms.contradicts_flag"}},
		"sold elsewhere": {
			"use": "sell",
			"rule": object.union(_elsewhere, no_resale),
			"want": {"terms.no_sublicence", "terms.contradicts_flag_elsewhere"},
		},
		"published": {"use": "publish", "rule": no_resale, "want": {"terms.no_sublicence", "terms.contradicts_flag_elsewhere"}},
		"another bar": {"use": "sell", "rule": {}, "want": {"terms.no_access"}},
	}
	asked := object.union(_input({"action": tc.use}, tc.rule), {"holder": {"sale": "can_sell"}})
	_codes_of(asked) == tc.want
}

test_differ[name] if {
	some name, tc in {
		"a bar in the story": {"rule": {"place": "story"}, "want": {"terms.differ", "terms.no_access"}},
		"a referral beside a shot": {
			"rule": {"place": "shot", "kind": "sports", "effect": "referral"},
			"want": {"terms.differ", "terms.rights_of_others"},
		},
		"a note in the notice": {"rule": {"place": "notice", "effect": "note"}, "want": {"terms.said"}},
	}
	asked := object.union(_input({}, tc.rule), {"terms": {"state": "nothing_stated"}})
	_codes_of(asked) == tc.want | {"terms.nothing_stated"}
}
