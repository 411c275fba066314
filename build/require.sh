#!/usr/bin/env bash
# require.sh TOOL... says what to install when Go or Node is missing or too old.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh

# at_least HAVE WANT compares dotted versions.
at_least() {
	[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

need() { # need NAME COMMAND WANTED PAGE
	local name=$1 command=$2 wanted=$3 page=$4 have
	if ! command -v "${command%% *}" >/dev/null; then
		echo "$name $wanted or newer is needed and not installed: $page" >&2
		exit 1
	fi
	have=$($command | sed -E 's/^[^0-9]*([0-9]+(\.[0-9]+)*).*/\1/')
	if ! at_least "$have" "$wanted"; then
		echo "$name $wanted or newer is needed, this is $have: $page" >&2
		exit 1
	fi
}

for tool in "$@"; do
	case $tool in
	go) need Go "go env GOVERSION" "$GO_AT_LEAST" https://go.dev/dl/ ;;
	node) need Node.js "node --version" "$NODE_AT_LEAST" https://nodejs.org/ ;;
	*) echo "require.sh knows go and node, not $tool" >&2 && exit 2 ;;
	esac
done
