package rights.rules.terms

# What a person must decide although no words ask for it, and what nobody weighed.

# METADATA
# title: Only for clients
# custom:
#   code: terms.clients
#   effect: refer
#   detail: "only clients may have it, and nobody has stated that the asker is one: {terms.rules}"
#   remedy: If the asker is a client, state it in the house file.
findings contains {"code": "terms.clients", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in _refers
}

# METADATA
# title: A sale out of an archive is archival use
# custom:
#   code: terms.archive_sale
#   effect: refer
#   detail: "it may not be kept, so it can hardly be sold out of an archive: {terms.rules}"
#   remedy: Ask the supplier whether it may be sold.
findings contains {"code": "terms.archive_sale", "facts": [rule.fact]} if {
	input.use.action == "sell"
	some rule in input.terms.rules
	rule.kind == "archive"
	rule.fact in _refers
}

# METADATA
# title: It should be gone by now
# custom:
#   code: terms.archive_old
#   effect: refer
#   detail: "it may not be kept, and is not fresh any more: {terms.rules}"
#   remedy: Ask the supplier whether it may still be used.
findings contains {"code": "terms.archive_old", "facts": [rule.fact]} if {
	input.use.action == "publish"
	some rule in input.terms.rules
	rule.kind == "archive"
	rule.fact in _refers
}

# METADATA
# title: Print is a question of its own
# custom:
#   code: terms.reprint
#   effect: refer
#   detail: "the terms set reprints apart: {terms.rules}"
#   remedy: Ask the supplier about print, or leave it out.
findings contains {"code": "terms.reprint", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "reprint"
	rule.fact in _refers
}

# METADATA
# title: So many uses only
# custom:
#   code: terms.count_in_doubt
#   effect: refer
#   detail: "nobody can count the uses here: {terms.rules}"
#   remedy: Agree with the supplier on a number of uses, and write it into the licence.
findings contains {"code": "terms.count_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "count"
	rule.fact in _refers
}

# METADATA
# title: A credit without a name
# custom:
#   code: terms.credit_unnamed
#   effect: refer
#   detail: "a credit must be shown, and nothing says whose; the holder is {holder.name}, the sources are {shots.sources}"
#   remedy: Ask the supplier whom to credit.
findings contains {"code": "terms.credit_unnamed", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_refers & _nameless)
}

# METADATA
# title: A rule that this policy does not know
# custom:
#   code: terms.unweighed
#   effect: refer
#   detail: "the terms say something that this policy cannot judge: {terms.rules}"
#   remedy: Read the terms, and tell whoever keeps the policy.
findings contains {"code": "terms.unweighed", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in ((_all - _weighed) | (_refers - _spoken_of))
}

# What a finding above speaks of, or one on referrals or doubts.

_spoken_of contains rule.fact if {
	some rule in input.terms.rules
	rule.kind in {"clients_only", "count", "reprint"}
}

_spoken_of contains rule.fact if {
	_draws_on_the_archive
	some rule in input.terms.rules
	rule.kind == "archive"
}

_spoken_of contains rule.fact if {
	some rule in input.terms.rules
	some kinds in _kinds
	rule.kind in kinds
	rule.fact in _referred
}

_spoken_of contains fact if some fact in (_nameless | _in_doubt)
