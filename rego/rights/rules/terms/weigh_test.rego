package rights.rules.terms_test

test_milder[name] if {
	some name, tc in {
		"an embargo on what is published": {"use": "publish", "rule": {"kind": "embargo"}, "want": "terms.embargo"},
		"an embargo on what is kept": {"use": "archive", "rule": {"kind": "embargo"}, "want": "terms.hold"},
		"an embargo on what is changed": {
			"use": "modify", "rule": {"kind": "embargo", "time": "uncertain"}, "want": "terms.hold",
		},
		"for clients, published by someone else": {
			"use": "publish", "rule": {"kind": "clients_only", "party": "outsider"}, "want": "terms.clients",
		},
		"for clients, published by nobody knows whom": {
			"use": "publish", "rule": {"kind": "clients_only", "party": "unknown"}, "want": "terms.clients",
		},
		"for clients, published by one": {
			"use": "publish", "rule": {"kind": "clients_only", "party": "client"}, "want": "terms.client",
		},
		"for clients, sold by someone else": {
			"use": "sell", "rule": {"kind": "clients_only", "party": "outsider"}, "want": "terms.clients_only",
		},
		"for clients, sold by the owner": {
			"use": "sell", "rule": {"kind": "clients_only", "party": "owner"}, "want": "terms.client_licence",
		},
	}
	_codes({"action": tc.use}, tc.rule) == {tc.want}
}

test_count[name] if {
	in_broadcasts := {"media": _in(["broadcast", "radio"])}
	some name, tc in {
		"published": {"use": {"action": "publish"}, "rule": {}, "want": "terms.count"},
		"sold": {"use": {}, "rule": {}, "want": "terms.count_in_doubt"},
		"sold elsewhere": {"use": {}, "rule": _elsewhere, "want": "terms.count"},
		"of broadcasts": {"use": {"action": "publish"}, "rule": in_broadcasts, "want": "terms.count"},
		"of broadcasts, online": {
			"use": {"action": "publish", "media": ["online"]}, "rule": in_broadcasts, "want": "terms.count_in_doubt",
		},
		"of broadcasts, in any medium": {
			"use": {"action": "publish", "any_medium": true}, "rule": in_broadcasts, "want": "terms.count_in_doubt",
		},
		"over": {"use": {"media": ["online"]}, "rule": object.union(in_broadcasts, {"time": "over"}), "want": "terms.over"},
		"kept": {"use": {"action": "archive"}, "rule": in_broadcasts, "want": "terms.other_use"},
	}
	_codes(tc.use, object.union({"kind": "count"}, tc.rule)) == {tc.want}
}

test_licence_terms[name] if {
	some name, tc in {
		"published by a client": {"use": "publish", "client": true, "effect": "referral", "want": "terms.client"},
		"published by someone else": {"use": "publish", "client": false, "effect": "referral", "want": "terms.see_elsewhere"},
		"sold by a client": {"use": "sell", "client": true, "effect": "referral", "want": "terms.see_elsewhere"},
		"no referral": {"use": "publish", "client": true, "effect": "prohibition", "want": "terms.unweighed"},
	}
	asked := _input({"action": tc.use}, {"kind": "licence_terms", "effect": tc.effect})
	_codes_of(object.union(asked, {"holder": {"client": tc.client}})) == {tc.want}
}
