package cli

import (
	"time"

	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

// statusDocument is the answer of "vault status". What only an unlocked vault
// knows is left out of a locked one's.
type statusDocument struct {
	State      operator.State `json:"state"`
	Path       string         `json:"path"`
	VaultID    string         `json:"vaultId"`
	Operators  int            `json:"operators"`
	Operator   string         `json:"operator,omitempty"`
	Role       operator.Role  `json:"role,omitempty"`
	Generation uint64         `json:"generation,omitempty"`
	RotatedAt  *time.Time     `json:"rotatedAt,omitempty"`
	Records    *int           `json:"records,omitempty"`
	Secrets    *int           `json:"secrets,omitempty"`
	Notices    []string       `json:"notices,omitempty"`
}

func vaultStatusCommand() command {
	return command{
		name:  "vault status",
		short: "say where the vault is and whether it opens",
		long: "With a password from --password-file or PATCHBAY_PASSWORD it is opened and says what it holds; " +
			"nobody is asked for one.",
		examples: []string{"patchbay vault status", "patchbay vault status --password-file FILE --json"},
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				document, err := c.vaultStatus(bench)
				if err != nil {
					return err
				}
				return c.out.result(document, document.print)
			})
		},
	}
}

func (c *call) vaultStatus(bench *workbench.Workbench) (statusDocument, error) {
	if err := opens(bench.Operators.Status()); err != nil {
		return statusDocument{}, err
	}
	if c.given(c.passwordSource()) {
		if err := c.unlock(bench); err != nil {
			return statusDocument{}, err
		}
	}
	status := bench.Operators.Status()
	document := statusDocument{
		State: status.State, Path: status.Path, VaultID: status.VaultID, Operators: status.Slots, Notices: status.Notices,
	}
	if status.Operator == nil {
		return document, nil
	}
	keys, err := bench.Operators.Keys(c.ctx)
	if err != nil {
		return statusDocument{}, err
	}
	document.Operator, document.Role = status.Operator.Name, status.Operator.Role
	document.Generation, document.Records, document.Secrets = keys.Generation, &keys.Records, &keys.Secrets
	if !keys.RotatedAt.IsZero() {
		document.RotatedAt = &keys.RotatedAt
	}
	return document, nil
}

func (d statusDocument) print(p *printer) {
	p.line("The vault is %s.", d.State)
	p.line("Folder:     %s", d.Path)
	p.line("Vault ID:   %s", d.VaultID)
	p.line("Operators:  %d", d.Operators)
	if d.Operator == "" {
		return
	}
	p.line("Operator:   %s (%s)", d.Operator, d.Role)
	p.line("Key:        generation %d", d.Generation)
	p.line("Holds:      %d records and %d secrets", *d.Records, *d.Secrets)
}
