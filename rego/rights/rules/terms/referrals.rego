package rights.rules.terms

# What the terms leave to a person.

_referred contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "referral"
	rule.fact in _refers
}

_kinds := {
	"context": {"context", "part"},
	"elsewhere": {"contact", "licence_terms", "link", "missing", "see_elsewhere"},
	"grant": {"any_medium", "closed_grant"},
	"others": {"handout", "music", "owner", "pool", "release", "sports"},
	"permission": {"access", "archive", "edit", "resale"},
	"sale": {"exclusive", "service"},
	"single": {"class", "legal", "licence", "purpose", "reserved", "training"},
}

# METADATA
# title: What restricts it stands elsewhere
# custom:
#   code: terms.see_elsewhere
#   effect: refer
#   detail: "the terms send the reader on: {terms.rules}"
#   remedy: Find what they speak of, and read it.
findings contains {"code": "terms.see_elsewhere", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.elsewhere
	rule.fact in _referred
}

# METADATA
# title: Only with permission
# custom:
#   code: terms.permission
#   effect: refer
#   detail: "the supplier must allow it first: {terms.rules}"
#   remedy: Get the permission, and keep it with the licence.
findings contains {"code": "terms.permission", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.permission
	rule.fact in _referred
}

# METADATA
# title: Open to others only
# custom:
#   code: terms.closed_grant
#   effect: refer
#   detail: "the terms say nothing about this use: {terms.rules}"
#   remedy: Ask the supplier for this use.
findings contains {"code": "terms.closed_grant", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.grant
	rule.fact in _referred
}

# METADATA
# title: Only in one context, or not all of it
# custom:
#   code: terms.context
#   effect: refer
#   detail: "the terms tie it to a context, or speak of a part: {terms.rules}"
#   remedy: Make sure that the use keeps to it.
findings contains {"code": "terms.context", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.context
	rule.fact in _referred
}

# METADATA
# title: Others may have rights in it
# custom:
#   code: terms.rights_of_others
#   effect: refer
#   detail: "someone else may have to be asked: {terms.rules}"
#   remedy: Clear these rights first.
findings contains {"code": "terms.rights_of_others", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.others
	rule.fact in _referred
}

# METADATA
# title: Perhaps not ours to sell
# custom:
#   code: terms.sale_in_doubt
#   effect: refer
#   detail: "the terms do not give it to us to sell: {terms.rules}"
#   remedy: Ask the supplier whether it may be sold.
findings contains {"code": "terms.sale_in_doubt", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in _kinds.sale
	rule.fact in _referred
}

# METADATA
# title: All rights reserved
# custom:
#   code: terms.reserved
#   effect: refer
#   detail: "the supplier reserves its rights: {terms.rules}"
#   remedy: Make sure that a licence of the supplier covers this use.
findings contains {"code": "terms.reserved", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "reserved"
	rule.fact in _referred
}

# METADATA
# title: Under a public licence
# custom:
#   code: terms.licence
#   effect: refer
#   detail: "the terms of a public licence hold: {terms.rules}"
#   remedy: Read the licence, and keep to it.
findings contains {"code": "terms.licence", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "licence"
	rule.fact in _referred
}

# METADATA
# title: Legal reasons
# custom:
#   code: terms.legal
#   effect: refer
#   detail: "the terms name legal reasons: {terms.rules}"
#   remedy: Ask the legal team.
findings contains {"code": "terms.legal", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "legal"
	rule.fact in _referred
}

# METADATA
# title: This purpose must be cleared first
# custom:
#   code: terms.other_purpose
#   effect: refer
#   detail: "the terms leave open other purposes only: {terms.rules}"
#   remedy: Ask the supplier for a licence for this purpose.
findings contains {"code": "terms.other_purpose", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "purpose"
	rule.fact in _referred
}

# METADATA
# title: Training needs a licence
# custom:
#   code: terms.training_licence
#   effect: refer
#   detail: "the terms tie training of machines to a licence or to research: {terms.rules}"
#   remedy: Ask the supplier for a licence for training.
findings contains {"code": "terms.training_licence", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "training"
	rule.fact in _referred
}

# METADATA
# title: Not for parties of some kind
# custom:
#   code: terms.class
#   effect: refer
#   detail: "the terms bar parties of a kind: {terms.rules}"
#   remedy: Find out whether the party is one of them.
findings contains {"code": "terms.class", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "class"
	rule.fact in _referred
}
