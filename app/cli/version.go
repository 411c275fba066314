package cli

import (
	"runtime"

	"patchbay/app/desktop"
)

// versionDocument is the answer of "version".
type versionDocument struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
	Build   string `json:"build"` // "desktop" or "headless"
}

func versionCommand() command {
	return command{
		name:     "version",
		short:    "print the version, and whether this build has a window",
		examples: []string{"patchbay version --json"},
		run: func(c *call) error {
			document := versionDocument{
				Version: c.main.Version, Commit: c.main.Commit,
				Go: runtime.Version(), Build: "headless",
			}
			if desktop.Built {
				document.Build = "desktop"
			}
			return c.out.result(document, func(p *printer) {
				p.line("patchbay %s (commit %s, %s, %s)", document.Version, document.Commit, document.Go, document.Build)
			})
		},
	}
}
