package rights.rules.terms

# What is worth knowing of rules that say nothing about the use.

_said contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "note"
}

# METADATA
# title: The terms also say
# custom:
#   code: terms.said
#   effect: note
#   detail: "{terms.rules}"
#   remedy: Nothing to do.
findings contains {"code": "terms.said", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_says_nothing & _said)
}

# METADATA
# title: A time that is over
# custom:
#   code: terms.over
#   effect: note
#   detail: "over by then: {terms.rules}"
#   remedy: Nothing to do.
findings contains {"code": "terms.over", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in ((_says_nothing - _said) & _over)
}

# METADATA
# title: For clients, and the asker is one
# custom:
#   code: terms.client
#   effect: note
#   detail: "for clients, and the house states that the asker is one: {terms.rules}"
#   remedy: Make sure that the licence covers this use.
findings contains {"code": "terms.client", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (((_says_nothing - _said) - _over) & (_for_us | _licensed))
}

# METADATA
# title: Said of other uses
# custom:
#   code: terms.other_use
#   effect: note
#   detail: "of other uses the terms say: {terms.rules}"
#   remedy: Nothing to do, unless such a use follows.
findings contains {"code": "terms.other_use", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (((_says_nothing - _said) - _over) - (_for_us | _licensed))
}
