# METADATA
# title: The usage terms
# description: >
#   What the words of the whole record say: rules, each compared with the use as sets. Terms that say nothing restrict nothing,
#   and grant nothing either. Words that nobody could read may restrict anything. The files in the order of reading: actions and
#   reach compare, weigh and kept say what a rule does, the others hold the findings.
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

_understood if input.terms.state in {"stated", "nothing_stated", "absent", "empty", "contradictory"}

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
# title: Terms in the story itself could not be read
# custom:
#   code: terms.elsewhere
#   effect: refer
#   detail: "words that stand as terms in the summary or the story's text and could not be read: {terms.elsewhere}"
#   remedy: Read them. If they restrict the use, they hold.
findings contains {"code": "terms.elsewhere", "facts": ["terms.elsewhere"]} if not _understood_elsewhere

_understood_elsewhere if input.terms.elsewhere in {"none", "stated"}

# METADATA
# title: The rules of the terms could not be told apart
# custom:
#   code: terms.rules_unread
#   effect: refer
#   detail: "the rules that were read from the record are damaged, so a restriction may be lost"
#   remedy: Read the terms. If they restrict the use, they hold. Tell whoever keeps this program.
findings contains {"code": "terms.rules_unread", "facts": ["terms"]} if not _rules_told_apart

# Each rule has a name of its own, by which these rules know it.
_rules_told_apart if {
	is_array(input.terms.rules)
	count(input.terms.rules) == count(_all - {""})
}
