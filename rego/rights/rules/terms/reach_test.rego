package rights.rules.terms_test

# A bar blocks what it reaches, refers what it may reach, and is a condition for what it does not.

_reach := {
	"reached": "terms.no_access", "apart": "terms.limit",
	"place": "terms.place_in_doubt", "buyer": "terms.buyer_in_doubt", "spills": "terms.spills_over",
	"medium": "terms.medium_in_doubt", "purpose": "terms.purpose_in_doubt", "party": "terms.party_in_doubt",
	"net": "terms.geo_block",
}

_reaches(use, rule, want) if {
	codes := {code |
		some each, code in _reach
		each in want
	}
	_codes(use, rule) == codes
}

test_territory[name] if {
	everywhere := {"everywhere": true, "codes": []}
	nobody := {"known": false, "codes": []}
	some name, tc in {
		"everywhere": {"use": {}, "rule": {}, "want": {"reached"}},
		"shown there": {"use": {}, "rule": {"territory": _in(["FR"])}, "want": {"reached"}},
		"shown in one of them": {"use": {"territory": {"codes": ["GB", "FR"]}}, "rule": _elsewhere, "want": {"reached"}},
		"shown elsewhere": {"use": {}, "rule": _elsewhere, "want": {"apart"}},
		"perhaps shown there": {"use": {}, "rule": {"territory": _perhaps_in(["FR"])}, "want": {"place", "buyer"}},
		"shown everywhere": {"use": {"territory": everywhere}, "rule": _elsewhere, "want": {"reached"}},
		"shown everywhere, perhaps there": {
			"use": {"territory": everywhere},
			"rule": {"territory": _perhaps_in(["HK"])}, "want": {"place"},
		},
		"shown nowhere": {"use": {"territory": {"codes": []}}, "rule": _elsewhere, "want": {"place"}},
		"left open": {"use": {}, "rule": {"territory": _outside(["FR", "GB"])}, "want": {"apart"}},
		"not left open": {"use": {}, "rule": {"territory": _outside(["GB"])}, "want": {"reached"}},
		"the buyer sits there": {"use": {"buyer": {"codes": ["GB"]}}, "rule": _elsewhere, "want": {"reached"}},
		"a buyer nobody knows": {"use": {"buyer": nobody}, "rule": _elsewhere, "want": {"buyer"}},
		"nobody buys": {
			"use": {"action": "publish", "buyer": {"known": true, "codes": []}}, "rule": _elsewhere, "want": {"apart"},
		},
	}
	_reaches(tc.use, tc.rule, tc.want)
}

test_spilling_over[name] if {
	some name, tc in {
		"online is kept in": {"use": {"media": ["online"]}, "rule": _elsewhere, "want": {"apart", "net"}},
		"social media are not": {"use": {"media": ["social", "broadcast"]}, "rule": _elsewhere, "want": {"spills"}},
		"unless the house can": {
			"use": {"media": ["social"], "geo_limited": ["social"]}, "rule": _elsewhere, "want": {"apart", "net"},
		},
		"nor are all media": {
			"use": {"any_medium": true, "geo_limited": ["social"]},
			"rule": _elsewhere, "want": {"spills"},
		},
		"no media at all": {"use": {"media": []}, "rule": _elsewhere, "want": {"spills"}},
		"what is kept spills nothing": {"use": {"action": "archive", "any_medium": true}, "rule": _elsewhere, "want": {"apart"}},
		"nor does a rule on broadcasting": {
			"use": {"media": ["broadcast", "social"]},
			"rule": object.union(_elsewhere, {"media": _in(["broadcast"])}), "want": {"apart", "net"},
		},
	}
	_reaches(tc.use, tc.rule, tc.want)
}

test_media[name] if {
	some name, tc in {
		"in it": {"use": {}, "rule": {"media": _in(["broadcast"])}, "want": {"reached"}},
		"in another one": {"use": {}, "rule": {"media": _in(["online"])}, "want": {"apart"}},
		"perhaps in it": {"use": {}, "rule": {"media": _perhaps_in(["broadcast"])}, "want": {"medium"}},
		"in any": {"use": {"any_medium": true}, "rule": {"media": _in(["online"])}, "want": {"reached"}},
		"in any, perhaps": {"use": {"any_medium": true}, "rule": {"media": _perhaps_in(["print"])}, "want": {"medium"}},
		"in none": {"use": {"media": []}, "rule": {"media": _in(["online"])}, "want": {"medium"}},
		"the only one": {"use": {}, "rule": {"media": _outside(["broadcast"])}, "want": {"apart"}},
	}
	_reaches(tc.use, tc.rule, tc.want)
}

test_purpose[name] if {
	news := {"form": "outside", "values": ["news"], "maybe": ["editorial"]}
	some name, tc in {
		"for it": {"use": {}, "rule": {"purpose": _in(["editorial", "news"])}, "want": {"reached"}},
		"for another one": {"use": {}, "rule": {"purpose": _in(["commercial"])}, "want": {"apart"}},
		"news only, for news": {"use": {"purpose": "news"}, "rule": {"purpose": news}, "want": {"apart"}},
		"news only, for more than news": {"use": {}, "rule": {"purpose": news}, "want": {"purpose"}},
		"news only, for advertising": {"use": {"purpose": "commercial"}, "rule": {"purpose": news}, "want": {"reached"}},
		"editorial only, to train": {
			"use": {"action": "train"}, "rule": {"purpose": _outside(["editorial"])}, "want": {"reached"},
		},
		"a purpose nobody knows": {"use": {"purpose": "?"}, "rule": {"purpose": _in(["commercial"])}, "want": {"purpose"}},
	}
	_reaches(tc.use, tc.rule, tc.want)
}

test_party[party] if {
	some party, want in {
		"open": "reached", "same": "reached", "any": "reached", "outsider": "reached",
		"other": "apart", "owner": "apart", "client": "apart",
		"parent": "party", "near": "party", "unknown": "party", "?": "party",
	}
	_reaches({}, {"party": party}, {want})
}

test_time[state] if {
	some state, want in {
		"always": "terms.no_access", "now": "terms.no_access",
		"later": "terms.limit", "over": "terms.over",
		"uncertain": "terms.time_in_doubt", "?": "terms.time_in_doubt",
	}
	_codes({}, {"time": state}) == {want}
}
