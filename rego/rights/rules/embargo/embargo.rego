# METADATA
# title: The embargo
# description: >
#   Nothing under embargo leaves the house. Material that stays in may be archived and modified meanwhile.
package rights.rules.embargo

# METADATA
# title: Under embargo
# custom:
#   code: embargo.active
#   effect: block
#   detail: "embargoed: it lifts nowhere before {embargo.first}, and is over everywhere from {embargo.last}"
#   remedy: Wait until the embargo is over everywhere, or ask the supplier to lift it.
findings contains {"code": "embargo.active", "facts": ["embargo"]} if {
	not _stays_in_the_house
	input.embargo.state == "active"
}

# METADATA
# title: The embargo may still hold
# custom:
#   code: embargo.uncertain
#   effect: refer
#   detail: "embargoed: may have lifted from {embargo.first}, is over from {embargo.last}"
#   remedy: Wait until it is over, or ask the supplier which time is meant.
findings contains {"code": "embargo.uncertain", "facts": ["embargo"]} if {
	not _stays_in_the_house
	input.embargo.state == "uncertain"
	_zone_known
}

# METADATA
# title: The embargo may still hold, as no time zone is stated
# custom:
#   code: embargo.uncertain_no_zone
#   effect: refer
#   detail: "embargoed: no zone stated, may have lifted from {embargo.first}, over everywhere from {embargo.last}"
#   remedy: Wait until it is over everywhere, or ask the supplier which zone is meant.
findings contains {"code": "embargo.uncertain_no_zone", "facts": ["embargo"]} if {
	not _stays_in_the_house
	input.embargo.state == "uncertain"
	not _zone_known
}

# METADATA
# title: Under an embargo without an end
# custom:
#   code: embargo.endless
#   effect: block
#   detail: "held without an end: {embargo}"
#   remedy: Ask the supplier when it may be released.
findings contains {"code": "embargo.endless", "facts": ["embargo"]} if {
	not _stays_in_the_house
	input.embargo.state == "endless"
}

# METADATA
# title: Keep it in the house until the embargo ends
# custom:
#   code: embargo.hold
#   effect: condition
#   detail: "nothing may leave the house before the embargo ends; over everywhere from {embargo.last}"
#   remedy: Mark it as embargoed wherever it is kept.
findings contains {"code": "embargo.hold", "facts": ["embargo"]} if {
	_stays_in_the_house
	input.embargo.state in {"active", "uncertain", "endless"}
}

# METADATA
# title: The embargo cannot be read
# custom:
#   code: embargo.unreadable
#   effect: refer
#   detail: "something stands in the embargo field, and it is no date that can be read: {embargo}"
#   remedy: Read the field. Treat it as an embargo until someone knows better.
findings contains {"code": "embargo.unreadable", "facts": ["embargo"]} if not _readable

# Every state that one of these rules speaks of.
_readable if {
	input.embargo.state in {"absent", "empty", "contradictory", "endless", "active", "uncertain", "over", "past"}
	input.embargo.zone in {"stated", "house", "none"}
}

# METADATA
# title: The embargo contradicts itself
# custom:
#   code: embargo.contradictory
#   effect: refer
#   detail: "the record carries different embargoes"
#   remedy: Ask the supplier which one holds. None of them is taken until then.
findings contains {"code": "embargo.contradictory", "facts": ["embargo"]} if input.embargo.state == "contradictory"

# METADATA
# title: The embargo field is missing
# custom:
#   code: embargo.missing
#   effect: refer
#   detail: "the record does not carry the embargo field, so an embargo may be lost"
#   remedy: Get the whole record from the archive, and check it again.
findings contains {"code": "embargo.missing", "facts": ["embargo"]} if input.embargo.state == "absent"

# METADATA
# title: No embargo stated
# custom:
#   code: embargo.none_stated
#   effect: note
#   detail: "the embargo field is empty, which looks the same whether there was none or it was removed"
#   remedy: Nothing to do, unless you know of an embargo.
findings contains {"code": "embargo.none_stated", "facts": ["embargo"]} if {
	input.embargo.state == "empty"
	not _fresh
}

# METADATA
# title: No embargo stated on a fresh story
# custom:
#   code: embargo.none_stated_fresh
#   effect: note
#   detail: "the embargo field of a fresh story is empty, which looks the same whether there was none or it was removed"
#   remedy: If this supplier puts its fresh stories under embargo, ask.
findings contains {"code": "embargo.none_stated_fresh", "facts": ["embargo", "record.date"]} if {
	input.embargo.state == "empty"
	_fresh
}

# A story of unknown age may be fresh.
_fresh if not input.record.age == "old"

# METADATA
# title: The embargo is over
# custom:
#   code: embargo.over
#   effect: note
#   detail: "the embargo has been over since {embargo.last}"
#   remedy: Nothing to do.
findings contains {"code": "embargo.over", "facts": ["embargo"]} if {
	input.embargo.state == "over"
	_zone_known
}

# METADATA
# title: The embargo is over everywhere
# custom:
#   code: embargo.over_no_zone
#   effect: note
#   detail: "no zone stated; the embargo has been over everywhere since {embargo.last}"
#   remedy: Nothing to do.
findings contains {"code": "embargo.over_no_zone", "facts": ["embargo"]} if {
	input.embargo.state == "over"
	input.embargo.zone == "none"
}

# METADATA
# title: The embargo is past
# custom:
#   code: embargo.past
#   effect: note
#   detail: "it was first issued under an embargo that is past: {embargo}"
#   remedy: Nothing to do.
findings contains {"code": "embargo.past", "facts": ["embargo"]} if input.embargo.state == "past"

_zone_known if input.embargo.zone in {"stated", "house"}

_stays_in_the_house if input.use.action in {"archive", "modify"}
