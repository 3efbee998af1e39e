# METADATA
# title: The form of the record
# description: >
#   A record that is damaged may have lost its restriction with the damage. Only a whole one is silent here.
package rights.rules.record

# The labels of the form that no other rule speaks of. Each must stand in the record.
_labels := _labels_that_speak | {"keywords", "location", "country", "topics"}

# Those that must say something, too: a shotlist may have stood there.
_labels_that_speak := {"title", "summary", "text"}

# METADATA
# title: A label of the form is missing
# custom:
#   code: record.label_missing
#   effect: refer
#   detail: "the record does not carry {record.missing}; a restriction may be missing with it"
#   remedy: Get the whole record from the archive, and check it again.
findings contains {"code": "record.label_missing", "facts": ["record.missing"]} if {
	some label in _labels
	not _carried(label)
}

_carried(label) if input.record.labels[label] in {"stated", "empty", "contradictory"}

# METADATA
# title: A field that must say something is empty
# custom:
#   code: record.label_empty
#   effect: refer
#   detail: "nothing stands in {record.empty}"
#   remedy: Ask the archive desk what belongs there, and check the record again.
findings contains {"code": "record.label_empty", "facts": ["record.empty"]} if {
	some label in _labels_that_speak
	input.record.labels[label] == "empty"
}

# METADATA
# title: The record contradicts itself
# custom:
#   code: record.label_contradictory
#   effect: refer
#   detail: "{record.contradictory} stands more than once, with different values"
#   remedy: Ask the archive desk which one holds. None of them is taken until then.
findings contains {"code": "record.label_contradictory", "facts": ["record.contradictory"]} if {
	some label in _labels
	input.record.labels[label] == "contradictory"
}

# METADATA
# title: A line starts like a label that the form does not have
# custom:
#   code: record.label_unknown
#   effect: refer
#   detail: "no label of the form: {record.unknown_labels}"
#   remedy: Read that line. If it restricts the use, it holds.
findings contains {"code": "record.label_unknown", "facts": ["record.unknown_labels"]} if {
	"unknown_label" in input.record.oddities
}

# METADATA
# title: A label is damaged
# custom:
#   code: record.label_damaged
#   effect: refer
#   detail: "almost a label of the form: {record.damaged_labels}"
#   remedy: Get an undamaged record from the archive, and check it again.
findings contains {"code": "record.label_damaged", "facts": ["record.damaged_labels"]} if {
	not _labels_undamaged
}

# No oddity that could be a damaged label, or that nobody knows.
_labels_undamaged if {
	is_array(input.record.oddities)
	every oddity in input.record.oddities {
		oddity in {"unknown_label", "stray_text", "hidden_character", "control_character"}
	}
}

# METADATA
# title: Text stands before the record
# custom:
#   code: record.stray_text
#   effect: refer
#   detail: "before the record's first label stands: {record.stray}"
#   remedy: Read it. If it speaks of this story, it holds.
findings contains {"code": "record.stray_text", "facts": ["record.stray"]} if {
	"stray_text" in input.record.oddities
}

# METADATA
# title: The record hides characters
# custom:
#   code: record.hidden_character
#   effect: refer
#   detail: "invisible characters stand in the record: what a person sees may not be what it says"
#   remedy: Compare the record with the archive's own display, or get a clean copy.
findings contains {"code": "record.hidden_character", "facts": ["record.hidden"]} if {
	"hidden_character" in input.record.oddities
}

# METADATA
# title: The record holds control characters
# custom:
#   code: record.control_character
#   effect: refer
#   detail: "bytes that no text should hold stand in the record: it may be damaged"
#   remedy: Get a clean copy from the archive, and check it again.
findings contains {"code": "record.control_character", "facts": ["record.control"]} if {
	"control_character" in input.record.oddities
}

# METADATA
# title: The date of the story cannot be read
# custom:
#   code: record.date_unreadable
#   effect: refer
#   detail: "the date reads {record.date}"
#   remedy: Ask the archive desk for the date of the story.
findings contains {"code": "record.date_unreadable", "facts": ["record.date"]} if {
	not input.record.date == "stated"
}

# METADATA
# title: The record has no identifier
# custom:
#   code: record.id_unreadable
#   effect: refer
#   detail: "the identifier reads {record.id}; a sale could not be traced to this story"
#   remedy: Ask the archive desk for the identifier of the story.
findings contains {"code": "record.id_unreadable", "facts": ["record.id"]} if {
	not input.record.id == "stated"
}

# METADATA
# title: Two records of one story differ
# custom:
#   code: record.twin_differs
#   effect: refer
#   detail: "another record in this run has the identifier {record.id} and says something else about its rights"
#   remedy: Ask the archive desk which of the two holds.
findings contains {"code": "record.twin_differs", "facts": ["record.id"]} if not input.record.twin == "none"

# METADATA
# title: An earlier version said something else
# custom:
#   code: record.earlier_differs
#   effect: note
#   detail: "a record with the identifier {record.id} was judged before, and said something else about its rights"
#   remedy: Compare the two in the trail. If the rights were corrected, look at what was sold before.
findings contains {"code": "record.earlier_differs", "facts": ["record.id"]} if not input.record.earlier == "none"
