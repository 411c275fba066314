package app

import (
	"context"
	"encoding/base64"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/sealedfile"
	"patchbay/backend/secret"
)

// codePassphrase is the fault of two passphrases that are not the same.
const codePassphrase = "export.passphrase"

// ImportPart takes the next piece of a file to import and returns its handle.
// What is held of a file lies in memory only, until it is imported or discarded,
// the vault is locked, or fifteen minutes have passed.
func (m *Mailboxes) ImportPart(part MailboxImportPart) (string, error) {
	return call(m.app, func(context.Context) (string, error) {
		if _, err := m.app.bench.Operators.MayRead(); err != nil {
			return "", err
		}
		piece := []byte(part.Text)
		if len(piece) > transferPiece {
			return "", fault.New(fault.Invalid, codeBadImport, fmt.Sprintf("a piece is larger than %d bytes", transferPiece))
		}
		if part.Sealed {
			var err error
			if piece, err = base64.StdEncoding.DecodeString(part.Text); err != nil {
				return "", fault.New(fault.Invalid, codeBadImport, "a piece is not base64").WithCause(err)
			}
		}
		defer clear(piece)
		return m.app.takeImport(part.Handle, importing{of: ofMailboxes, deploymentID: part.DeploymentID, sealed: part.Sealed}, piece)
	})
}

// withFile runs fn on a file of a deployment, which nobody else has meanwhile.
func (m *Mailboxes) withFile(handle, deploymentID string, fn func(*importing) error) error {
	return m.app.withImport(handle, importing{of: ofMailboxes, deploymentID: deploymentID}, fn)
}

// PreviewImport says what importing the file would do.
func (m *Mailboxes) PreviewImport(options MailboxImportOptions) (MailboxImportPreview, error) {
	return call(m.app, func(ctx context.Context) (view MailboxImportPreview, err error) {
		err = m.withFile(options.Handle, options.DeploymentID, func(file *importing) error {
			text := file.text
			if file.sealed {
				passphrase := secret.FromString(options.Passphrase)
				defer passphrase.Wipe()
				opened, err := sealedfile.Open(file.text, passphrase)
				if err != nil {
					return err
				}
				defer clear(opened)
				text = opened
			}
			preview, err := m.boxes().Preview(ctx, options.DeploymentID, text)
			if err != nil {
				return err
			}
			file.inspect(preview)
			view = viewImport(file.id, preview.Report())
			return nil
		})
		return view, err
	})
}

// Import carries out a previewed import, all of it or nothing.
func (m *Mailboxes) Import(request MailboxImport) (MailboxImported, error) {
	return call(m.app, func(ctx context.Context) (view MailboxImported, err error) {
		err = m.withFile(request.Handle, request.DeploymentID, func(file *importing) error {
			preview, read := file.preview.(*mailbox.Import)
			if !read {
				return notLookedThrough()
			}
			done, err := m.boxes().Apply(ctx, request.DeploymentID, preview, request.WithoutBad)
			if err != nil {
				return err
			}
			view = MailboxImported(done)
			return m.app.imports.drop(request.Handle)
		})
		return view, err
	})
}

// DiscardImport forgets a file.
func (m *Mailboxes) DiscardImport(handle string) error {
	return m.app.imports.drop(handle)
}

// Export writes mailboxes and aliases as CSV: without secrets, or with them and
// sealed.
func (m *Mailboxes) Export(request MailboxExport) (MailboxExported, error) {
	return call(m.app, func(ctx context.Context) (MailboxExported, error) {
		if request.Sealed && request.Passphrase != request.Confirm {
			return MailboxExported{}, fault.New(fault.Invalid, codePassphrase, "the passphrases differ").
				WithField("confirm", "is not the same")
		}
		if request.Sealed {
			return m.exportSealed(ctx, request)
		}
		text, rows, err := m.boxes().Export(ctx, request.DeploymentID, request.IDs, false)
		return MailboxExported{Name: "mailboxes.csv", Text: string(text), Rows: rows}, err
	})
}

func (m *Mailboxes) exportSealed(ctx context.Context, request MailboxExport) (MailboxExported, error) {
	passphrase := secret.FromString(request.Passphrase)
	defer passphrase.Wipe()
	sealed, rows, err := m.boxes().ExportSealed(ctx, request.DeploymentID, request.IDs, passphrase)
	return MailboxExported{
		Name: "mailboxes.csv.age", Text: string(sealed), Sealed: true, Rows: rows,
	}, err
}

func viewImport(handle string, r mailbox.ImportReport) MailboxImportPreview {
	view := MailboxImportPreview{
		Handle: handle, Rows: r.Rows, Good: r.Good, Bad: r.Bad, Columns: list(r.Columns),
		New: r.Mailboxes.New, Changed: r.Mailboxes.Changed, Unchanged: r.Mailboxes.Unchanged,
		NewAliases: r.Aliases.New, ChangedAliases: r.Aliases.Changed, UnchangedAliases: r.Aliases.Unchanged,
		Problem: r.ProblemCount, Problems: make([]MailboxImportProblem, len(r.Problems)),
		Samples: make([]MailboxImportSample, len(r.Samples)),
	}
	for i, p := range r.Problems {
		view.Problems[i] = MailboxImportProblem(p)
	}
	for i, s := range r.Samples {
		view.Samples[i] = MailboxImportSample{
			Line: s.Line, Mailbox: s.Mailbox, Host: s.Host, Name: s.Name,
			Aliases: s.Aliases, Password: s.Password, Effect: string(s.Effect),
		}
	}
	return view
}
