package rights.rules.terms_test

test_duties[name] if {
	some name, tc in {
		"a credit": {"rule": {"kind": "credit", "effect": "duty"}, "want": "terms.credit"},
		"a credit without a name": {"rule": {"kind": "credit", "effect": "duty", "named": false}, "want": "terms.credit_someone"},
		"a credit, garbled": {"rule": {"kind": "credit", "effect": "duty", "named": null}, "want": "terms.credit_someone"},
		"no changes": {"rule": {"kind": "edit", "action": "modify"}, "want": "terms.unedited"},
		"faces": {"rule": {"kind": "faces", "effect": "duty"}, "want": "terms.keep_shown"},
		"a logo": {"rule": {"kind": "logo", "effect": "duty"}, "want": "terms.keep_shown"},
		"no sequences": {"rule": {"kind": "sequences", "effect": "duty"}, "want": "terms.keep_shown"},
		"a length": {"rule": {"kind": "length"}, "want": "terms.length"},
		"a count elsewhere": {"rule": object.union(_elsewhere, {"kind": "count"}), "want": "terms.count"},
	}
	_codes({}, object.union({"action": "display"}, tc.rule)) == {tc.want}
}

test_credit_of_what_is_published[name] if {
	some name, tc in {
		"named": {"rule": {"named": true}, "want": "terms.credit"},
		"nameless": {"rule": {"named": false}, "want": "terms.credit_unnamed"},
		"nameless, elsewhere": {"rule": object.union(_elsewhere, {"named": false}), "want": "terms.credit_someone"},
	}
	_codes({"action": "publish"}, object.union({"kind": "credit", "effect": "duty", "action": "display"}, tc.rule)) == {tc.want}
}
