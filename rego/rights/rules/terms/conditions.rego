package rights.rules.terms

# On what conditions the terms leave the use open: bars that it does not touch. The words are those for a licence.

# METADATA
# title: Keep to what the terms leave open
# custom:
#   code: terms.limit
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Keep to it, and write it into the licence.
findings contains {"code": "terms.limit", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in {"access", "any_medium", "class", "closed_grant", "legal", "medium_only", "purpose", "purpose_only", "reprint"}
	rule.fact in _conditions
}

# METADATA
# title: Geo-block it
# custom:
#   code: terms.geo_block
#   effect: condition
#   detail: "must not be seen where the terms bar it: {terms.rules}"
#   remedy: Block the territories that the terms bar.
findings contains {"code": "terms.geo_block", "facts": [rule.fact]} if {
	_is_shown
	_is_on_the_net
	some rule in input.terms.rules
	rule.territory.form in {"in", "outside"}
	rule.fact in (_conditions & _only_shown_apart)
}

# METADATA
# title: Its time is limited
# custom:
#   code: terms.ends
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Take it down in time, and write this into the licence.
findings contains {"code": "terms.ends", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind in {"kill", "time_limit"}
	rule.fact in _conditions
}

# METADATA
# title: Keep it in the house until then
# custom:
#   code: terms.hold
#   effect: condition
#   detail: "nothing may leave the house where and while the terms hold it back: {terms.rules}"
#   remedy: Mark it as embargoed wherever it is kept.
findings contains {"code": "terms.hold", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "embargo"
	rule.fact in _conditions
}

# METADATA
# title: Not to be passed on
# custom:
#   code: terms.no_sublicence
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Write this into the licence.
findings contains {"code": "terms.no_sublicence", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "resale"
	rule.fact in _conditions
}

# METADATA
# title: Not to be kept
# custom:
#   code: terms.do_not_keep
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Delete it after use, and write this into the licence.
findings contains {"code": "terms.do_not_keep", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "archive"
	rule.fact in _conditions
}

# METADATA
# title: Not for training machines
# custom:
#   code: terms.not_for_machines
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Write this into the licence.
findings contains {"code": "terms.not_for_machines", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "training"
	rule.fact in _conditions
}

# METADATA
# title: Elsewhere for clients only
# custom:
#   code: terms.limit_clients
#   effect: condition
#   detail: "{terms.rules}"
#   remedy: Keep to it, and write it into the licence.
findings contains {"code": "terms.limit_clients", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in (_conditions - _for_us)
}

# METADATA
# title: The buyer becomes our licensee
# custom:
#   code: terms.client_licence
#   effect: condition
#   detail: "the buyer becomes our licensee, and passes nothing on: {terms.rules}"
#   remedy: Write this into the licence.
findings contains {"code": "terms.client_licence", "facts": [rule.fact]} if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in (_conditions & _for_us)
}

# Bars that the use does not touch for where it is shown, and for nothing else.
_only_shown_apart := ((((_about & _shown_apart) - _media_apart) - _purpose_apart) - _party_apart) - _later

_is_on_the_net if {
	some medium in input.use.media
	medium in {"mobile", "online", "social"}
}
