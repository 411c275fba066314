#!/usr/bin/env bash
# screenshots.sh makes a picture of every page, light and dark, in
# docs/screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."

build/debian.sh browser peers
build/peers.sh
build/stage.sh
build/pages.sh
build/binary.sh headless
mkdir -p docs/screenshots
npm --prefix frontend run --silent screenshots
