package rights.rules.notice_test

import data.rights.rules.notice

_good := {
	"state": "stated", "claimant": "holder", "us": false, "client": false, "year": "same", "link": "none",
	"reserved": false,
}

_nothing := {"claimant": "none", "year": "none", "link": "none"}

_codes(facts) := codes if {
	codes := {finding.code | some finding in notice.findings} with input as {"notice": facts}
}

test_notice[name] if {
	some name, tc in {
		"claimant and year": {"with": {}, "want": set()},
		"no year": {"with": {"year": "none"}, "want": set()},
		"claimed by us, the holder": {"with": {"us": true}, "want": set()},
		"claimed by us, another holds": {"with": {"us": true, "claimant": "other"}, "want": {"notice.claimant_differs"}},
		"claimed by another": {"with": {"claimant": "other"}, "want": {"notice.claimant_differs"}},
		"claimed by nobody": {"with": {"claimant": "none"}, "want": {"notice.no_claimant"}},
		"link": {"with": {"link": "url"}, "want": {"notice.link"}},
		"link that leads nowhere": {"with": {"link": "no_url"}, "want": {"notice.link_without_url"}},
		"another year": {"with": {"year": "other"}, "want": {"notice.year_differs"}},
		"reserved by the holder": {"with": {"reserved": true}, "want": {"notice.reserved"}},
		"reserved by another": {
			"with": {"reserved": true, "claimant": "other"},
			"want": {"notice.reserved", "notice.claimant_differs"},
		},
		"reserved by us": {
			"with": {"reserved": true, "us": true},
			"want": {"notice.reserved_by_us"},
		},
		"perhaps reserved": {
			"with": {"reserved": "?", "us": true, "client": true},
			"want": {"notice.reserved"},
		},
		"missing": {"with": object.union(_nothing, {"state": "absent"}), "want": {"notice.missing"}},
		"empty": {"with": object.union(_nothing, {"state": "empty"}), "want": {"notice.empty"}},
		"contradictory": {
			"with": object.union(_nothing, {"state": "contradictory"}),
			"want": {"notice.contradictory"},
		},
		"unread words": {"with": {"state": "unread"}, "want": {"notice.unread"}},
		"unknown state": {"with": {"state": "?"}, "want": {"notice.unread"}},
		"unknown claimant": {"with": {"claimant": "?"}, "want": {"notice.unread"}},
		"unknown year": {"with": {"year": "?"}, "want": {"notice.unread"}},
		"unknown link": {"with": {"link": "?"}, "want": {"notice.unread"}},
	}
	_codes(object.union(_good, tc["with"])) == tc.want
}

test_reserved_for_clients[action] if {
	some action, want in {
		"publish": {"notice.reserved_for_clients"},
		"sell": {"notice.reserved"},
		"archive": {"notice.reserved"},
		"modify": {"notice.reserved"},
		"train": {"notice.reserved"},
		"?": {"notice.reserved"},
	}
	reserved := object.union(_good, {"reserved": true, "client": true})
	codes := {finding.code | some finding in notice.findings} with input as {"use": {"action": action}, "notice": reserved}
	codes == want
	ours := {finding.code | some finding in notice.findings} with input as {
		"use": {"action": action},
		"notice": object.union(reserved, {"us": true}),
	}
	ours == {"notice.reserved_by_us"}
}

test_nothing_known if {
	codes := {finding.code | some finding in notice.findings} with input as {}
	codes == {"notice.reserved", "notice.unread"}
}
