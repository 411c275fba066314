#!/usr/bin/env bash
# test.sh all|portable runs the checks and tests one after the other, goes on
# after a failure, and closes with every runner's last line.
#   all       everything, with real mail servers, a browser and the window
#   portable  what runs on every platform with Go and Node alone
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh
logs=build/cache/test
rm -rf $logs
mkdir -p $logs
failed=()
closing=()

step() { # step NAME COMMAND...
	local name=$1 start=$SECONDS verdict=passed
	shift
	echo
	echo "=== $name: $*"
	if ! "$@" </dev/null 2>&1 | tee "$logs/$name.log"; then
		verdict=FAILED
		failed+=("$name")
	fi
	closing+=("$(printf '%-9s %-7s %4ds  %s' "$name" "$verdict" $((SECONDS - start)) "$(last_line "$logs/$name.log")")")
}

# last_line finds the line in which a runner tells how many passed.
last_line() {
	sed $'s/\e\\[[0-9;]*m//g' "$1" | grep -E '[0-9]+ (tests? )?(passed|failed)' | tail -n 1 | tr -s ' ' | sed 's/^ //' || true
}

portable() {
	step pages build/pages.sh
	step binary build/binary.sh headless
	step check npm --prefix frontend run --silent check
	step unit npm --prefix frontend test
	step cross build/cross.sh
	step go build/gotest.sh ./...
}

all() {
	export PATCHBAY_PEERS=required
	step install build/debian.sh check window peers display browser
	step peers build/peers.sh
	step pages build/pages.sh
	step lint build/lint.sh
	step bindings build/bindings.sh check
	step cross build/cross.sh
	step unit npm --prefix frontend test
	step go build/gotest.sh -race -timeout 20m ./...
	step desktop build/gotest.sh -race -tags "$WINDOW_TAGS_LINUX" ./app/desktop
	step campaign build/campaign.sh short
	step windows build/binary.sh windows
	step binary build/binary.sh window
	step stage build/stage.sh
	step e2e npm --prefix frontend run --silent e2e
	step window build/window.sh
}

build/require.sh go node
case ${1:-all} in
all | portable) "${1:-all}" ;;
*) echo "test.sh all|portable" >&2 && exit 2 ;;
esac

# ending shows why a step failed: its failed tests, or else its last lines.
ending() {
	grep -vE '^(ok  |go: downloading |--- SKIP)' "$1" >"$1.short" || true
	grep -E -B 12 -e '--- FAIL|DATA RACE|panic:' "$1.short" | tail -n 60 || tail -n 40 "$1.short"
}

# What failed an hour ago is far up: its end is told again, where it is read.
for name in "${failed[@]}"; do
	echo
	echo "=== why $name failed"
	ending "$logs/$name.log"
done

echo
echo "=== closing lines"
printf '%s\n' "${closing[@]}"
echo "steps: $((${#closing[@]} - ${#failed[@]})) passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ]
