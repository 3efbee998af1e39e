package rights.rules.holder_test

import data.rights.rules.holder

_good := {"state": "stated", "name": "stated", "kind": "other"}

_codes(facts) := codes if {
	codes := {finding.code | some finding in holder.findings} with input as {"holder": facts}
}

test_holder[name] if {
	some name, tc in {
		"named": {"with": {}, "want": set()},
		"pool": {"with": {"kind": "pool"}, "want": {"holder.pool"}},
		"missing": {"with": {"state": "absent", "name": "absent", "kind": "none"}, "want": {"holder.missing"}},
		"empty": {"with": {"state": "empty", "name": "absent", "kind": "none"}, "want": {"holder.empty"}},
		"contradictory field": {"with": {"state": "contradictory"}, "want": {"holder.contradictory"}},
		"contradictory name": {"with": {"name": "contradictory"}, "want": {"holder.contradictory"}},
		"flag without a holder": {"with": {"name": "absent", "kind": "none"}, "want": {"holder.name_missing"}},
		"unread words": {"with": {"state": "unread"}, "want": {"holder.unread"}},
		"unread words beside a flag without a holder": {
			"with": {"state": "unread", "name": "absent"},
			"want": {"holder.name_missing", "holder.unread"},
		},
		"unreadable name": {"with": {"name": "unreadable"}, "want": {"holder.unread"}},
		"no kind": {"with": {"kind": "none"}, "want": {"holder.unread"}},
		"unknown kind": {"with": {"kind": "?"}, "want": {"holder.unread"}},
		"unknown name": {"with": {"name": "?"}, "want": {"holder.unread"}},
		"unknown state": {"with": {"state": "?"}, "want": {"holder.unread"}},
	}
	_codes(object.union(_good, tc["with"])) == tc.want
}

test_nothing_known if {
	codes := {finding.code | some finding in holder.findings} with input as {}
	codes == {"holder.unread"}
}
