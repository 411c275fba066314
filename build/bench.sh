#!/usr/bin/env bash
# bench.sh [FLAG]... measures whole processes side by side, in one run. The
# flags are those of build/bench.
set -euo pipefail
cd "$(dirname "$0")/.."

build/debian.sh window peers display swaks curl
build/debian.sh keepassxc || echo "without KeePassXC: the figures say so"
build/pages.sh
build/binary.sh best
exec go run ./build/bench "$@"
