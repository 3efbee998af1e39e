package rights.rules.record_test

import data.rights.rules.record

_labels := {label: "stated" |
	some label in [
		"title", "summary", "keywords", "location", "country", "topics", "text",
	]
}

_good := {"labels": _labels, "id": "stated", "date": "stated", "oddities": [], "twin": "none", "earlier": "none"}

_codes(form) := codes if {
	codes := {finding.code | some finding in record.findings} with input as {"record": form}
}

test_form[name] if {
	some name, tc in {
		"whole": {"with": {}, "want": set()},
		"unreadable date": {"with": {"date": "unreadable"}, "want": {"record.date_unreadable"}},
		"empty date": {"with": {"date": "empty"}, "want": {"record.date_unreadable"}},
		"absent date": {"with": {"date": "absent"}, "want": {"record.date_unreadable"}},
		"contradictory date": {"with": {"date": "contradictory"}, "want": {"record.date_unreadable"}},
		"unknown state of the date": {"with": {"date": "?"}, "want": {"record.date_unreadable"}},
		"unreadable identifier": {"with": {"id": "unreadable"}, "want": {"record.id_unreadable"}},
		"empty identifier": {"with": {"id": "empty"}, "want": {"record.id_unreadable"}},
		"absent identifier": {"with": {"id": "absent"}, "want": {"record.id_unreadable"}},
		"contradictory identifier": {"with": {"id": "contradictory"}, "want": {"record.id_unreadable"}},
		"unknown state of the identifier": {"with": {"id": "?"}, "want": {"record.id_unreadable"}},
		"twin that differs": {"with": {"twin": "differs"}, "want": {"record.twin_differs"}},
		"unknown twin": {"with": {"twin": "?"}, "want": {"record.twin_differs"}},
		"earlier version that differs": {"with": {"earlier": "differs"}, "want": {"record.earlier_differs"}},
		"unknown earlier version": {"with": {"earlier": "?"}, "want": {"record.earlier_differs"}},
		"unknown label": {"with": {"oddities": ["unknown_label"]}, "want": {"record.label_unknown"}},
		"damaged label": {"with": {"oddities": ["damaged_label"]}, "want": {"record.label_damaged"}},
		"stray text": {"with": {"oddities": ["stray_text"]}, "want": {"record.stray_text"}},
		"hidden character": {"with": {"oddities": ["hidden_character"]}, "want": {"record.hidden_character"}},
		"control character": {"with": {"oddities": ["control_character"]}, "want": {"record.control_character"}},
		"all oddities": {
			"with": {"oddities": ["control_character", "damaged_label", "hidden_character", "unknown_label"]},
			"want": {
				"record.control_character", "record.label_damaged", "record.hidden_character",
				"record.label_unknown",
			},
		},
		"unknown oddity": {"with": {"oddities": ["?"]}, "want": {"record.label_damaged"}},
		"oddities that are no list": {"with": {"oddities": null}, "want": {"record.label_damaged"}},
	}
	_codes(object.union(_good, tc["with"])) == tc.want
}

test_label_missing[label] if {
	some label, state in _labels
	state == "stated"
	every labels in [
		object.remove(_labels, [label]),
		object.union(_labels, {label: "absent"}),
		object.union(_labels, {label: "?"}),
	] {
		_codes(object.union(object.remove(_good, ["labels"]), {"labels": labels})) == {"record.label_missing"}
	}
}

test_label_contradictory[label] if {
	some label, state in _labels
	state == "stated"
	_codes(object.union(_good, {"labels": {label: "contradictory"}})) == {"record.label_contradictory"}
}

test_label_empty[label] if {
	some label, want in {
		"title": {"record.label_empty"},
		"summary": {"record.label_empty"},
		"keywords": set(),
		"location": set(),
		"country": set(),
		"topics": set(),
		"text": {"record.label_empty"},
	}
	_codes(object.union(_good, {"labels": {label: "empty"}})) == want
}

test_nothing_known if {
	codes := {finding.code | some finding in record.findings} with input as {}
	codes == {
		"record.label_missing", "record.label_damaged", "record.date_unreadable", "record.id_unreadable",
		"record.twin_differs", "record.earlier_differs",
	}
}
