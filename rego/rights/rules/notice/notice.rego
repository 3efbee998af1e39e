# METADATA
# title: The copyright notice
# description: >
#   A claimant and a year, and perhaps a link, are taken note of. A notice grants nothing, whatever its link is called.
package rights.rules.notice

# METADATA
# title: The notice names someone else than the holder
# custom:
#   code: notice.claimant_differs
#   effect: note
#   detail: "claimant {notice.claimant} is not the holder {holder.name}"
#   remedy: Nothing to do, unless one of the two must be asked.
findings contains {"code": "notice.claimant_differs", "facts": ["holder.name", "notice.claimant"]} if {
	input.notice.claimant == "other"
}

# METADATA
# title: Restrictions stand behind a link
# custom:
#   code: notice.link
#   effect: note
#   detail: "the notice links to restrictions at {notice.link}; the link is a label and grants nothing"
#   remedy: Open the link and read the restrictions.
findings contains {"code": "notice.link", "facts": ["notice.link"]} if input.notice.link == "url"

# METADATA
# title: A link to restrictions leads nowhere
# custom:
#   code: notice.link_without_url
#   effect: refer
#   detail: "the notice speaks of restrictions elsewhere and gives no address"
#   remedy: Ask the archive desk where these restrictions stand, and read them.
findings contains {"code": "notice.link_without_url", "facts": ["notice.link"]} if input.notice.link == "no_url"

# METADATA
# title: The notice is of another year
# custom:
#   code: notice.year_differs
#   effect: note
#   detail: "year {notice.year} on a story of {record.date}; a notice carries the year it was stamped"
#   remedy: Nothing to do.
findings contains {"code": "notice.year_differs", "facts": ["notice.year", "record.date"]} if {
	input.notice.year == "other"
}

# METADATA
# title: All rights reserved
# custom:
#   code: notice.reserved
#   effect: refer
#   detail: "{notice.claimant} reserves all rights"
#   remedy: Ask the claimant for permission, or find the licence that gives it.
findings contains {"code": "notice.reserved", "facts": ["notice.claimant", "notice.reserved"]} if {
	not input.notice.reserved == false
	not _reserved_by_us
	not _reserved_for_clients
}

# METADATA
# title: All rights reserved, by us
# custom:
#   code: notice.reserved_by_us
#   effect: note
#   detail: "{notice.claimant} reserves all rights, and that is us"
#   remedy: Nothing to do.
findings contains {"code": "notice.reserved_by_us", "facts": ["notice.claimant", "notice.reserved"]} if _reserved_by_us

_reserved_by_us if {
	input.notice.reserved == true
	input.notice.us == true
}

# METADATA
# title: All rights reserved, and we are a client
# custom:
#   code: notice.reserved_for_clients
#   effect: note
#   detail: "{notice.claimant} reserves all rights, and we are its registered client"
#   remedy: Make sure that the contract covers this use.
findings contains {"code": "notice.reserved_for_clients", "facts": ["notice.claimant", "notice.reserved"]} if {
	_reserved_for_clients
	not _reserved_by_us
}

# A client may publish. What else it may do stands in its contract.
_reserved_for_clients if {
	input.notice.reserved == true
	input.notice.client == true
	input.use.action == "publish"
}

# METADATA
# title: The copyright notice cannot be read
# custom:
#   code: notice.unread
#   effect: refer
#   detail: "words of the notice that could not be read: {notice.unread}"
#   remedy: Read the notice. If it restricts the use, it holds.
findings contains {"code": "notice.unread", "facts": ["notice.unread"]} if {
	not _read
	not _without_value
}

# Other rules speak of these.
_without_value if input.notice.state in {"absent", "empty", "contradictory"}

_read if {
	input.notice.state == "stated"
	input.notice.claimant in {"holder", "other", "none"}
	input.notice.year in {"same", "other", "none"}
	input.notice.link in {"url", "no_url", "none"}
}

# METADATA
# title: The copyright notice is missing
# custom:
#   code: notice.missing
#   effect: refer
#   detail: "the record does not carry the copyright notice"
#   remedy: Get the whole record from the archive, and check it again.
findings contains {"code": "notice.missing", "facts": ["notice"]} if input.notice.state == "absent"

# METADATA
# title: The copyright notice is empty
# custom:
#   code: notice.empty
#   effect: refer
#   detail: "nothing stands in the copyright notice"
#   remedy: Ask the archive desk for the notice.
findings contains {"code": "notice.empty", "facts": ["notice"]} if input.notice.state == "empty"

# METADATA
# title: The copyright notice contradicts itself
# custom:
#   code: notice.contradictory
#   effect: refer
#   detail: "the record carries different copyright notices"
#   remedy: Ask the archive desk which one holds. None of them is taken until then.
findings contains {"code": "notice.contradictory", "facts": ["notice"]} if input.notice.state == "contradictory"

# METADATA
# title: The copyright notice names nobody
# custom:
#   code: notice.no_claimant
#   effect: refer
#   detail: "the notice does not say who claims the copyright: {notice}"
#   remedy: Ask the archive desk who claims the copyright.
findings contains {"code": "notice.no_claimant", "facts": ["notice"]} if {
	input.notice.state == "stated"
	input.notice.claimant == "none"
}
