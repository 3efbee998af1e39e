package rights.rules.terms

# What the rules do that do not settle the use: they hold as conditions, or say nothing about it.

_conditions := (_kept - _settled) - _over

_says_nothing := (_silent - _settled) - _conditions

_weighed := (_settled | _conditions) | _says_nothing

# What does not bar this use bars others: whoever gets the story must keep out of them.
_kept contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "prohibition"
	rule.kind in (_barring_kinds - {"clients_only", "edit"})
}

_kept contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "referral"
	rule.kind in {"access", "any_medium", "archive", "class", "closed_grant", "legal", "purpose", "resale", "training"}
}

_kept contains rule.fact if {
	_is_made_public
	some rule in input.terms.rules
	rule.effect in {"prohibition", "referral"}
	rule.kind in {"edit", "reprint"}
}

_kept contains rule.fact if {
	_is_made_public
	some rule in input.terms.rules
	rule.fact in _duties
}

# Our own clients may have our own material: the buyer becomes our licensee.
_kept contains rule.fact if {
	input.use.action == "sell"
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.party == "owner"
}

_kept contains rule.fact if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in (_all - _for_us)
}

# What is shown must be shown so.
_duties contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "duty"
	rule.kind in {"credit", "faces", "logo", "sequences"}
}

_duties contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "prohibition"
	rule.kind in {"count", "length"}
}

_for_us contains rule.fact if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.party in {"client", "owner"}
}

# Rules that say nothing about this use.

_silent contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "note"
}

_silent contains fact if some fact in ((_over | _for_us) | _licensed)

_silent contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "referral"
	rule.fact in (_of_another_action | _apart)
}

# What must be shown so is not shown at all.
_silent contains fact if {
	_is_kept_quiet
	some fact in _duties
}

_silent contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "prohibition"
	rule.kind in {"edit", "reprint"}
	rule.fact in (_of_another_action | _apart)
}
