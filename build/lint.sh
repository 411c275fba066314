#!/usr/bin/env bash
# lint.sh [go|pages|scripts]... checks format and habits; without an argument,
# everything. A warning is a failure. It goes on after one, to tell of all.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh
# What is compiled here, cross.sh, stage.sh and binary.sh need not compile again.
GOFLAGS="$(go env GOFLAGS) -trimpath"
export GOFLAGS CGO_ENABLED=0
failed=0

check() { # check COMMAND...
	"$@" || failed=1
}

# shellcheck disable=SC2317 # called by check
formatted() {
	local unformatted
	unformatted=$(go run "$GOFUMPT" -l .)
	if [ -n "$unformatted" ]; then
		printf 'gofumpt would change these (make format):\n%s\n' "$unformatted" >&2
		return 1
	fi
}

# The window as Windows sees it needs no CGO, so it is read everywhere.
# shellcheck disable=SC2317 # called by check
staticcheck() {
	# With -trimpath a checkout's findings look the same from every place, and one
	# cache would mix those of several: what one of the builds below uses is then
	# called unused. So each checkout has its own, beside what Go keeps.
	STATICCHECK_CACHE="$(go env GOCACHE)/staticcheck/$(pwd | cksum | cut -d ' ' -f 1)"
	export STATICCHECK_CACHE
	mkdir -p "$STATICCHECK_CACHE"
	go run "$STATICCHECK" -matrix ./... <<-MATRIX
		here: CGO_ENABLED=0
		windows: GOOS=windows CGO_ENABLED=0 -tags=$WINDOW_TAGS
		darwin: GOOS=darwin CGO_ENABLED=0
	MATRIX
}

lint_go() {
	check formatted
	check go vet ./...
	check staticcheck
}

lint_pages() {
	build/pages.sh deps
	check npm --prefix frontend run --silent check
	check npm --prefix frontend run --silent lint
}

lint_scripts() {
	if command -v shellcheck >/dev/null; then
		check shellcheck --external-sources --source-path=. build/*.sh .ci/run
	else
		echo "shellcheck is not installed: the scripts were not checked" >&2
	fi
}

lint() { # lint PART ends with 1 when something is to be mended
	case $1 in
	go) lint_go ;;
	pages) lint_pages ;;
	scripts) lint_scripts ;;
	*) echo "lint.sh [go|pages|scripts]..." >&2 && exit 2 ;;
	esac
	exit $failed
}

# The parts run side by side: what reads the pages keeps one core busy, no more.
[ $# -gt 0 ] || set -- go pages scripts
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
declare -A running=()
for part in "$@"; do
	(lint "$part") >"$said/$part" 2>&1 &
	running[$part]=$!
done
for part in "$@"; do
	wait "${running[$part]}" || failed=1
	cat "$said/$part"
done
exit $failed
