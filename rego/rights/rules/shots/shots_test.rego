package rights.rules.shots_test

import data.rights.rules.shots

_codes(action, list) := codes if {
	codes := {finding.code | some finding in shots.findings} with input as {
		"use": {"action": action},
		"shots": list,
	}
}

_of(source) := {"source": source, "terms": "none"}

test_shots[name] if {
	some name, tc in {
		"none": {"shots": [], "want": set()},
		"the holder's": {"shots": [_of("holder"), _of("holder")], "want": set()},
		"ours": {"shots": [_of("holder"), _of("us")], "want": {"shots.source"}},
		"the pool's": {"shots": [_of("pool")], "want": {"shots.source"}},
		"without a source": {"shots": [_of("holder"), _of("absent")], "want": {"shots.unsourced"}},
		"with an unreadable source": {"shots": [_of("unreadable"), _of("holder")], "want": {"shots.unsourced"}},
		"with an unknown source": {"shots": [_of("?")], "want": {"shots.unsourced"}},
		"with terms": {
			"shots": [_of("holder"), {"source": "holder", "terms": "unread"}],
			"want": {"shots.unread"},
		},
		"with unknown terms": {"shots": [{"source": "holder", "terms": "?"}], "want": {"shots.unread"}},
		"about which nothing is known": {"shots": [{}], "want": {"shots.unsourced", "shots.unread"}},
		"that are no list": {"shots": null, "want": {"shots.unsourced", "shots.unread"}},
	}
	every action in {"sell", "publish", "archive", "modify", "train", "?"} {
		_codes(action, tc.shots) == tc.want
	}
}

test_third_party[action] if {
	some action, want in {
		"sell": {"shots.third_party"},
		"publish": {"shots.third_party_shown"},
		"archive": {"shots.third_party_shown"},
		"modify": {"shots.third_party_shown"},
		"train": {"shots.third_party_shown"},
		"?": {"shots.third_party"},
	}
	_codes(action, [_of("holder"), _of("third_party")]) == want
}

test_nothing_known if {
	codes := {finding.code | some finding in shots.findings} with input as {}
	codes == {"shots.unsourced", "shots.unread"}
}
