package rights.rules.terms

# Which rules settle the use: they bar it, or leave it to a person.

_settled := _bars | _refers

_bars := _barring & _reached

# What bars the use if it reaches it.
_barring contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "prohibition"
	rule.kind in _barring_kinds
	rule.fact in (_about - _milder)
}

_barring_kinds := {
	"access",
	"archive",
	"class",
	"clients_only",
	"edit",
	"embargo",
	"kill",
	"legal",
	"medium_only",
	"purpose",
	"purpose_only",
	"resale",
	"time_limit",
	"training",
}

# What is under embargo may be kept and made ready.
_milder contains rule.fact if {
	_stays_in_the_house
	some rule in input.terms.rules
	rule.kind == "embargo"
}

# Whether we are a client is not for a record to say.
_milder contains rule.fact if {
	input.use.action in {"publish", "archive", "modify", "train"}
	some rule in input.terms.rules
	rule.kind == "clients_only"
}

# Referrals.

_refers contains fact if some fact in (_barring & _doubtful)

_refers contains rule.fact if {
	some rule in input.terms.rules
	rule.effect == "referral"
	rule.fact in ((_about & _not_apart) - _licensed)
}

_refers contains rule.fact if {
	some rule in input.terms.rules
	rule.kind == "clients_only"
	rule.fact in (_not_apart - _bars)
}

_refers contains rule.fact if {
	_draws_on_the_archive
	some rule in input.terms.rules
	rule.kind == "archive"
	rule.fact in _not_apart
}

_refers contains rule.fact if {
	some rule in input.terms.rules
	rule.kind == "reprint"
	rule.fact in (_about & _not_apart)
}

# Whoever buys may use it again and again.
_refers contains rule.fact if {
	input.use.action == "sell"
	some rule in input.terms.rules
	rule.kind == "count"
	rule.fact in _not_apart
}

# A count of uses in one medium says nothing of the others.
_refers contains rule.fact if {
	_is_shown
	some rule in input.terms.rules
	rule.kind == "count"
	rule.fact in ((_all - _counted) - _over)
}

_refers contains fact if {
	input.use.action == "publish"
	some fact in (_nameless & _not_apart)
}

_counted contains rule.fact if {
	some rule in input.terms.rules
	rule.media.form == "all"
}

_counted contains rule.fact if {
	_media_listed
	some rule in input.terms.rules
	rule.media.form == "in"
	every medium in input.use.media {
		medium in rule.media.values
	}
}

# Credits that must be shown, and nothing says whose.
_nameless contains rule.fact if {
	some rule in input.terms.rules
	rule.kind == "credit"
	not rule.named == true
}

# A client's licence is taken for granted where it publishes.
_licensed contains rule.fact if {
	input.use.action == "publish"
	input.holder.client == true
	some rule in input.terms.rules
	rule.effect == "referral"
	rule.kind == "licence_terms"
}
