package rights.rules.house_test

import data.rights.rules.house

_codes(document) := codes if {
	codes := {finding.code | some finding in house.findings} with input as document
}

test_house[name] if {
	some name, tc in {
		"nothing": {"input": {"house": []}, "want": set()},
		"a zone": {"input": {"house": ["zones.0"]}, "want": {"house.stated"}},
		"not even that it states nothing": {"input": {}, "want": {"house.stated"}},
	}
	_codes(tc.input) == tc.want
}
