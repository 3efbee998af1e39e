# METADATA
# title: What the house states
# description: >
#   Facts that whoever runs this program states are believed, and named in every decision that rests on them.
package rights.rules.house

# METADATA
# title: It rests on what the house states
# custom:
#   code: house.stated
#   effect: note
#   detail: "the house states that {house}"
#   remedy: If that is wrong, correct the house file and ask again.
findings contains {"code": "house.stated", "facts": ["house"]} if not _nothing_stated

_nothing_stated if input.house == []
