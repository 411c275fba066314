#!/usr/bin/env bash
# gotest.sh [FLAG|PACKAGE]... runs the Go tests and closes with their number.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- ./...
mkdir -p build/cache
go build -o build/cache/tally ./build/tally
go test -json "$@" | build/cache/tally go
