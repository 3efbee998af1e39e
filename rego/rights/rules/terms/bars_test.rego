package rights.rules.terms_test

test_bars[kind] if {
	some kind, tc in {
		"access": {"action": "use", "use": "archive", "want": "terms.no_access"},
		"class": {"action": "use", "use": "publish", "want": "terms.no_access"},
		"legal": {"action": "use", "use": "publish", "want": "terms.no_access"},
		"medium_only": {"action": "use", "use": "sell", "want": "terms.medium_only"},
		"purpose": {"action": "use", "use": "sell", "want": "terms.purpose"},
		"purpose_only": {"action": "use", "use": "sell", "want": "terms.purpose"},
		"time_limit": {"action": "use", "use": "sell", "want": "terms.expired"},
		"embargo": {"action": "use", "use": "train", "want": "terms.embargo"},
		"kill": {"action": "use", "use": "archive", "want": "terms.killed"},
		"clients_only": {"action": "use", "use": "sell", "want": "terms.clients_only"},
		"resale": {"action": "sell", "use": "sell", "want": "terms.no_resale"},
		"archive": {"action": "archive", "use": "archive", "want": "terms.no_archive"},
		"edit": {"action": "modify", "use": "modify", "want": "terms.no_edit"},
		"training": {"action": "train", "use": "train", "want": "terms.no_training"},
	}
	_codes({"action": tc.use}, {"kind": kind, "action": tc.action}) == {tc.want}
}
