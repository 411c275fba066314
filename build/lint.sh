#!/usr/bin/env bash
# lint.sh [go|pages|scripts]... checks format and habits; without an argument,
# everything. A warning is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh

lint_go() {
	local unformatted
	unformatted=$(go run "$GOFUMPT" -l .)
	if [ -n "$unformatted" ]; then
		printf 'gofumpt would change these (make format):\n%s\n' "$unformatted" >&2
		return 1
	fi
	go vet ./...
	# The window as Windows sees it needs no CGO, so it is read everywhere.
	go run "$STATICCHECK" -matrix ./... <<-MATRIX
		here: CGO_ENABLED=0
		windows: GOOS=windows CGO_ENABLED=0 -tags=$WINDOW_TAGS
		darwin: GOOS=darwin CGO_ENABLED=0
	MATRIX
}

lint_pages() {
	build/pages.sh deps
	npm --prefix frontend run --silent check
	npm --prefix frontend run --silent lint
}

lint_scripts() {
	if command -v shellcheck >/dev/null; then
		shellcheck --external-sources --source-path=. build/*.sh .ci/run
	else
		echo "shellcheck is not installed: the scripts were not checked" >&2
	fi
}

[ $# -gt 0 ] || set -- go pages scripts
for part in "$@"; do
	"lint_$part"
done
