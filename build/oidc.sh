#!/usr/bin/env bash
# oidc.sh installs the OpenID provider that the tests speak to. It is part of
# no build.
set -euo pipefail
cd "$(dirname "$0")/.."
build/require.sh node
cd build/peers/oidc

# npm keeps a copy of the lock file it installed from; when ours is newer, or
# there is none, the packages are stale.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
	npm ci --no-audit --no-fund </dev/null || npm ci --no-audit --no-fund </dev/null
	touch node_modules/.package-lock.json
fi
