#!/usr/bin/env bash
# campaign.sh short|full puts the vault under fire and counts what is lost: kills,
# losses of power, damaged files, full disks, parallel starts. Nothing may be.
#   short  a few rounds of each, under 150 seconds
#   full   at full length, under 30 minutes
# Losses of power are tried twice: the second time with a Badger that makes
# nothing durable, as it is on Windows. They and the full disks need root.
set -euo pipefail
cd "$(dirname "$0")/.."

size=${1:-short}
case $size in
short) limit=145s ;;
full) limit=29m ;;
*) echo "campaign.sh short|full" >&2 && exit 2 ;;
esac

build/require.sh go
work=$PWD/build/cache/campaign
emptied=$PWD/build/cache/overlay
mkdir -p "$work"
report=$work/report.txt
rm -f "$report"
go test -c -o "$work/plain.test" ./backend/vault
go run ./build/overlay "$emptied"
go test -c -modfile="$emptied/go.mod" -o "$work/emptied.test" ./backend/vault

failed=0
run() { # run BINARY BUILD TESTS
	(
		cd backend/vault
		PATCHBAY_CAMPAIGN=$size PATCHBAY_CAMPAIGN_REPORT=$report PATCHBAY_CAMPAIGN_BUILD=$2 \
			"$work/$1.test" -test.run "$3" -test.timeout "$limit" -test.v
	) >"$work/$1.log" 2>&1 || {
		failed=1
		grep -vE '^=== ' "$work/$1.log" | tail -n 80
	}
}
start=$SECONDS
run plain "" '^TestCampaign_'
run emptied "as on Windows" '^TestCampaign_SC9_PowerLoss$'

echo
touch "$report"
cat "$report"
grep -hE '^ +campaign.*(stand in|needs root)' "$work"/*.log || true
lost=$(grep -c '^FAIL' "$report" || true)
[ "$failed" -eq 0 ] || [ "$lost" -gt 0 ] || lost=1 # a run that died has no line of its own
echo "campaigns ($size, $((SECONDS - start)) s): $(grep -c '^ok' "$report" || true) passed, $lost failed"
[ "$failed" -eq 0 ] && [ "$lost" -eq 0 ]
