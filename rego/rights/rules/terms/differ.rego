package rights.rules.terms

# Where one part of the record says what another one does not.

# METADATA
# title: The flag says CAN SELL, the terms do not
# custom:
#   code: terms.contradicts_flag
#   effect: refer
#   detail: "flagged CAN SELL, while the terms say: {terms.rules}"
#   remedy: Ask the archive desk, which should correct the flag.
findings contains {"code": "terms.contradicts_flag", "facts": [rule.fact]} if {
	input.holder.sale == "can_sell"
	some rule in input.terms.rules
	rule.kind == "resale"
	rule.fact in _settled
}

# METADATA
# title: Not all sales are open
# custom:
#   code: terms.contradicts_flag_elsewhere
#   effect: note
#   detail: "flagged CAN SELL, while the terms say: {terms.rules}"
#   remedy: Nothing to do, unless such a sale follows.
findings contains {"code": "terms.contradicts_flag_elsewhere", "facts": [rule.fact]} if {
	input.holder.sale == "can_sell"
	some rule in input.terms.rules
	rule.kind == "resale"
	rule.fact in (_all - _settled)
}

# METADATA
# title: The terms say nothing, other words do
# custom:
#   code: terms.differ
#   effect: note
#   detail: "the usage terms state no restriction, other words of the record do: {terms.rules}"
#   remedy: Nothing to do, as what restricts holds. Tell the archive desk.
findings contains {"code": "terms.differ", "facts": [rule.fact]} if {
	input.terms.state == "nothing_stated"
	some rule in input.terms.rules
	rule.effect in {"prohibition", "referral"}
	rule.place in {"notice", "story", "shot"}
}
