package rights.rules.terms_test

test_reprint[name] if {
	some name, tc in {
		"sold for print": {"use": {"media": ["print"]}, "rule": {"effect": "referral"}, "want": "terms.reprint"},
		"barred, sold for print": {"use": {"media": ["print"]}, "rule": {}, "want": "terms.reprint"},
		"published in all media": {"use": {"action": "publish", "any_medium": true}, "rule": {}, "want": "terms.reprint"},
		"broadcast": {"use": {}, "rule": {"effect": "referral"}, "want": "terms.limit"},
		"print elsewhere": {"use": {"media": ["print"]}, "rule": _elsewhere, "want": "terms.limit"},
	}
	_codes(tc.use, object.union({"kind": "reprint", "action": "print"}, tc.rule)) == {tc.want}
}

test_whatever_they_are_called[kind] if {
	some kind, want in {"clients_only": "terms.clients", "count": "terms.count_in_doubt", "archive": "terms.archive_sale"}
	_codes({}, {"kind": kind, "effect": "?", "party": "outsider"}) == {want}
}
