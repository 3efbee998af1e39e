package rights.rules.terms_test

# Which doubts there are is tested with what rules reach; here they meet.
test_doubts[name] if {
	some name, tc in {
		"several": {
			"rule": {"media": _perhaps_in(["broadcast"]), "party": "near", "time": "uncertain"},
			"want": {"terms.medium_in_doubt", "terms.party_in_doubt", "terms.time_in_doubt"},
		},
		"one of them is enough to be apart": {"rule": {"party": "near", "time": "later"}, "want": {"terms.limit"}},
		"of a rule for clients": {"rule": {"kind": "clients_only", "party": "near"}, "want": {"terms.clients"}},
		"of a rule about selling": {
			"rule": {"kind": "resale", "action": "sell", "party": "near"}, "want": {"terms.party_in_doubt"},
		},
		"of a rule about another action": {
			"rule": {"kind": "edit", "action": "modify", "party": "near"}, "want": {"terms.unedited"},
		},
	}
	_codes({}, tc.rule) == tc.want
}
