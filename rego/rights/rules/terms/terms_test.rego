package rights.rules.terms_test

import data.rights.rules.terms

test_terms[name] if {
	some name, tc in {
		"nothing stated": {"state": "nothing_stated", "want": {"terms.nothing_stated"}},
		"unread words": {"state": "unread", "want": {"terms.unread"}},
		"missing": {"state": "absent", "want": {"terms.missing"}},
		"empty": {"state": "empty", "want": {"terms.empty"}},
		"contradictory": {"state": "contradictory", "want": {"terms.contradictory"}},
		"unknown state": {"state": "?", "want": {"terms.unread"}},
	}
	codes := {finding.code | some finding in terms.findings} with input as {"terms": {"state": tc.state, "elsewhere": "none"}}
	codes == tc.want
}

test_nothing_known if {
	codes := {finding.code | some finding in terms.findings} with input as {}
	codes == {"terms.unread", "terms.elsewhere"}
}

test_elsewhere[state] if {
	some state, want in {
		"none": {"terms.nothing_stated"},
		"unread": {"terms.nothing_stated", "terms.elsewhere"},
		"?": {"terms.nothing_stated", "terms.elsewhere"},
	}
	codes := {finding.code | some finding in terms.findings} with input as {"terms": {"state": "nothing_stated", "elsewhere": state}}
	codes == want
}
