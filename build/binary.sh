#!/usr/bin/env bash
# binary.sh KIND builds build/bin/patchbay from the pages in frontend/dist.
#   window    with the window, for this platform
#   headless  without it: command line and browser, no CGO
#   windows   for Windows, from any platform: patchbay.exe with the window, and
#             patchbay-cli.exe, because a window program has no terminal there
#   best      with the window where it can be built, else headless
set -euo pipefail
cd "$(dirname "$0")/.."
source build/versions.sh
build/require.sh go

can_build_window() {
	case $(go env GOOS) in
	linux) pkg-config --exists gtk+-3.0 webkit2gtk-4.1 2>/dev/null && command -v "$(go env CC)" >/dev/null ;;
	darwin) command -v "$(go env CC)" >/dev/null ;;
	windows) true ;;
	*) false ;;
	esac
}

kind=${1:-best}
if [ "$kind" = best ]; then
	kind=headless
	can_build_window && kind=window
fi

version=$(git describe --tags --always --dirty 2>/dev/null || echo unreleased)
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

build() { # build OUTPUT TAGS LDFLAGS
	go build -trimpath -tags "$2" -o "$1" \
		-ldflags "-s -w -X main.version=$version -X main.commit=$commit $3" .
	echo "built $1 ($kind, $version)"
}

# Icon, version and manifest of a Windows program: the linker takes them from
# beside main.go, and from nowhere else.
windows_resources() {
	trap 'rm -f rsrc_windows_*.syso' EXIT
	GOOS='' GOARCH='' go run "$WINRES" make --in build/windows/winres.json --arch amd64,arm64 --out rsrc
}

export CGO_ENABLED=0
output=build/bin/patchbay$(go env GOEXE)
case $kind-$(go env GOOS) in
headless-*)
	build "$output" "" ""
	;;
window-linux)
	CGO_ENABLED=1 build "$output" "$WINDOW_TAGS_LINUX" ""
	;;
window-darwin)
	export CGO_LDFLAGS="-framework UniformTypeIdentifiers"
	CGO_ENABLED=1 build "$output" "$WINDOW_TAGS" ""
	;;
window-windows | windows-*)
	# Wails reaches WebView2 without CGO, so any platform builds this one.
	windows_resources
	export GOOS=windows
	build build/bin/patchbay.exe "$WINDOW_TAGS" "-H windowsgui"
	build build/bin/patchbay-cli.exe "" ""
	;;
*)
	echo "binary.sh builds window, headless, windows or best, not $kind" >&2
	exit 2
	;;
esac
