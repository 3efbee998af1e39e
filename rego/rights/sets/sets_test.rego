package rights.sets_test

import data.rights.sets

_set(form, values, maybe) := {"form": form, "values": values, "maybe": maybe}

test_sets[name] if {
	some name, tc in {
		"all": {"set": _set("all", [], []), "of": ["FR"], "want": {"reaches"}},
		"all, of nothing": {"set": _set("all", [], []), "of": [], "want": {"reaches"}},
		"in": {"set": _set("in", ["GB"], []), "of": ["GB", "FR"], "want": {"reaches"}},
		"not in": {"set": _set("in", ["GB"], ["IE"]), "of": ["FR"], "want": {"apart"}},
		"in, of nothing": {"set": _set("in", ["GB"], []), "of": [], "want": {"apart"}},
		"maybe in": {"set": _set("in", ["CN"], ["HK"]), "of": ["HK"], "want": set()},
		"in, only maybe": {"set": _set("in", [], ["HK"]), "of": ["FR"], "want": {"apart"}},
		"in nothing": {"set": _set("in", [], []), "of": ["FR"], "want": set()},
		"outside": {"set": _set("outside", ["GB"], []), "of": ["GB", "FR"], "want": {"reaches"}},
		"not outside": {"set": _set("outside", ["GB", "IE"], []), "of": ["GB"], "want": {"apart"}},
		"maybe outside": {"set": _set("outside", ["CN"], ["HK"]), "of": ["HK"], "want": set()},
		"outside nothing": {"set": _set("outside", [], []), "of": ["FR"], "want": {"reaches"}},
		"unknown form": {"set": _set("?", ["GB"], []), "of": ["GB"], "want": set()},
		"values that are none": {"set": _set("in", {}, ["GB"]), "of": ["FR"], "want": set()},
		"no form": {"set": {"values": ["GB"], "maybe": []}, "of": ["GB"], "want": set()},
		"no maybe": {"set": {"form": "in", "values": ["GB"]}, "of": ["FR"], "want": set()},
		"no values": {"set": {"form": "outside", "maybe": []}, "of": ["FR"], "want": set()},
	}
	apart := {"apart" | sets.apart(tc.set, tc.of)}
	reaches := {"reaches" | sets.reaches(tc.set, tc.of)}
	apart | reaches == tc.want
}

test_anywhere[name] if {
	some name, tc in {
		"all": {"set": _set("all", [], []), "want": true},
		"in": {"set": _set("in", ["GB"], []), "want": true},
		"maybe in": {"set": _set("in", [], ["HK"]), "want": false},
		"outside": {"set": _set("outside", ["GB"], []), "want": true},
		"unknown form": {"set": _set("?", ["GB"], []), "want": false},
	}
	count({true | sets.reaches_any(tc.set)}) == count({true | tc.want == true})
}
