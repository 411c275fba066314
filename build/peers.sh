#!/usr/bin/env bash
# peers.sh installs the sign-in providers that the tests speak to, each in its
# folder of build/peers. They are part of no build.
set -euo pipefail
cd "$(dirname "$0")/.."
build/require.sh node

for lock in build/peers/*/package-lock.json; do
	# npm keeps a copy of the lock file it installed from; when ours is newer, or
	# there is none, the packages are stale.
	installed=$(dirname "$lock")/node_modules/.package-lock.json
	if [ ! -e "$installed" ] || [ "$lock" -nt "$installed" ]; then
		(
			cd "$(dirname "$lock")"
			npm ci --no-audit --no-fund </dev/null || npm ci --no-audit --no-fund </dev/null
		)
		touch "$installed"
	fi
done
