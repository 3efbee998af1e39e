package rights.rules.terms_test

test_referrals[kind] if {
	some kind, want in {
		"contact": "see_elsewhere", "licence_terms": "see_elsewhere", "link": "see_elsewhere",
		"missing": "see_elsewhere", "see_elsewhere": "see_elsewhere",
		"access": "permission", "edit": "permission", "resale": "permission",
		"any_medium": "closed_grant", "closed_grant": "closed_grant",
		"context": "context", "part": "context",
		"handout": "rights_of_others", "music": "rights_of_others", "owner": "rights_of_others",
		"pool": "rights_of_others", "release": "rights_of_others", "sports": "rights_of_others",
		"exclusive": "sale_in_doubt", "service": "sale_in_doubt",
		"reserved": "reserved", "licence": "licence", "legal": "legal", "purpose": "other_purpose",
		"training": "training_licence", "class": "class", "clients_only": "clients",
	}
	_codes({"action": "publish"}, {"kind": kind, "effect": "referral"}) == {concat(".", ["terms", want])}
}

test_archive_without_permission if {
	rule := {"kind": "archive", "effect": "referral", "action": "archive"}
	_codes({"action": "archive"}, rule) == {"terms.permission"}
	_codes({"action": "publish"}, rule) == {"terms.do_not_keep"}
	_codes({"action": "sell"}, rule) == {"terms.permission", "terms.archive_sale"}
}
