package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// codeNotInspected is the fault of a backup that is to be restored unseen.
const codeNotInspected = "backup.not_inspected"

// Backups writes, reads and restores backups, and verifies the vault.
type Backups struct{ app *App }

// Status says when the last backup was made.
func (b *Backups) Status() (BackupStatus, error) {
	return call(b.app, func(ctx context.Context) (BackupStatus, error) {
		state, err := b.app.bench.Operators.BackupState(ctx)
		return BackupStatus{
			LastAt: stamp(state.LastAt), ChangedSince: state.ChangedSince, Records: state.Records,
			Secrets: state.Secrets, FileName: state.FileName,
		}, err
	})
}

// Save asks for a file by a native dialog and writes a backup to it.
func (b *Backups) Save() (SavedBackup, error) {
	return call(b.app, func(ctx context.Context) (SavedBackup, error) {
		if b.app.options.SaveFile == nil {
			return SavedBackup{}, fault.New(fault.Unsupported, "frame.no_dialog", "there is no native dialog in a browser").
				WithHint("save it through the browser")
		}
		state, err := b.app.bench.Operators.BackupState(ctx)
		if err != nil {
			return SavedBackup{}, err
		}
		path, err := b.app.options.SaveFile(ctx, "Save the backup", state.FileName)
		if err != nil || path == "" {
			return SavedBackup{}, err
		}
		info, err := b.app.bench.Operators.WriteBackup(ctx, path)
		if err != nil {
			return SavedBackup{}, err
		}
		return SavedBackup{
			Saved: true, Path: path, Size: int(info.Size), Records: info.Records, Secrets: info.Secrets, At: stamp(info.At),
		}, nil
	})
}

// Make makes a backup that the page then reads piece by piece.
func (b *Backups) Make() (BackupDownload, error) {
	return call(b.app, func(ctx context.Context) (download BackupDownload, err error) {
		state, err := b.app.bench.Operators.BackupState(ctx)
		if err != nil {
			return BackupDownload{}, err
		}
		t, err := newTransfer(0)
		if err != nil {
			return BackupDownload{}, err
		}
		if err := b.app.downloads.begin(t); err != nil {
			return BackupDownload{}, err
		}
		defer func() {
			if err != nil {
				err = errors.Join(err, b.app.downloads.drop(t.id))
			}
			err = errors.Join(err, b.app.downloads.put(t))
		}()
		info, err := b.app.bench.Operators.BackupTo(ctx, t.file)
		if err != nil {
			return BackupDownload{}, err
		}
		t.size, t.filled = info.Size, info.Size
		return BackupDownload{
			ID: t.id, Name: state.FileName, Size: int(info.Size), Piece: transferPiece,
			Records: info.Records, Secrets: info.Secrets, At: stamp(info.At),
		}, nil
	})
}

// Read returns a piece of a backup that was made, from an offset in bytes. The
// last piece ends it.
func (b *Backups) Read(id string, offset int) (BackupPiece, error) {
	return call(b.app, func(context.Context) (BackupPiece, error) {
		var piece BackupPiece
		err := b.app.downloads.with(id, func(t *transfer) error {
			content, more, err := t.piece(int64(offset))
			if err != nil {
				return err
			}
			piece = BackupPiece{Content: base64.StdEncoding.EncodeToString(content), More: more}
			if !more {
				return b.app.downloads.drop(id)
			}
			return nil
		})
		return piece, err
	})
}

// Begin starts the upload of a backup file of some bytes.
func (b *Backups) Begin(size int) (BackupUpload, error) {
	return call(b.app, func(context.Context) (BackupUpload, error) {
		if size <= 0 || size > largestUpload {
			return BackupUpload{}, fault.New(fault.Invalid, codeBadTransfer,
				fmt.Sprintf("a backup file has between 1 byte and %d MiB", largestUpload>>20)).
				WithHint("choose a backup file; a larger one is restored with: patchbay vault restore FILE")
		}
		t, err := newTransfer(int64(size))
		if err != nil {
			return BackupUpload{}, err
		}
		if err := b.app.uploads.begin(t); err != nil {
			return BackupUpload{}, err
		}
		return BackupUpload{ID: t.id, Piece: transferPiece, Limit: largestUpload}, b.app.uploads.put(t)
	})
}

// Append adds a piece, in base64.
func (b *Backups) Append(id, piece string) error {
	return do(b.app, func(context.Context) error {
		return b.app.uploads.with(id, func(t *transfer) error {
			content, err := decodePiece(piece)
			if err != nil {
				return err
			}
			return t.add(content)
		})
	})
}

// decodePiece takes base64 in its one strict form, without line breaks.
func decodePiece(piece string) ([]byte, error) {
	content, err := base64.StdEncoding.Strict().DecodeString(piece)
	if err != nil || strings.ContainsAny(piece, "\r\n") {
		return nil, fault.New(fault.Invalid, codeBadTransfer, "a piece of the file is not base64").WithCause(err)
	}
	return content, nil
}

// File says what the uploaded file is, without a password. Its checksums are
// verified.
func (b *Backups) File(id string) (BackupFile, error) {
	return call(b.app, func(context.Context) (BackupFile, error) {
		var view BackupFile
		err := b.app.uploads.with(id, func(t *transfer) error {
			if err := t.whole(); err != nil {
				return err
			}
			file, err := b.app.bench.Operators.ReadBackup(t.path())
			view = viewBackupFile(file)
			return err
		})
		return view, err
	})
}

// Inspect opens and verifies the uploaded backup whole, and says what restoring
// it would change. Nothing is written.
func (b *Backups) Inspect(id string, access BackupAccess) (BackupReport, error) {
	return call(b.app, func(ctx context.Context) (BackupReport, error) {
		key := vault.BackupKey{
			Operator: access.Operator,
			Password: secret.FromString(access.Password), RecoveryKey: secret.FromString(access.RecoveryKey),
		}
		defer key.Password.Wipe()
		defer key.RecoveryKey.Wipe()
		var view BackupReport
		err := b.app.uploads.with(id, func(t *transfer) error {
			if err := t.whole(); err != nil {
				return err
			}
			opened, err := b.app.bench.Operators.OpenBackup(ctx, t.path(), key)
			if err != nil {
				return err
			}
			t.inspect(opened)
			report, err := opened.Report(ctx)
			if err != nil {
				return err
			}
			view = b.app.viewBackupReport(ctx, opened, report)
			return nil
		})
		return view, err
	})
}

// Restore puts the inspected backup in place of the vault, which is locked by
// it. The folder that was there is kept beside it.
func (b *Backups) Restore(id string) (Restored, error) {
	return call(b.app, func(ctx context.Context) (Restored, error) {
		var view Restored
		err := b.app.uploads.with(id, func(t *transfer) error {
			if t.backup == nil {
				return fault.New(fault.Conflict, codeNotInspected, "this backup was not opened yet").
					WithHint("open it with a password or the recovery key of its time first")
			}
			restored, err := t.backup.Restore(ctx)
			if err != nil {
				return err
			}
			view.Kept = restored.Kept
			return b.app.uploads.drop(id)
		})
		return view, err
	})
}

// Discard forgets an upload.
func (b *Backups) Discard(id string) error {
	return do(b.app, func(context.Context) error { return b.app.uploads.drop(id) })
}
