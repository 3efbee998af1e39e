# METADATA
# title: Sets
# description: >
#   A dimension of a rule is a set: all of it, some values, or all but some; of a few values nobody is sure. Against the values of
#   a use it is apart from them, or reaches them. What is neither is in doubt, and so is a set that cannot be read.
package rights.sets

# Surely the rule holds in none of these values. A set of no values at all is one that nobody understood.
apart(set, values) if {
	set.form == "in"
	_names_any(set)
	is_array(set.values)
	is_array(set.maybe)
	every barred in set.values {
		not barred in values
	}
	every barred in set.maybe {
		not barred in values
	}
}

apart(set, values) if {
	set.form == "outside"
	every value in values {
		value in set.values
	}
}

# Surely the rule holds in one of these values.
reaches(set, _) if set.form == "all"

reaches(set, values) if {
	set.form == "in"
	some value in values
	value in set.values
}

reaches(set, values) if {
	set.form == "outside"
	some value in values
	every open in set.values {
		open != value
	}
	every open in set.maybe {
		open != value
	}
}

# Surely the rule holds somewhere, where everything is asked about.
reaches_any(set) if set.form in {"all", "outside"}

reaches_any(set) if {
	set.form == "in"
	some _ in set.values
}

_names_any(set) if some _ in set.values

_names_any(set) if some _ in set.maybe
