#!/usr/bin/env bash
# golden.sh rewrites the golden files of every package that has some. Read the
# difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' app backend build |
	xargs -n 1 dirname | sort -u | sed 's#^#./#')
if [ -z "$packages" ]; then
	echo "no package has golden files"
	exit 0
fi
# Not from the cache: a golden file is written by a run.
xargs sh -c 'go test -count=1 "$@" -update' sh <<<"$packages"
git diff --stat -- '*testdata*' || true
