package cli

import (
	"errors"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// verifyDocument is the answer of "vault verify". File is left out when it was
// the vault itself that was verified.
type verifyDocument struct {
	File    *backupFileDocument `json:"file,omitempty"`
	Records int                 `json:"records"`
	Secrets int                 `json:"secrets"`
	Damaged []damageDocument    `json:"damaged"`
	Notes   []string            `json:"notes"`
	// Refused is why the vault does not open, when it does not.
	Refused *fault.Fault `json:"refused,omitempty"`
}

func vaultVerifyCommand() command {
	var keys restoreFlags
	return command{
		name: "vault verify", args: "[FILE]", max: 1,
		short: "read every record of the vault, or of a backup file, and report what is damaged",
		long: "It opens every record and every secret in every file of the vault. Of a vault that does not open any " +
			"more it reports what can still be read. Damage ends with exit status 8; nothing is changed.",
		examples: []string{"patchbay vault verify", "patchbay vault verify FILE --recovery-key-file FILE"},
		flags:    func(f *pflag.FlagSet) { keys.bindKeys(f) },
		run: func(c *call) error {
			return c.withBench(func(bench *workbench.Workbench) error {
				if len(c.args) > 0 {
					return c.verifyBackup(bench, c.args[0], keys)
				}
				return c.verifyVault(bench)
			})
		},
	}
}

func (c *call) verifyBackup(bench *workbench.Workbench, path string, keys restoreFlags) error {
	if _, err := bench.Operators.ReadBackup(path); err != nil {
		return err // before anybody is asked for a password
	}
	backup, err := c.openBackup(bench, path, keys) // which verifies it
	if err != nil {
		return err
	}
	defer backup.Close()
	report, err := backup.Report(c.ctx)
	if err != nil {
		return err
	}
	file := backupFileDocumentOf(report.File)
	document := verifyDocument{
		File: &file, Records: file.Records, Secrets: file.Secrets, Damaged: []damageDocument{}, Notes: []string{},
	}
	return c.out.result(document, document.print)
}

func (c *call) verifyVault(bench *workbench.Workbench) error {
	if err := opens(bench.Operators.Status()); err != nil {
		return err
	}
	err := c.unlock(bench)
	if fault.HasCode(err, vault.CodeDamaged) || fault.HasCode(err, vault.CodeTampered) {
		return c.inspectVault(bench, err)
	}
	if err != nil {
		return err
	}
	defer bench.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.verifying" {
			c.progress("verifying", e)
		}
	})()
	found, err := bench.Operators.Verify(c.ctx)
	if err != nil {
		return err
	}
	return c.showVerification(bench, found, nil)
}

// inspectVault reports what can be read of a vault that does not open.
func (c *call) inspectVault(bench *workbench.Workbench, refused error) error {
	password, err := c.password()
	if err != nil {
		return err
	}
	defer password.Wipe()
	found, err := bench.Operators.Inspect(c.ctx, c.global.operator, password)
	if err != nil {
		return errors.Join(refused, err)
	}
	return c.showVerification(bench, found, fault.Of(refused))
}

func (c *call) showVerification(bench *workbench.Workbench, found vault.Verification, refused *fault.Fault) error {
	document := verifyDocument{
		Records: found.Records, Secrets: found.Secrets, Damaged: damageDocuments(c, bench, found.Damaged),
		Notes: append([]string{}, found.Notes...), Refused: refused,
	}
	if err := c.out.result(document, document.print); err != nil {
		return err
	}
	if refused != nil || len(found.Damaged)+len(found.Notes) > 0 {
		return errDamageFound
	}
	return nil
}

func (d verifyDocument) print(p *printer) {
	if d.Refused != nil {
		p.line("The vault does not open: %s.", strings.TrimPrefix(d.Refused.Message, "the vault is "))
	}
	switch {
	case len(d.Damaged) > 0:
		p.line("%d records and %d secrets were read. Damaged:", d.Records, d.Secrets)
		rows := make([][]string, len(d.Damaged))
		for i, one := range d.Damaged {
			rows[i] = []string{one.Kind, one.ID, one.Name, one.Where, one.Problem}
		}
		p.table([]string{"KIND", "ID", "NAME", "WHERE", "PROBLEM"}, rows)
	case d.Refused != nil || len(d.Notes) > 0:
		p.line("%d records and %d secrets can be read.", d.Records, d.Secrets)
	default:
		p.line("Every one of %d records and %d secrets opens.", d.Records, d.Secrets)
	}
	for _, note := range d.Notes {
		p.line("Note: %s.", note)
	}
	if d.Refused != nil && d.Refused.Hint != "" {
		p.line("Next: %s.", d.Refused.Hint)
	}
}
