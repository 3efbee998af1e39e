package rights.rules.terms

import data.rights.sets

# Which rules reach the use, and which are apart from it. A rule reaches the use if it does so in every dimension, and is apart
# from it if it is so in one. A rule that is neither is in doubt: so is one with a part that cannot be read.

_all contains rule.fact if some rule in input.terms.rules

_reached := (((_territory_reached & _media_reached) & _purpose_reached) & _party_reached) & _holds

_apart := ((((_territory_apart | _media_apart) | _purpose_apart) | _party_apart) | _later) | _over

_not_apart := _all - _apart

_doubtful := _not_apart - _reached

# Territory is two facts: where it is shown, and where the buyer sits. A rule that holds in either of them reaches the use, and
# what spills over a border is shown behind it.

_territory_reached := _shown_reached | _buyer_reached

_territory_apart := (_shown_apart & _buyer_apart) & _kept_in

_shown_reached contains rule.fact if {
	some rule in input.terms.rules
	sets.reaches(rule.territory, input.use.territory.codes)
}

_shown_reached contains rule.fact if {
	input.use.territory.everywhere == true
	some rule in input.terms.rules
	sets.reaches_any(rule.territory)
}

_shown_apart contains rule.fact if {
	input.use.territory.everywhere == false
	is_array(input.use.territory.codes)
	input.use.territory.codes != []
	some rule in input.terms.rules
	sets.apart(rule.territory, input.use.territory.codes)
}

_buyer_reached contains rule.fact if {
	input.use.buyer.known == true
	some rule in input.terms.rules
	sets.reaches(rule.territory, input.use.buyer.codes)
}

# For our own use nobody buys, and the buyer has no codes.
_buyer_apart contains rule.fact if {
	input.use.buyer.known == true
	is_array(input.use.buyer.codes)
	some rule in input.terms.rules
	sets.apart(rule.territory, input.use.buyer.codes)
}

# Social media are seen everywhere, and so may be those that nobody has a word for, unless the house can keep them in. The other
# media are kept in by a condition.
_kept_in contains rule.fact if {
	input.use.action in {"archive", "modify", "train"}
	some rule in input.terms.rules
}

_kept_in contains rule.fact if {
	_media_listed
	some rule in input.terms.rules
	every medium in input.use.media {
		_can_be_kept_in(medium)
	}
}

# A rule on media that stay where they are asks for no more.
_kept_in contains rule.fact if {
	input.use.any_medium == false
	some rule in input.terms.rules
	sets.apart(rule.media, ["social"])
}

_can_be_kept_in(medium) if medium in {"broadcast", "online", "mobile", "print", "radio"}

_can_be_kept_in(medium) if medium in input.use.geo_limited

# The media are all that it will be in.
_media_listed if {
	input.use.any_medium == false
	is_array(input.use.media)
	input.use.media != []
}

_media_reached contains rule.fact if {
	some rule in input.terms.rules
	sets.reaches(rule.media, input.use.media)
}

_media_reached contains rule.fact if {
	input.use.any_medium == true
	some rule in input.terms.rules
	sets.reaches_any(rule.media)
}

_media_apart contains rule.fact if {
	_media_listed
	some rule in input.terms.rules
	sets.apart(rule.media, input.use.media)
}

# To train machines is a purpose, whatever else it is for.
_purposes contains input.use.purpose

_purposes contains "training" if input.use.action == "train"

_purpose_reached contains rule.fact if {
	some rule in input.terms.rules
	sets.reaches(rule.purpose, _purposes)
}

_purpose_apart contains rule.fact if {
	input.use.purpose in {"editorial", "news", "commercial", "training"}
	some rule in input.terms.rules
	sets.apart(rule.purpose, _purposes)
}

_party_reached contains rule.fact if {
	some rule in input.terms.rules
	rule.party in {"open", "same", "any", "outsider"}
}

_party_apart contains rule.fact if {
	some rule in input.terms.rules
	rule.party in {"other", "owner", "client"}
}

_holds contains rule.fact if {
	some rule in input.terms.rules
	rule.time in {"always", "now"}
}

_later contains rule.fact if {
	some rule in input.terms.rules
	rule.time == "later"
}

_over contains rule.fact if {
	some rule in input.terms.rules
	rule.time == "over"
}
