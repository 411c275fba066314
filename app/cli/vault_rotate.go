package cli

import (
	"patchbay/backend/event"
	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

// rotationDocument is the answer of "vault rotate".
type rotationDocument struct {
	Generation uint64 `json:"generation"`
	Records    int    `json:"records"`
	DurationMs int64  `json:"durationMs"`
}

func rotationDocumentOf(r operator.Rotation) rotationDocument {
	return rotationDocument{r.Generation, r.Records, r.Duration.Milliseconds()}
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
				document := rotationDocumentOf(rotation)
				return c.out.result(document, func(p *printer) {
					p.line("The encryption key is rotated: generation %d, %d records in %d ms.",
						document.Generation, document.Records, document.DurationMs)
				})
			})
		},
	}
}

func (c *call) rotationProgress(e event.Event) {
	if e.Name == "vault.rotation" {
		c.progress("rotation", e)
	}
}

// progress tells of long work, for programs that read along. A lost line is no
// reason to stop the work.
func (c *call) progress(name string, e event.Event) {
	if c.out.human() {
		return
	}
	progress := struct {
		Done  int `json:"done"`
		Total int `json:"total"`
	}{e.Done, e.Total}
	_ = c.out.event(name, progress, func(*printer) {})
}
