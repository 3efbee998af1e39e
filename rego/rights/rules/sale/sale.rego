# METADATA
# title: The archive desk's sale flag
# description: >
#   Only CAN SELL sells, and only for editorial use. Every other flag, and none at all, stops a sale.
package rights.rules.sale

# METADATA
# title: Flagged CAN SELL
# custom:
#   code: sale.can_sell
#   effect: ground
#   detail: "the archive desk flags it CAN SELL; the holder is {holder.name}"
#   remedy: Nothing to do. Keep the sale within the use that was asked about.
findings contains {"code": "sale.can_sell", "facts": ["holder.sale"]} if {
	input.use.action == "sell"
	input.use.purpose in {"editorial", "news"}
	input.holder.sale == "can_sell"
}

# METADATA
# title: Flagged as not for sale
# custom:
#   code: sale.cannot_sell
#   effect: block
#   detail: "the archive desk flags it as not for sale; the holder is {holder.name}"
#   remedy: Do not sell it. Only the archive desk can change the flag.
findings contains {"code": "sale.cannot_sell", "facts": ["holder.sale"]} if {
	not _own_use
	input.holder.sale == "cannot_sell"
}

# METADATA
# title: No sale flag
# custom:
#   code: sale.flag_missing
#   effect: refer
#   detail: "no CAN SELL stands behind the holder; the field reads {holder}"
#   remedy: Ask the archive desk whether it may be sold.
findings contains {"code": "sale.flag_missing", "facts": ["holder", "holder.sale"]} if {
	not _own_use
	input.holder.sale == "absent"
}

# METADATA
# title: The sale flag contradicts itself
# custom:
#   code: sale.flag_contradictory
#   effect: refer
#   detail: "the record carries different sale flags"
#   remedy: Ask the archive desk which flag holds. None of them is taken until then.
findings contains {"code": "sale.flag_contradictory", "facts": ["holder.sale"]} if {
	not _own_use
	input.holder.sale == "contradictory"
}

# METADATA
# title: The sale flag cannot be read
# custom:
#   code: sale.flag_unread
#   effect: refer
#   detail: "what stands behind the holder is no known sale flag; the field reads {holder}"
#   remedy: Ask the archive desk what the flag means. Only a plain CAN SELL is taken as one.
findings contains {"code": "sale.flag_unread", "facts": ["holder.sale"]} if {
	not _flag_settled
}

_flag_settled if input.holder.sale in {"can_sell", "cannot_sell", "absent", "contradictory"}

_flag_settled if {
	_own_use
	input.holder.sale == "unread"
}

# The flag is about sales alone. An action that nobody knows is held to be one.
_own_use if input.use.action in {"publish", "archive", "modify", "train"}
