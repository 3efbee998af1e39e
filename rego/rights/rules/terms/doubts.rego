package rights.rules.terms

# Bars of which it is in doubt whether they reach the use, and in which dimension.

_in_doubt contains rule.fact if {
	some rule in input.terms.rules
	rule.kind in (_barring_kinds - {"clients_only"})
	rule.fact in (_barring & _doubtful)
}

# METADATA
# title: It may be barred there
# custom:
#   code: terms.place_in_doubt
#   effect: refer
#   detail: "the terms may bar a place of this use: {terms.rules}"
#   remedy: Leave the place out, or ask the supplier what the terms mean.
findings contains {"code": "terms.place_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _shown_apart) - _territory_reached))
}

# METADATA
# title: The buyer may be barred
# custom:
#   code: terms.buyer_in_doubt
#   effect: refer
#   detail: "the terms bar buyers by country, and the buyer's is not known or in doubt: {terms.rules}"
#   remedy: Name the buyer, and state its country in the house file.
findings contains {"code": "terms.buyer_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _buyer_apart) - _territory_reached))
}

# METADATA
# title: Social media are seen everywhere
# custom:
#   code: terms.spills_over
#   effect: refer
#   detail: "what is shown there is seen where the terms bar it, too: {terms.rules}"
#   remedy: Name the media and leave out social ones, or state in the house file that they can be kept in.
findings contains {"code": "terms.spills_over", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _kept_in) - _territory_reached))
}

# METADATA
# title: This medium may be barred
# custom:
#   code: terms.medium_in_doubt
#   effect: refer
#   detail: "the terms may bar a medium of this use: {terms.rules}"
#   remedy: Leave the medium out, or ask the supplier what the terms mean.
findings contains {"code": "terms.medium_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _media_apart) - _media_reached))
}

# METADATA
# title: This purpose may be barred
# custom:
#   code: terms.purpose_in_doubt
#   effect: refer
#   detail: "the terms may bar this purpose: {terms.rules}"
#   remedy: Ask the supplier what the terms mean.
findings contains {"code": "terms.purpose_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _purpose_apart) - _purpose_reached))
}

# METADATA
# title: The party may be barred
# custom:
#   code: terms.party_in_doubt
#   effect: refer
#   detail: "the terms may bar whoever asks: {terms.rules}"
#   remedy: Name the party, and state in the house file who you are and who your clients are.
findings contains {"code": "terms.party_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & ((_all - _party_apart) - _party_reached))
}

# METADATA
# title: This time may be barred
# custom:
#   code: terms.time_in_doubt
#   effect: refer
#   detail: "the terms may bar the time of this use: {terms.rules}"
#   remedy: Ask the supplier which time is meant.
findings contains {"code": "terms.time_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_in_doubt & (((_all - _holds) - _later) - _over))
}
