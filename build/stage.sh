#!/usr/bin/env bash
# stage.sh builds build/bin/stage, the outside world of the end-to-end tests.
set -euo pipefail
cd "$(dirname "$0")/.."
build/require.sh go

CGO_ENABLED=0 go build -trimpath -o build/bin/stage ./build/stage
