#!/usr/bin/env bash
# pages.sh [deps] builds the pages into frontend/dist, where main.go embeds
# them; with deps it only installs what they are built with.
set -euo pipefail
cd "$(dirname "$0")/.."
build/require.sh node
cd frontend

# npm keeps a copy of the lock file it installed from; when ours is newer, or
# there is none, the packages are stale.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
	npm ci --no-audit --no-fund </dev/null || npm ci --no-audit --no-fund </dev/null
	touch node_modules/.package-lock.json
fi
if [ "${1:-}" != deps ]; then
	npm run --silent build -- --logLevel warn
fi
