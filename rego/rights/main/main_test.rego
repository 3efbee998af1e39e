package rights.main_test

import data.rights.main

_index := {"effects": {
	"a.ground": "ground",
	"a.note": "note",
	"a.refer": "refer",
	"a.block": "block",
	"policy.topic_missing": "block",
	"policy.finding_malformed": "block",
	"policy.no_ground": "block",
}}

_ground := {"code": "a.ground", "facts": ["holder.sale"]}

_note := {"code": "a.note", "facts": ["embargo"]}

_refer := {"code": "a.refer", "facts": ["terms"]}

_block := {"code": "a.block", "facts": []}

_silent := {topic: {"findings": set()} | some topic in main.topics}

# The decision where one topic says this, all others nothing, and the house raises that.
_decision(said, raise) := decision if {
	rules := object.union(_silent, {"sale": {"findings": said}})
	decision := main.decision with data.rights.rules as rules with data.index as _index with data.house.raise as raise
}

_codes(decision) := {finding.code | some finding in decision.findings}

test_verdict[name] if {
	some name, tc in {
		"a ground clears": {"said": {_ground}, "want": "cleared"},
		"a ground clears beside a note": {"said": {_ground, _note}, "want": "cleared"},
		"refer outranks a ground": {"said": {_ground, _refer}, "want": "referred"},
		"block outranks refer": {"said": {_ground, _refer, _block}, "want": "blocked"},
		"block outranks a ground": {"said": {_ground, _block}, "want": "blocked"},
	}
	decision := _decision(tc.said, {})
	decision.verdict == tc.want
	_codes(decision) == {finding.code | some finding in tc.said}
}

test_no_ground[name] if {
	some name, tc in {
		"nothing said": set(),
		"a note alone": {_note},
	}
	decision := _decision(tc, {})
	decision.verdict == "blocked"
	_codes(decision) == {finding.code | some finding in tc} | {"policy.no_ground"}
}

test_house[name] if {
	some name, tc in {
		"raises a note to refer": {"said": {_ground, _note}, "raise": {"a.note": "refer"}, "want": "referred"},
		"raises a note to block": {"said": {_ground, _note}, "raise": {"a.note": "block"}, "want": "blocked"},
		"raises a ground": {"said": {_ground}, "raise": {"a.ground": "refer"}, "want": "referred"},
		"raises refer": {"said": {_ground, _refer}, "raise": {"a.refer": "block"}, "want": "blocked"},
		"raises what is not said": {"said": {_ground}, "raise": {"a.note": "block"}, "want": "cleared"},
		"lowers no block to refer": {"said": {_ground, _block}, "raise": {"a.block": "refer"}, "want": "blocked"},
		"lowers no refer to a note": {"said": {_ground, _refer}, "raise": {"a.refer": "note"}, "want": "referred"},
		"makes no ground of a note": {"said": {_note}, "raise": {"a.note": "ground"}, "want": "blocked"},
	}
	_decision(tc.said, tc.raise).verdict == tc.want
}

test_without_house if {
	rules := object.union(_silent, {"sale": {"findings": {_ground}}})
	decision := main.decision with data.rights.rules as rules with data.index as _index
	decision.verdict == "cleared"
}

test_topic_missing[name] if {
	some name, topic in {
		"no findings": {},
		"findings that are no set": {"findings": "nothing"},
	}
	rules := object.union(_silent, {"holder": {"findings": {_ground}}, "sale": topic})
	missing := object.union(object.remove(rules, ["sale"]), {"sale": topic})
	decision := main.decision with data.rights.rules as missing with data.index as _index
	decision.verdict == "blocked"
	"policy.topic_missing" in _codes(decision)
}

test_findings_of_a_missing_topic_are_not_heard if {
	rules := object.union(_silent, {"nobody": {"findings": {_ground}}})
	decision := main.decision with data.rights.rules as rules with data.index as _index
	decision.verdict == "blocked"
	_codes(decision) == {"policy.no_ground"}
}

test_finding_malformed[name] if {
	some name, finding in {
		"no object": "a.note",
		"no code": {"facts": []},
		"no facts": {"code": "a.note"},
		"something else beside": {"code": "a.note", "facts": [], "effect": "note"},
		"unknown code": {"code": "a.stranger", "facts": []},
		"code that is no string": {"code": 1, "facts": []},
		"facts that are no array": {"code": "a.note", "facts": "embargo"},
		"facts that are a set": {"code": "a.note", "facts": {"embargo"}},
		"facts that are null": {"code": "a.note", "facts": null},
		"fact that is no string": {"code": "a.note", "facts": [1]},
	}
	decision := _decision({_ground, finding}, {})
	decision.verdict == "blocked"
	_codes(decision) == {"a.ground", "policy.finding_malformed"}
}

test_code_without_effect_blocks if {
	rules := object.union(_silent, {"sale": {"findings": {_ground, "no finding"}}})
	decision := main.decision with data.rights.rules as rules with data.index as {"effects": {"a.ground": "ground"}}
	decision.verdict == "blocked"
	{"code": "policy.finding_malformed", "effect": "block", "facts": []} in decision.findings
}

test_order_and_merging if {
	decision := _decision({_refer, _note, _ground, {"code": "a.note", "facts": ["terms", "embargo", "notice"]}}, {})
	decision.findings == [
		{"code": "a.ground", "effect": "ground", "facts": ["holder.sale"]},
		{"code": "a.note", "effect": "note", "facts": ["embargo", "notice", "terms"]},
		{"code": "a.refer", "effect": "refer", "facts": ["terms"]},
	]
}
