package rights.rules.terms_test

import data.rights.rules.terms

test_terms[name] if {
	some name, tc in {
		"stated": {"state": "stated", "want": set()},
		"nothing stated": {"state": "nothing_stated", "want": {"terms.nothing_stated"}},
		"unread words": {"state": "unread", "want": {"terms.unread"}},
		"missing": {"state": "absent", "want": {"terms.missing"}},
		"empty": {"state": "empty", "want": {"terms.empty"}},
		"contradictory": {"state": "contradictory", "want": {"terms.contradictory"}},
		"unknown state": {"state": "?", "want": {"terms.unread"}},
	}
	asked := {"terms": {"state": tc.state, "elsewhere": "none", "rules": []}}
	codes := {finding.code | some finding in terms.findings} with input as asked
	codes == tc.want
}

test_nothing_known if {
	codes := {finding.code | some finding in terms.findings} with input as {}
	codes == {"terms.unread", "terms.elsewhere", "terms.rules_unread"}
}

test_elsewhere[state] if {
	some state, want in {
		"none": {"terms.nothing_stated"},
		"stated": {"terms.nothing_stated"},
		"unread": {"terms.nothing_stated", "terms.elsewhere"},
		"?": {"terms.nothing_stated", "terms.elsewhere"},
	}
	asked := {"terms": {"state": "nothing_stated", "elsewhere": state, "rules": []}}
	codes := {finding.code | some finding in terms.findings} with input as asked
	codes == want
}

test_rules_told_apart[name] if {
	some name, tc in {
		"two": {"rules": [_rule, object.union(_rule, {"fact": "terms.rules.1"})], "want": set()},
		"two of one name": {"rules": [_rule, _rule], "want": {"terms.rules_unread"}},
		"one without a name": {"rules": [object.remove(_rule, {"fact"})], "want": {"terms.rules_unread"}},
		"one with an empty name": {"rules": [object.union(_rule, {"fact": ""})], "want": {"terms.rules_unread"}},
		"no list": {"rules": {}, "want": {"terms.rules_unread"}},
	}
	_codes_of(object.union(_input({}, {}), {"terms": {"rules": tc.rules}})) - {"terms.no_access"} == tc.want
}

# What the tests of this topic share: broadcasting in France, sold to a buyer there, and a rule that bars everything.

_use := {
	"action": "sell",
	"purpose": "editorial",
	"territory": {"everywhere": false, "codes": ["FR"]},
	"media": ["broadcast"],
	"any_medium": false,
	"geo_limited": [],
	"party": true,
	"buyer": {"known": true, "codes": ["FR"]},
	"term": false,
}

_everything := {"form": "all", "values": [], "maybe": []}

_rule := {
	"fact": "terms.rules.0",
	"place": "terms",
	"effect": "prohibition",
	"kind": "access",
	"action": "use",
	"territory": _everything,
	"media": _everything,
	"purpose": _everything,
	"party": "open",
	"time": "always",
	"named": true,
}

_in(values) := {"form": "in", "values": values, "maybe": []}

_perhaps_in(values) := {"form": "in", "values": [], "maybe": values}

_outside(values) := {"form": "outside", "values": values, "maybe": []}

_elsewhere := {"territory": _in(["GB"])}

# The input for a use and a rule, each given by what is different in it.
_input(use, rule) := {
	"use": object.union(_use, use),
	"terms": {"state": "stated", "elsewhere": "none", "rules": [object.union(_rule, rule)]},
	"record": {"age": "fresh"},
	"holder": {"sale": "absent", "client": false},
}

_codes(use, rule) := _codes_of(_input(use, rule))

_codes_of(asked) := codes if {
	codes := {finding.code | some finding in terms.findings} with input as asked
}
