#!/usr/bin/env bash
# window.sh opens build/bin/patchbay on a display without a screen and uses it
# by keyboard.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p build/cache
exec go run ./build/window -picture build/cache/window.png build/bin/patchbay
