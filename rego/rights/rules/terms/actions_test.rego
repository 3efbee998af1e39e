package rights.rules.terms_test

# A rule bars what it is about, and holds as a condition elsewhere.
test_about[name] if {
	some name, tc in {
		"all use": {"action": "use", "use": {"action": "archive"}, "want": "terms.no_access"},
		"this one": {"action": "archive", "use": {"action": "archive"}, "want": "terms.no_access"},
		"another one": {"action": "sell", "use": {"action": "publish"}, "want": "terms.limit"},
		"one that nobody knows": {"action": "?", "use": {"action": "publish"}, "want": "terms.no_access"},
		"a use that nobody knows": {"action": "sell", "use": {"action": "?"}, "want": "terms.no_access"},
		"training": {"action": "train", "use": {"action": "train"}, "want": "terms.no_access"},
		"a use for training": {"action": "train", "use": {"purpose": "training"}, "want": "terms.no_access"},
		"no training": {"action": "train", "use": {}, "want": "terms.limit"},
		"showing": {"action": "display", "use": {"action": "modify"}, "want": "terms.no_access"},
		"not shown": {"action": "display", "use": {"action": "archive"}, "want": "terms.limit"},
		"print": {"action": "print", "use": {"media": ["print"]}, "want": "terms.no_access"},
		"all media": {"action": "print", "use": {"any_medium": true}, "want": "terms.no_access"},
		"a medium that nobody knows": {"action": "print", "use": {"media": ["?"]}, "want": "terms.no_access"},
		"out of print": {"action": "print", "use": {"media": ["online", "radio"]}, "want": "terms.limit"},
		"print that is kept": {"action": "print", "use": {"action": "archive", "media": ["print"]}, "want": "terms.limit"},
	}
	tc.want in _codes(tc.use, {"action": tc.action})
}

test_archive[name] if {
	some name, tc in {
		"sold": {"use": "sell", "age": "fresh", "want": "terms.archive_sale"},
		"published while fresh": {"use": "publish", "age": "fresh", "want": "terms.do_not_keep"},
		"published, and not fresh to the end": {"use": "publish", "age": "ageing", "want": "terms.archive_old"},
		"published when old": {"use": "publish", "age": "old", "want": "terms.archive_old"},
		"published, undated": {"use": "publish", "age": "undated", "want": "terms.archive_old"},
		"published, of no known age": {"use": "publish", "age": "?", "want": "terms.archive_old"},
		"changed": {"use": "modify", "age": "old", "want": "terms.do_not_keep"},
	}
	asked := object.union(_input({"action": tc.use}, {"kind": "archive", "action": "archive"}), {"record": {"age": tc.age}})
	_codes_of(asked) == {tc.want}
}
