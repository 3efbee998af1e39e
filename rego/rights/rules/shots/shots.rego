# METADATA
# title: The shots and their sources
# description: >
#   An item that may be sold can hold shots that may not: each shot's source and terms count.
package rights.rules.shots

# METADATA
# title: Shots are of another source than the holder
# custom:
#   code: shots.source
#   effect: note
#   detail: "the shots are of {shots.sources}"
#   remedy: Nothing to do. Credit the source where a credit is due.
findings contains {"code": "shots.source", "facts": ["shots.sources"]} if {
	some shot in input.shots
	shot.source in {"us", "pool"}
}

# METADATA
# title: Shots of a third party
# custom:
#   code: shots.third_party
#   effect: refer
#   detail: "shots of {shots.third_party}, whose rights the holder may not have to sell"
#   remedy: Ask the archive desk whether these shots may be sold, or sell without them.
findings contains {"code": "shots.third_party", "facts": ["shots.third_party"]} if {
	_third_party
	not _own_use
}

# METADATA
# title: Shots of a third party are shown
# custom:
#   code: shots.third_party_shown
#   effect: note
#   detail: "shots of {shots.third_party}"
#   remedy: Make sure that your own licence covers these shots, too.
findings contains {"code": "shots.third_party_shown", "facts": ["shots.third_party"]} if {
	_third_party
	_own_use
}

# METADATA
# title: Shots without a source
# custom:
#   code: shots.unsourced
#   effect: refer
#   detail: "nothing readable says whose shots these are: {shots.unsourced}"
#   remedy: Ask the archive desk for the source of each shot.
findings contains {"code": "shots.unsourced", "facts": ["shots.unsourced"]} if not _sourced

# METADATA
# title: Terms beside a shot could not be read
# custom:
#   code: shots.unread
#   effect: refer
#   detail: "terms beside a shot that could not be read: {shots.unread}"
#   remedy: Read them. If they restrict the use, they hold.
findings contains {"code": "shots.unread", "facts": ["shots.unread"]} if not _without_terms

_third_party if {
	some shot in input.shots
	shot.source == "third_party"
}

_sourced if {
	is_array(input.shots)
	every shot in input.shots {
		shot.source in {"holder", "us", "pool", "third_party"}
	}
}

_without_terms if {
	is_array(input.shots)
	every shot in input.shots {
		shot.terms in {"none", "stated"}
	}
}

# Third parties matter to a sale. An action that nobody knows is held to be one.
_own_use if input.use.action in {"publish", "archive", "modify", "train"}
