package rights.rules.embargo_test

import data.rights.rules.embargo

_codes(action, state, zone) := codes if {
	codes := {finding.code | some finding in embargo.findings} with input as {
		"use": {"action": action},
		"embargo": {"state": state, "zone": zone},
		"record": {"age": "old"},
	}
}

_leaves := {"sell", "publish", "train", "?"}

_stays := {"archive", "modify"}

test_embargo[name] if {
	some name, tc in {
		"active": {
			"state": "active", "zone": "stated",
			"leaves": {"embargo.active"}, "stays": {"embargo.hold"},
		},
		"active without a zone": {
			"state": "active", "zone": "none",
			"leaves": {"embargo.active"}, "stays": {"embargo.hold"},
		},
		"uncertain": {
			"state": "uncertain", "zone": "stated",
			"leaves": {"embargo.uncertain"}, "stays": {"embargo.hold"},
		},
		"uncertain without a zone": {
			"state": "uncertain", "zone": "none",
			"leaves": {"embargo.uncertain_no_zone"}, "stays": {"embargo.hold"},
		},
		"endless": {
			"state": "endless", "zone": "none",
			"leaves": {"embargo.endless"}, "stays": {"embargo.hold"},
		},
		"over": {
			"state": "over", "zone": "stated",
			"leaves": {"embargo.over"}, "stays": {"embargo.over"},
		},
		"uncertain in a zone of the house": {
			"state": "uncertain", "zone": "house",
			"leaves": {"embargo.uncertain"}, "stays": {"embargo.hold"},
		},
		"over in a zone of the house": {
			"state": "over", "zone": "house",
			"leaves": {"embargo.over"}, "stays": {"embargo.over"},
		},
		"past": {
			"state": "past", "zone": "none",
			"leaves": {"embargo.past"}, "stays": {"embargo.past"},
		},
		"over without a zone": {
			"state": "over", "zone": "none",
			"leaves": {"embargo.over_no_zone"}, "stays": {"embargo.over_no_zone"},
		},
		"none stated": {
			"state": "empty", "zone": "none",
			"leaves": {"embargo.none_stated"}, "stays": {"embargo.none_stated"},
		},
		"missing": {
			"state": "absent", "zone": "none",
			"leaves": {"embargo.missing"}, "stays": {"embargo.missing"},
		},
		"contradictory": {
			"state": "contradictory", "zone": "none",
			"leaves": {"embargo.contradictory"}, "stays": {"embargo.contradictory"},
		},
		"unreadable": {
			"state": "unreadable", "zone": "none",
			"leaves": {"embargo.unreadable"}, "stays": {"embargo.unreadable"},
		},
		"unknown state": {
			"state": "?", "zone": "none",
			"leaves": {"embargo.unreadable"}, "stays": {"embargo.unreadable"},
		},
		"unknown zone": {
			"state": "over", "zone": "?",
			"leaves": {"embargo.unreadable"}, "stays": {"embargo.unreadable"},
		},
	}
	every action in _leaves {
		_codes(action, tc.state, tc.zone) == tc.leaves
	}
	every action in _stays {
		_codes(action, tc.state, tc.zone) == tc.stays
	}
}

test_none_stated[age] if {
	some age, want in {
		"old": {"embargo.none_stated"},
		"fresh": {"embargo.none_stated_fresh"},
		"undated": {"embargo.none_stated_fresh"},
		"?": {"embargo.none_stated_fresh"},
	}
	codes := {finding.code | some finding in embargo.findings} with input as {
		"use": {"action": "sell"},
		"embargo": {"state": "empty", "zone": "none"},
		"record": {"age": age},
	}
	codes == want
}

test_nothing_known if {
	codes := {finding.code | some finding in embargo.findings} with input as {}
	codes == {"embargo.unreadable"}
}
