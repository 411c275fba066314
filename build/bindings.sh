#!/usr/bin/env bash
# bindings.sh write|check makes the TypeScript that calls Go, frontend/wailsjs,
# from the methods main binds; check fails when the committed one differs.
# Built with the tag "bindings", main writes it and ends, in the folder of the
# wails.json it finds, with the Wails of go.mod.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/frontend"
cp wails.json "$scratch"
CGO_ENABLED=0 go build -trimpath -tags bindings -o "$scratch/main" .
# It tells at length what it does; that is of interest only when it fails.
(cd "$scratch" && tsoutputtype=interfaces ./main >log 2>&1) || { cat "$scratch/log" >&2 && exit 1; }
find "$scratch/frontend/wailsjs" -type f -exec chmod 644 {} +

case ${1:-} in
write)
	rm -rf frontend/wailsjs
	cp -R "$scratch/frontend/wailsjs" frontend/wailsjs
	;;
check)
	if ! diff -r frontend/wailsjs "$scratch/frontend/wailsjs"; then
		echo "frontend/wailsjs is not what app binds: make bindings, and commit it" >&2
		exit 1
	fi
	echo "ok	frontend/wailsjs is what app binds"
	;;
*)
	echo "bindings.sh write|check" >&2
	exit 2
	;;
esac
