package operator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// BackupState is what a reminder of backups needs.
type BackupState struct {
	LastAt       time.Time // zero when none is known
	ChangedSince bool      // something was saved after it
	Records      int       // without secrets
	Secrets      int
	FileName     string // proposed for the next one
}

// BackupState says when the last backup was made, and what another one would
// hold. Every role may see it.
func (o *Operators) BackupState(ctx context.Context) (BackupState, error) {
	v, _, err := o.unlocked()
	if err != nil {
		return BackupState{}, err
	}
	stats, err := v.Stats(ctx)
	if err != nil {
		return BackupState{}, err
	}
	state := BackupState{
		LastAt: v.Info().BackupAt, Records: stats.Records, Secrets: stats.Secrets,
		FileName: "patchbay-" + o.options.Now().UTC().Format("20060102-150405") + ".backup",
	}
	state.ChangedSince, err = o.changedSince(ctx, state.LastAt)
	return state, err
}

// changedSince reports whether the audit journal knows of a change after the
// last backup. What was saved while that was written stands before its entry,
// with a later time. A restored vault has the entry of its restoration instead.
func (o *Operators) changedSince(ctx context.Context, backup time.Time) (bool, error) {
	if backup.IsZero() {
		return true, nil
	}
	changed, before := false, false
	err := o.journal.Newest(ctx, func(e audit.Entry) bool {
		switch {
		case e.Refused || e.Action == actionVerified: // which change nothing
		case e.Action == actionBackedUp || e.Action == actionRestored:
			before = true
		case !before || e.At.After(backup):
			changed = true
		default:
			return false
		}
		return !changed
	})
	return changed, err
}

// WriteBackup makes a backup in a file, for editors and owners. A file that is
// there already is replaced by a whole new one or stays as it is. The path must
// not lie in the vault's folder.
func (o *Operators) WriteBackup(ctx context.Context, path string) (vault.BackupInfo, error) {
	v, by, err := o.mayBackUp(ctx)
	if err != nil {
		return vault.BackupInfo{}, err
	}
	path, err = o.checkBackupPath(path)
	if err != nil {
		return vault.BackupInfo{}, err
	}
	var info vault.BackupInfo
	err = replaceFile(path, func(w io.Writer) (err error) {
		info, err = v.WriteBackup(ctx, w)
		return err
	})
	if err != nil {
		return vault.BackupInfo{}, fileFault(err)
	}
	o.noteBackup(ctx, v, info, by, filepath.Base(path))
	return info, nil
}

// BackupTo writes a backup to w, for editors and owners.
func (o *Operators) BackupTo(ctx context.Context, w io.Writer) (vault.BackupInfo, error) {
	v, by, err := o.mayBackUp(ctx)
	if err != nil {
		return vault.BackupInfo{}, err
	}
	info, err := v.WriteBackup(ctx, w)
	if err != nil {
		return vault.BackupInfo{}, err
	}
	o.noteBackup(ctx, v, info, by, "")
	return info, nil
}

func (o *Operators) mayBackUp(ctx context.Context) (*vault.Vault, string, error) {
	by, err := o.MayEdit(ctx, actionBackedUp)
	if err != nil {
		return nil, "", err
	}
	v, _, err := o.unlocked()
	return v, by, err
}

// noteBackup remembers a backup. It is made and good, also where this cannot be
// written: on a read-only disk it may be the way out.
func (o *Operators) noteBackup(ctx context.Context, v *vault.Vault, info vault.BackupInfo, by, name string) {
	err := errors.Join(
		v.NoteBackup(context.WithoutCancel(ctx), info.At),
		o.record(ctx, v, audit.Entry{
			Operator: by, Action: actionBackedUp, Subject: name,
			Detail: counted(info.Records, info.Secrets),
		}),
	)
	if err != nil {
		o.warn("the backup could not be noted in the vault", err)
	}
	o.publish("backup.saved", name)
}

// counted says how much a vault holds: "1 record and 2 secrets".
func counted(records, secrets int) string {
	return number(records, "record") + " and " + number(secrets, "secret")
}

func number(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
