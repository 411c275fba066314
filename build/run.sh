#!/usr/bin/env bash
# run.sh installs what is missing, builds, and opens the demo: in a window, or
# without a display in a browser by the link it prints.
set -euo pipefail
cd "$(dirname "$0")/.."
build/require.sh go node

kind=window
if [ "$(go env GOOS)" = linux ]; then
	if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
		build/debian.sh window || echo "going on without the window" >&2
		kind=best
	else
		kind=headless
	fi
fi
build/pages.sh
build/binary.sh "$kind"
exec "build/bin/patchbay$(go env GOEXE)" demo "$@"
