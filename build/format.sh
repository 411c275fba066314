#!/usr/bin/env bash
# format.sh writes every file the way lint.sh wants it.
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh

go run "$GOFUMPT" -l -w .
build/pages.sh deps
npm --prefix frontend run --silent format
