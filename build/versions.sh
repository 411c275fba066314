# shellcheck shell=bash disable=SC2034
# The versions this project is built and checked with. Sourced by the other
# scripts. Libraries are pinned by go.mod and frontend/package-lock.json; the
# window's binding generator is Wails itself, so go.mod pins that too.

GO_AT_LEAST=1.26
NODE_AT_LEAST=20.19

GOFUMPT=mvdan.cc/gofumpt@v0.9.2
STATICCHECK=honnef.co/go/tools/cmd/staticcheck@v0.7.0
WINRES=github.com/tc-hib/go-winres@v0.3.3

# What makes `go build` add the window. Linux links webkit2gtk 4.1.
WINDOW_TAGS=desktop,production
WINDOW_TAGS_LINUX=desktop,production,webkit2_41
