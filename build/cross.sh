#!/usr/bin/env bash
# cross.sh compiles every package, tests included, as the other platforms see
# it. Nothing is run.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh
GOFLAGS="$(go env GOFLAGS) -trimpath" # as lint.sh and binary.sh compile
export GOFLAGS CGO_ENABLED=0

check() { # check GOOS GOARCH [TAGS]
	GOOS=$1 GOARCH=$2 go vet -tags "${3:-}" ./...
	echo "ok	$1/$2${3:+ with $3}"
}

check windows amd64 "$WINDOW_TAGS"
check darwin arm64
