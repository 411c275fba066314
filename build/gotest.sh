#!/usr/bin/env bash
# gotest.sh [FLAG|PACKAGE]... runs the Go tests and closes with their number.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- ./...
mkdir -p build/cache
go build -o build/cache/tally ./build/tally
# A race-built test, and each program it starts, otherwise sleeps for a second
# before it ends. A race is told at once, and ends it with the same status.
export GORACE="atexit_sleep_ms=20 ${GORACE:-}"
go test -json "$@" | build/cache/tally go
