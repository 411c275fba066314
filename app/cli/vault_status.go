package cli

import (
	"strconv"
	"time"

	"patchbay/backend/fault"
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
	KeyAgeDays *int           `json:"keyAgeDays,omitempty"`
	KeyDue     bool           `json:"keyDue,omitempty"` // it is older than the reminder
	BackupAt   *time.Time     `json:"backupAt,omitempty"`
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
	mustChange := false
	if c.given(c.passwordSource()) {
		err := c.unlock(bench)
		if mustChange = fault.HasCode(err, operator.CodePasswordChangeNeeded); err != nil && !mustChange {
			return statusDocument{}, err
		}
	}
	status := bench.Operators.Status()
	document := statusDocument{
		State: status.State, Path: status.Path, VaultID: status.VaultID, Operators: status.Slots, Notices: status.Notices,
	}
	if mustChange { // the password is right, and opens nothing here
		document.State = operator.MustChange
	}
	if !status.BackupAt.IsZero() {
		document.BackupAt = &status.BackupAt
	}
	if status.Operator == nil {
		return document, nil
	}
	document.Operator, document.Role = status.Operator.Name, status.Operator.Role
	if status.State == operator.MustChange {
		return document, nil
	}
	return document, document.holds(c, bench)
}

// holds adds what only an unlocked vault knows.
func (d *statusDocument) holds(c *call, bench *workbench.Workbench) error {
	keys, err := bench.Operators.Keys(c.ctx)
	if err != nil {
		return err
	}
	days := int(keys.Age / (24 * time.Hour))
	d.Generation, d.Records, d.Secrets = keys.Generation, &keys.Records, &keys.Secrets
	d.KeyAgeDays, d.KeyDue = &days, keys.Due
	if !keys.RotatedAt.IsZero() {
		d.RotatedAt = &keys.RotatedAt
	}
	return nil
}

func (d statusDocument) print(p *printer) {
	if d.State == operator.MustChange {
		p.line("This password was chosen by somebody else and must be replaced: patchbay operator password")
	} else {
		p.line("The vault is %s.", d.State)
	}
	p.line("Folder:     %s", d.Path)
	p.line("Vault ID:   %s", d.VaultID)
	p.line("Operators:  %d", d.Operators)
	p.line("Backup:     %s", d.backup())
	if d.Operator == "" {
		return
	}
	p.line("Operator:   %s (%s)", d.Operator, d.Role)
	if d.KeyAgeDays == nil {
		return
	}
	p.line("Key:        generation %d, %s%s", d.Generation, daysOld(*d.KeyAgeDays), due(d.KeyDue))
	p.line("Holds:      %d records and %d secrets", *d.Records, *d.Secrets)
}

func (d statusDocument) backup() string {
	if d.BackupAt == nil {
		return "none is known"
	}
	return d.BackupAt.UTC().Format(time.RFC3339)
}

func daysOld(n int) string {
	if n == 1 {
		return "1 day old"
	}
	return strconv.Itoa(n) + " days old"
}

func due(is bool) string {
	if is {
		return "; rotate it with: patchbay vault rotate"
	}
	return ""
}
