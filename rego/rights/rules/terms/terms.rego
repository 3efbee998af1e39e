# METADATA
# title: The usage terms
# description: >
#   Terms that say nothing restrict nothing, and grant nothing either. Words that nobody could read may restrict anything.
package rights.rules.terms

# METADATA
# title: No restriction stated in the usage terms
# custom:
#   code: terms.nothing_stated
#   effect: note
#   detail: "the usage terms state no restriction for this item: {terms}; that grants nothing and cancels nothing"
#   remedy: Nothing to do.
findings contains {"code": "terms.nothing_stated", "facts": ["terms"]} if input.terms.state == "nothing_stated"

# METADATA
# title: The usage terms could not be read
# custom:
#   code: terms.unread
#   effect: refer
#   detail: "words of the usage terms that could not be read: {terms.unread}"
#   remedy: Read the terms. If they restrict the use, they hold.
findings contains {"code": "terms.unread", "facts": ["terms.unread"]} if not _understood

_understood if input.terms.state in {"nothing_stated", "absent", "empty", "contradictory"}

# METADATA
# title: The usage terms are missing
# custom:
#   code: terms.missing
#   effect: refer
#   detail: "the record does not carry the usage terms, so a restriction may be lost"
#   remedy: Get the whole record from the archive, and check it again.
findings contains {"code": "terms.missing", "facts": ["terms"]} if input.terms.state == "absent"

# METADATA
# title: The usage terms are empty
# custom:
#   code: terms.empty
#   effect: refer
#   detail: "nothing stands in the usage terms, which is not the same as None"
#   remedy: Ask the archive desk for the terms.
findings contains {"code": "terms.empty", "facts": ["terms"]} if input.terms.state == "empty"

# METADATA
# title: The usage terms contradict themselves
# custom:
#   code: terms.contradictory
#   effect: refer
#   detail: "the record carries different usage terms"
#   remedy: Ask the archive desk which terms hold. All of them do until then.
findings contains {"code": "terms.contradictory", "facts": ["terms"]} if input.terms.state == "contradictory"

# METADATA
# title: Terms stand in the story itself
# custom:
#   code: terms.elsewhere
#   effect: refer
#   detail: "words that stand as terms in the summary or the story's text: {terms.elsewhere}"
#   remedy: Read them. If they restrict the use, they hold.
findings contains {"code": "terms.elsewhere", "facts": ["terms.elsewhere"]} if not input.terms.elsewhere == "none"
