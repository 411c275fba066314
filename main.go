// Patchbay configures a business system's integrations, proves each of them
// with evidence, and hands the result over.
package main

import (
	"embed"
	"io/fs"
	"os"

	"patchbay/app/cli"
)

//go:embed all:frontend/dist
var dist embed.FS

// Set by the linker.
var version, commit string

func main() {
	pages, err := fs.Sub(dist, "frontend/dist")
	if err != nil { // only a path that is not valid fails
		panic(err)
	}
	os.Exit(cli.Execute(pages, version, commit))
}
