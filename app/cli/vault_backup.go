package cli

import (
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"patchbay/backend/fault"
	"patchbay/backend/operator"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

// backupDocument is the answer of "vault backup".
type backupDocument struct {
	Path       string    `json:"path"`
	VaultID    string    `json:"vaultId"`
	Generation uint64    `json:"generation"`
	At         time.Time `json:"at"`
	Records    int       `json:"records"`
	Secrets    int       `json:"secrets"`
	Size       int64     `json:"size"` // bytes
}

func backupDocumentOf(path string, info vault.BackupInfo) backupDocument {
	return backupDocument{
		Path: path, VaultID: info.VaultID, Generation: info.Generation, At: info.At.UTC(),
		Records: info.Records, Secrets: info.Secrets, Size: info.Size,
	}
}

func (d backupDocument) print(p *printer) {
	p.line("The backup is written to %s: %d records and %d secrets, %d bytes.", d.Path, d.Records, d.Secrets, d.Size)
	p.line("It opens with the passwords and the recovery key of now. Keep it off this machine.")
}

func vaultBackupCommand() command {
	return command{
		name: "vault backup", args: "FILE", min: 1, max: 1,
		short: "write everything to one encrypted file",
		long: "The file opens with the passwords and the recovery key of this moment, also after they have changed. " +
			"An existing backup is replaced when the new one is complete, and no other file is. With - the backup goes to standard output, " +
			"unless that is a terminal. Editors and owners may.",
		examples: []string{"patchbay vault backup /media/stick/patchbay-2026-11-21.backup", "patchbay vault backup - | age -r KEY > FILE"},
		run: func(c *call) error {
			if c.args[0] == "-" {
				return c.backupToStdout()
			}
			return c.withVault(func(bench *workbench.Workbench) error {
				if err := replaceable(bench, c.args[0]); err != nil {
					return err
				}
				info, err := bench.Operators.WriteBackup(c.ctx, c.args[0])
				if err != nil {
					return err
				}
				path, err := filepath.Abs(c.args[0])
				if err != nil {
					return err
				}
				document := backupDocumentOf(path, info)
				return c.out.result(document, document.print)
			})
		},
	}
}

// replaceable refuses to write a backup over a file that is none: nobody asks on
// a command line whether that is meant.
func replaceable(bench *workbench.Workbench, path string) error {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil
	}
	if _, err := bench.Operators.ReadBackup(path); !fault.HasCode(err, vault.CodeNotABackup) {
		return nil
	}
	return fault.New(fault.Conflict, operator.CodeBadBackupFile, "there is a file of this name, and it is no backup").
		WithHint("name another file, or remove that one first")
}

// backupToStdout writes the backup, and nothing else, to standard output.
func (c *call) backupToStdout() error {
	usage := func(message string) error { return usageError{message: message, command: "vault backup"} }
	if !c.out.human() {
		return usage("standard output cannot take the backup and a JSON document: name a file")
	}
	if isTerminal(c.main.Stdout) {
		return usage("standard output is a terminal: name a file, or send it into one")
	}
	return c.withVault(func(bench *workbench.Workbench) error {
		info, err := bench.Operators.BackupTo(c.ctx, c.main.Stdout)
		if err != nil {
			return err
		}
		backupDocumentOf("standard output", info).print(newPrinter(c.main.Stderr, c.out.style))
		return nil
	})
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
