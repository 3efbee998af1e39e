# METADATA
# title: What a use rests on when it is no sale
# description: >
#   The record says nothing about the asker's own licence. It is assumed for everyday editorial use, and for nothing else.
package rights.rules.licence

# METADATA
# title: Your own licence is assumed
# custom:
#   code: licence.assumed
#   effect: ground
#   detail: "that you hold a licence for this material is assumed, not checked"
#   remedy: Make sure that your own licence covers this use.
findings contains {"code": "licence.assumed", "facts": []} if _everyday_use

# METADATA
# title: Nothing in the record grants this use
# custom:
#   code: licence.not_granted
#   effect: refer
#   detail: "commercial use, training of machines, and any use not known here need words that grant them; none are known"
#   remedy: Ask the legal team, or the holder, for a licence that names this use.
findings contains {"code": "licence.not_granted", "facts": []} if {
	not _everyday_use
	not _editorial_sale
}

_everyday_use if {
	input.use.action in {"publish", "archive", "modify"}
	_editorial
}

# A sale rests on the sale flag, which is a topic of its own.
_editorial_sale if {
	input.use.action == "sell"
	_editorial
}

_editorial if input.use.purpose in {"editorial", "news"}
