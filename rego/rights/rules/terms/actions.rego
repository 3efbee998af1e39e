package rights.rules.terms

# Which rules are about what the use does. A rule about all use is, and so is one about an action that nobody knows.

_about := _all - _of_another_action

_of_another_action contains rule.fact if {
	input.use.action in {"sell", "publish", "archive", "modify", "train"}
	some rule in input.terms.rules
	rule.action in {"sell", "archive", "modify", "train", "print", "display"}
	rule.fact in (_all - _of_this_action)
}

_of_this_action contains rule.fact if {
	some rule in input.terms.rules
	rule.action == input.use.action
}

_of_this_action contains rule.fact if {
	"training" in _purposes
	some rule in input.terms.rules
	rule.action == "train"
}

_of_this_action contains rule.fact if {
	_is_shown
	not _out_of_print
	some rule in input.terms.rules
	rule.action == "print"
}

_of_this_action contains rule.fact if {
	_is_made_public
	some rule in input.terms.rules
	rule.action == "display"
}

# Showing it, or giving it to someone who does.
_is_shown if input.use.action in {"sell", "publish"}

# What is changed is changed to be shown.
_is_made_public if input.use.action in {"sell", "publish", "modify"}

_is_kept_quiet if input.use.action in {"archive", "train"}

_stays_in_the_house if input.use.action in {"archive", "modify"}

_out_of_print if {
	_media_listed
	every medium in input.use.media {
		medium in {"broadcast", "online", "social", "mobile", "radio"}
	}
}

# A sale out of an archive is archival use, and what may not be kept should be gone once it is no longer fresh.
_draws_on_the_archive if input.use.action == "sell"

_draws_on_the_archive if {
	input.use.action == "publish"
	not _fresh
}

_fresh if input.record.age == "fresh"
