package rights.rules.terms

# What the terms bar.

# METADATA
# title: Barred by the terms
# custom:
#   code: terms.no_access
#   effect: block
#   detail: "the terms bar this use: {terms.rules}"
#   remedy: Leave out what is barred, or ask the supplier.
findings contains {"code": "terms.no_access", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in {"access", "class", "legal"}
	rule.fact in _bars
}

# METADATA
# title: Only for other media
# custom:
#   code: terms.medium_only
#   effect: block
#   detail: "the terms bar this medium: {terms.rules}"
#   remedy: Keep to the medium that the terms leave open, or ask the supplier.
findings contains {"code": "terms.medium_only", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "medium_only"
	rule.fact in _bars
}

# METADATA
# title: Not for this purpose
# custom:
#   code: terms.purpose
#   effect: block
#   detail: "the terms bar this purpose: {terms.rules}"
#   remedy: Ask the supplier for a licence for this purpose.
findings contains {"code": "terms.purpose", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in {"purpose", "purpose_only"}
	rule.fact in _bars
}

# METADATA
# title: Its time is over
# custom:
#   code: terms.expired
#   effect: block
#   detail: "the time for using it is over, or ends within the term: {terms.rules}"
#   remedy: Ask the supplier for more time, or ask about a term that ends before.
findings contains {"code": "terms.expired", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "time_limit"
	rule.fact in _bars
}

# METADATA
# title: Held back by the terms
# custom:
#   code: terms.embargo
#   effect: block
#   detail: "it may not go out yet: {terms.rules}"
#   remedy: Wait until then, or ask the supplier when it is released.
findings contains {"code": "terms.embargo", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "embargo"
	rule.fact in _bars
}

# METADATA
# title: Withdrawn
# custom:
#   code: terms.killed
#   effect: block
#   detail: "the supplier has withdrawn it: {terms.rules}"
#   remedy: Do not use it. Take down what was published.
findings contains {"code": "terms.killed", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "kill"
	rule.fact in _bars
}

# METADATA
# title: Not ours to sell
# custom:
#   code: terms.clients_only
#   effect: block
#   detail: "only the owner may sell it: {terms.rules}"
#   remedy: Send the buyer to the owner.
findings contains {"code": "terms.clients_only", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in _bars
}

# METADATA
# title: Not for sale
# custom:
#   code: terms.no_resale
#   effect: block
#   detail: "the terms bar selling it: {terms.rules}"
#   remedy: Do not sell it, or ask the supplier.
findings contains {"code": "terms.no_resale", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "resale"
	rule.fact in _bars
}

# METADATA
# title: Not to be kept
# custom:
#   code: terms.no_archive
#   effect: block
#   detail: "the terms bar keeping it: {terms.rules}"
#   remedy: Do not keep it, or ask the supplier.
findings contains {"code": "terms.no_archive", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "archive"
	rule.fact in _bars
}

# METADATA
# title: Not to be changed
# custom:
#   code: terms.no_edit
#   effect: block
#   detail: "the terms bar changing it: {terms.rules}"
#   remedy: Use it as it is, or ask the supplier.
findings contains {"code": "terms.no_edit", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "edit"
	rule.fact in _bars
}

# METADATA
# title: Not for machines
# custom:
#   code: terms.no_training
#   effect: block
#   detail: "the terms bar it: {terms.rules}"
#   remedy: Leave it out, or ask the supplier for a licence for training.
findings contains {"code": "terms.no_training", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "training"
	rule.fact in _bars
}
