package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// The codes of a file that cannot be written.
const (
	CodeFileExists     = "cli.file_exists"
	CodeFileUnwritable = "cli.file_unwritable"
)

// exportDocument is the answer of "mailbox export".
type exportDocument struct {
	Path      string `json:"path"`
	Mailboxes int    `json:"mailboxes"`
	Sealed    bool   `json:"sealed"` // with secrets
	Size      int    `json:"size"`   // bytes
}

// mailboxExport is what "mailbox export" was asked for.
type mailboxExport struct {
	sealed, replace bool
	passphraseFile  string
}

func mailboxExportCommand() command {
	var o mailboxExport
	return command{
		name: "mailbox export", args: "FILE", min: 1, max: 1,
		short: "write the mailboxes and aliases of the deployment as CSV",
		long: "Without --sealed the file holds no secret. With it the file holds all of them and is encrypted under a " +
			"passphrase of --passphrase-file, PATCHBAY_PASSPHRASE, or a prompt; patchbay mailbox import reads it, and " +
			"age -d opens it. An existing file stays, unless --replace is given.",
		examples: []string{
			"patchbay mailbox export mailboxes.csv",
			"patchbay mailbox export mailboxes.csv.age --sealed --passphrase-file FILE",
		},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&o.sealed, "sealed", false, "write the secrets too, and encrypt the file")
			f.BoolVar(&o.replace, "replace", false, "replace a file that is there")
			f.StringVar(&o.passphraseFile, "passphrase-file", "", "`FILE` with the passphrase to encrypt it under")
		},
		run: func(c *call) error {
			if o.passphraseFile != "" && !o.sealed {
				return usageError{message: "--passphrase-file needs --sealed", command: "mailbox export"}
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.run(c, bench, d)
			})
		},
	}
}

func (o mailboxExport) run(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
	path, err := filepath.Abs(c.args[0])
	if err != nil {
		return err
	}
	if _, err := os.Lstat(path); err == nil && !o.replace {
		return fileExists(path) // before anybody is asked for a passphrase
	}
	content, n, err := o.export(c, bench, d)
	if err != nil {
		return err
	}
	if err := writeNew(path, content, o.replace); err != nil {
		return err
	}
	document := exportDocument{Path: path, Mailboxes: n, Sealed: o.sealed, Size: len(content)}
	return c.out.result(document, func(p *printer) {
		if !o.sealed {
			p.line("Written to %s: %s of %s, without secrets.", path, count(n, "mailbox", "mailboxes"), d.Name)
			return
		}
		p.line("Written to %s: %s of %s, with their secrets.", path, count(n, "mailbox", "mailboxes"), d.Name)
		p.line("Only the passphrase opens the file.")
	})
}

func (o mailboxExport) export(c *call, bench *workbench.Workbench, d deployment.Deployment) ([]byte, int, error) {
	if !o.sealed {
		return bench.Mailboxes.Export(c.ctx, d.ID, nil, false)
	}
	from := passphraseSource(o.passphraseFile)
	from.confirm = "Passphrase again: "
	passphrase, err := c.secret(from)
	if err != nil {
		return nil, 0, err
	}
	defer passphrase.Wipe()
	return bench.Mailboxes.ExportSealed(c.ctx, d.ID, nil, passphrase)
}

// writeNew writes a file that only its owner may read. It is there whole or not
// at all, and in the place of another only when replace says so.
func writeNew(path string, content []byte, replace bool) error {
	file, err := createPrivate(path, replace)
	switch {
	case errors.Is(err, os.ErrExist):
		return fileExists(path)
	case err != nil:
		return unwritable(path, err)
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil && replace {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // what is told of is why it was not written
		return unwritable(path, err)
	}
	return nil
}

// createPrivate makes a file at a place where there is none, or one beside it
// that is to replace what may be there.
func createPrivate(path string, replace bool) (*os.File, error) {
	if replace {
		return os.CreateTemp(filepath.Dir(path), ".patchbay-*") // mode 0600
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func fileExists(path string) error {
	return fault.New(fault.Conflict, CodeFileExists, "there is a file "+path).
		WithHint("name another file, or add --replace")
}

func unwritable(path string, err error) error {
	return fault.New(fault.Invalid, CodeFileUnwritable, fmt.Sprintf("cannot write %s", path)).
		WithHint("look at the folder: it must exist, be writable and have room").WithCause(err)
}
