package rights.rules.terms_test

test_notes[name] if {
	some name, tc in {
		"a note": {"rule": {"kind": "time_free", "effect": "note"}, "want": "terms.said"},
		"a note that is over": {"rule": {"kind": "time_free", "effect": "note", "time": "over"}, "want": "terms.said"},
		"over": {"rule": {"time": "over"}, "want": "terms.over"},
		"of no known effect, and over": {"rule": {"effect": "?", "time": "over"}, "want": "terms.over"},
		"for a client": {"rule": {"kind": "clients_only", "party": "client"}, "want": "terms.client"},
		"for a client, and over": {"rule": {"kind": "clients_only", "party": "client", "time": "over"}, "want": "terms.over"},
		"for another purpose": {
			"rule": {"kind": "release", "effect": "referral", "purpose": _in(["commercial"])}, "want": "terms.other_use",
		},
	}
	_codes({}, tc.rule) == {tc.want}
}
