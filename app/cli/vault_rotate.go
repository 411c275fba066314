package cli

import (
	"patchbay/backend/event"
	"patchbay/backend/workbench"
)

// rotationDocument is the answer of "vault rotate".
type rotationDocument struct {
	Generation uint64 `json:"generation"`
	Records    int    `json:"records"`
	DurationMs int64  `json:"durationMs"`
}

func vaultRotateCommand() command {
	return command{
		name:  "vault rotate",
		short: "make a new encryption key and encrypt everything with it",
		long: "It is all or nothing: killed at any instant, it leaves the old key in force or the new one. " +
			"Afterwards nothing in the folder opens with the old key. Only an owner may.",
		examples: []string{"patchbay vault rotate"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				defer bench.Events.Subscribe(c.rotationProgress)()
				rotation, err := bench.Operators.Rotate(c.ctx)
				if err != nil {
					return err
				}
				document := rotationDocument{rotation.Generation, rotation.Records, rotation.Duration.Milliseconds()}
				return c.out.result(document, func(p *printer) {
					p.line("The encryption key is rotated: generation %d, %d records in %d ms.",
						document.Generation, document.Records, document.DurationMs)
				})
			})
		},
	}
}

func (c *call) rotationProgress(e event.Event) {
	if e.Name != "vault.rotation" || c.out.human() {
		return
	}
	progress := struct {
		Done  int `json:"done"`
		Total int `json:"total"`
	}{e.Done, e.Total}
	_ = c.out.event("rotation", progress, func(*printer) {}) // a lost line is no reason to stop rotating
}
