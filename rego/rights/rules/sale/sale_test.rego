package rights.rules.sale_test

import data.rights.rules.sale

_codes(action, purpose, flag) := codes if {
	codes := {finding.code | some finding in sale.findings} with input as {
		"use": {"action": action, "purpose": purpose},
		"holder": {"sale": flag},
	}
}

test_sale[name] if {
	some name, tc in {
		"can sell": {"flag": "can_sell", "want": {"sale.can_sell"}},
		"cannot sell": {"flag": "cannot_sell", "want": {"sale.cannot_sell"}},
		"no flag": {"flag": "absent", "want": {"sale.flag_missing"}},
		"flag that nobody can read": {"flag": "unread", "want": {"sale.flag_unread"}},
		"flags that differ": {"flag": "contradictory", "want": {"sale.flag_contradictory"}},
		"unknown state": {"flag": "?", "want": {"sale.flag_unread"}},
		"flag that is no string": {"flag": true, "want": {"sale.flag_unread"}},
	}
	_codes("sell", "editorial", tc.flag) == tc.want
}

test_purpose[name] if {
	some name, tc in {
		"editorial": {"purpose": "editorial", "can": {"sale.can_sell"}},
		"news": {"purpose": "news", "can": {"sale.can_sell"}},
		"commercial": {"purpose": "commercial", "can": set()},
		"training": {"purpose": "training", "can": set()},
		"unknown": {"purpose": "?", "can": set()},
	}
	_codes("sell", tc.purpose, "can_sell") == tc.can
	_codes("sell", tc.purpose, "cannot_sell") == {"sale.cannot_sell"}
	_codes("sell", tc.purpose, "absent") == {"sale.flag_missing"}
}

test_other_actions_ignore_the_flag[action] if {
	some action, flags in {action: flags |
		some action in ["publish", "archive", "modify", "train"]
		flags := ["can_sell", "cannot_sell", "absent", "unread", "contradictory"]
	}
	every flag in flags {
		_codes(action, "editorial", flag) == set()
	}
	_codes(action, "editorial", "?") == {"sale.flag_unread"}
}

test_unknown_action_is_held_to_be_a_sale[name] if {
	some name, tc in {
		"can sell is no ground": {"flag": "can_sell", "want": set()},
		"cannot sell": {"flag": "cannot_sell", "want": {"sale.cannot_sell"}},
		"no flag": {"flag": "absent", "want": {"sale.flag_missing"}},
	}
	_codes("?", "editorial", tc.flag) == tc.want
}

test_nothing_known if {
	codes := {finding.code | some finding in sale.findings} with input as {}
	codes == {"sale.flag_unread"}
}
