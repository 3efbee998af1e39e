#!/bin/sh
# Asks the gate about every piece of the site. What git lists is judged as it lies here, which on a server is what was pushed.
#
# The trail is new with each run: keep it, or keep one for all runs on a disk of the runner's own, and name it in CLEARANCE_DB.
# Words behind this command are flags for the gate, such as --format junit -o gate.xml.
set -eu
cd "$(dirname "$0")/.."
git ls-files -z content |
	xargs -0 clearance gate --house house.yaml --channel site --stories archive --begin "$@" --
