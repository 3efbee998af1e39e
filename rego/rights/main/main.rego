# METADATA
# title: The verdict
# description: >
#   Hears every topic and folds what they say into one decision. It reads topics and data, never input,
#   so that nothing can clear a story past a topic.
package rights.main

# Every folder of rights/rules. A topic that is not listed here would never be heard, so both lists are compared at load.
topics := {
	"embargo",
	"holder",
	"house",
	"licence",
	"notice",
	"record",
	"sale",
	"shots",
	"terms",
}

decision := {"verdict": _verdict, "findings": _findings}

_findings := [finding |
	facts := _facts
	some code in sort(_codes)
	finding := {"code": code, "effect": _effects[code], "facts": [fact | some fact in facts[code]]}
]

# METADATA
# title: A part of the policy is missing
# custom:
#   code: policy.topic_missing
#   effect: block
#   detail: "the policy lists a topic that gave no answer, so nothing can be cleared"
#   remedy: Ask whoever keeps the policy to restore the topic.
findings contains {"code": "policy.topic_missing", "facts": []} if {
	some topic in topics
	not _speaks(topic)
}

_speaks(topic) if is_set(data.rights.rules[topic].findings)

# METADATA
# title: A part of the policy gave an answer that cannot be read
# custom:
#   code: policy.finding_malformed
#   effect: block
#   detail: "a topic of the policy said something that is no finding, so nothing can be cleared"
#   remedy: Ask whoever keeps the policy to correct the rule.
findings contains {"code": "policy.finding_malformed", "facts": []} if {
	some topic in topics
	some finding in data.rights.rules[topic].findings
	not _well_formed(finding)
}

# METADATA
# title: Nothing allows this use
# custom:
#   code: policy.no_ground
#   effect: block
#   detail: "nothing forbids this use, and nothing allows it either"
#   remedy: Ask the legal team what this use could rest on.
findings contains {"code": "policy.no_ground", "facts": []} if {
	every effect in _effects_heard {
		effect in {"note", "condition"}
	}
}

default _verdict := "blocked"

_verdict := "cleared" if {
	_said_to("ground")
	not _said_to("refer")
	not _said_to("block")
}

_verdict := "referred" if {
	_said_to("refer")
	not _said_to("block")
}

_said_to(effect) if effect in _effects_said

_effects_said := {effect | some effect in _effects}

# What the topics said, one element for each different finding.
_heard contains finding if {
	some topic in topics
	some finding in data.rights.rules[topic].findings
	_well_formed(finding)
}

_well_formed(finding) if {
	is_object(finding)
	object.keys(finding) == {"code", "facts"}
	data.index.effects[finding.code]
	is_array(finding.facts)
	every fact in finding.facts {
		is_string(fact)
	}
}

_said := _heard | findings

_codes := {finding.code | some finding in _said}

_facts[code] contains fact if {
	some finding in _said
	code := finding.code
	some fact in finding.facts
}

_effects := {code: _effect(code) | some code in _codes}

_effects_heard := {_effect(finding.code) | some finding in _heard}

# The house may make a finding stricter. What it claims beyond that is not heard. A code without an effect blocks.
default _effect(_) := "block"

_effect(code) := data.index.effects[code] if not _raised(code)

_effect(code) := data.house.raise[code] if _raised(code)

_raised(code) if _severity[data.house.raise[code]] > _severity[data.index.effects[code]]

_severity := {"ground": 0, "note": 0, "condition": 0, "refer": 1, "block": 2}
