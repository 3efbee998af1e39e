package rights.rules.terms

# How it must be shown. The words are those for a licence, or to be shown.

# METADATA
# title: A credit must be shown
# custom:
#   code: terms.credit
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Show it, and write it into the licence.
findings contains {"code": "terms.credit", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "credit"
	rule.fact in (_conditions - _nameless)
}

# METADATA
# title: A credit must be shown, and nothing says whose
# custom:
#   code: terms.credit_someone
#   effect: condition
#   detail: "the holder is {holder.name}, the sources are {shots.sources}"
#   remedy: Ask the supplier whom to credit, and write it into the licence.
findings contains {"code": "terms.credit_someone", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.fact in (_conditions & _nameless)
}

# METADATA
# title: Unedited
# custom:
#   code: terms.unedited
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Show it as it is, and write this into the licence.
findings contains {"code": "terms.unedited", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "edit"
	rule.fact in _conditions
}

# METADATA
# title: What must stay in sight, or out of it
# custom:
#   code: terms.keep_shown
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Keep to it, and write it into the licence.
findings contains {"code": "terms.keep_shown", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in {"faces", "logo", "sequences"}
	rule.fact in _conditions
}

# METADATA
# title: So much of it only
# custom:
#   code: terms.length
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Keep to it, and write it into the licence.
findings contains {"code": "terms.length", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "length"
	rule.fact in _conditions
}

# METADATA
# title: So many uses only
# custom:
#   code: terms.count
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Count the uses.
findings contains {"code": "terms.count", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "count"
	rule.fact in _conditions
}
