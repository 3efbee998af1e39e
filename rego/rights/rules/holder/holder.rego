# METADATA
# title: Who holds the copyright
# description: >
#   Without a holder that can be read there is nobody whose permission the flag could speak of.
package rights.rules.holder

# METADATA
# title: A pool holds the copyright
# custom:
#   code: holder.pool
#   effect: note
#   detail: "the rights of {holder.name} are shared among its members, and may revert to the owner when the pool ends"
#   remedy: If in doubt, ask the archive desk whether the pool still runs.
findings contains {"code": "holder.pool", "facts": ["holder.name"]} if input.holder.kind == "pool"

# METADATA
# title: The copyright holder is missing
# custom:
#   code: holder.missing
#   effect: refer
#   detail: "the record does not carry the copyright holder"
#   remedy: Get the whole record from the archive, and check it again.
findings contains {"code": "holder.missing", "facts": ["holder"]} if input.holder.state == "absent"

# METADATA
# title: The copyright holder is empty
# custom:
#   code: holder.empty
#   effect: refer
#   detail: "nobody is named as the copyright holder"
#   remedy: Ask the archive desk who holds the copyright.
findings contains {"code": "holder.empty", "facts": ["holder"]} if input.holder.state == "empty"

# METADATA
# title: The copyright holder contradicts itself
# custom:
#   code: holder.contradictory
#   effect: refer
#   detail: "the record names different copyright holders"
#   remedy: Ask the archive desk which one holds. None of them is taken until then.
findings contains {"code": "holder.contradictory", "facts": ["holder"]} if _contradictory

# METADATA
# title: A flag without a holder
# custom:
#   code: holder.name_missing
#   effect: refer
#   detail: "the copyright holder has no name; the field reads {holder}"
#   remedy: Ask the archive desk who holds the copyright.
findings contains {"code": "holder.name_missing", "facts": ["holder"]} if {
	input.holder.name == "absent"
	not _without_value
}

# METADATA
# title: The copyright holder cannot be read
# custom:
#   code: holder.unread
#   effect: refer
#   detail: "words beside the copyright holder that could not be read: {holder.unread}"
#   remedy: Read the field. If it restricts the use, it holds.
findings contains {"code": "holder.unread", "facts": ["holder.unread"]} if {
	not _read
	not _nameless
	not _contradictory
	not _without_value
}

# Other rules speak of these.
_without_value if input.holder.state in {"absent", "empty", "contradictory"}

_contradictory if input.holder.state == "contradictory"

_contradictory if input.holder.name == "contradictory"

# The flag alone was read.
_nameless if {
	input.holder.state == "stated"
	input.holder.name == "absent"
}

_read if {
	input.holder.state == "stated"
	input.holder.name == "stated"
	input.holder.kind in {"pool", "other"}
}
