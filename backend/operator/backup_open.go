package operator

import (
	"context"
	"errors"
	"sync"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// BackupFile is what a backup says of itself without a password.
type BackupFile struct {
	vault.BackupInfo
	SameVault bool // it is of the vault that is there now
}

// ReadBackup reads a backup file without a password, in any state of the vault.
func (o *Operators) ReadBackup(path string) (BackupFile, error) {
	info, err := vault.ReadBackupInfo(path)
	return o.backupFile(info), err
}

func (o *Operators) backupFile(info vault.BackupInfo) BackupFile {
	v, err := o.opened()
	return BackupFile{BackupInfo: info, SameVault: err == nil && v.Info().ID == info.VaultID}
}

// Backup is an opened backup, every record of it verified. Its methods may be
// called from several goroutines and wait for each other. The caller closes it.
type Backup struct {
	operators *Operators
	mu        sync.Mutex
	opened    *vault.Backup   // nil when closed
	key       vault.BackupKey // opens the restored vault to note the restoration in it
}

// OpenBackup opens and verifies a backup, in any state of the vault. It raises
// what Unlock does, and vault.not_a_backup.
func (o *Operators) OpenBackup(ctx context.Context, path string, key vault.BackupKey) (*Backup, error) {
	if !key.Password.IsSet() && !key.RecoveryKey.IsSet() {
		return nil, invalid(fault.Field{Name: "password", Message: "a password of the backup or its recovery key is required"})
	}
	opened, err := vault.OpenBackup(ctx, path, key, o.vaultOptions())
	if err != nil {
		return nil, err
	}
	if err := o.openable(ctx, opened); err != nil {
		opened.Close()
		return nil, err
	}
	kept := vault.BackupKey{
		Operator: key.Operator, Password: key.Password.Clone(), RecoveryKey: key.RecoveryKey.Clone(),
	}
	return &Backup{operators: o, opened: opened, key: kept}, nil
}

// openable refuses a password that was mailed: it opens the vault once and must be
// replaced then, and there would be no end to what a backup of that time opens.
func (o *Operators) openable(ctx context.Context, opened *vault.Backup) error {
	id := opened.OperatorID()
	if id == "" { // the recovery key has opened it
		return nil
	}
	key := ""
	for _, slot := range opened.Info().Operators {
		if slot.ID == id {
			key = slot.Key
		}
	}
	return opened.View(ctx, func(tx *vault.Tx) error {
		r, _, err := o.records.Get(tx, id)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		if r.settle(key); err == nil && r.Reset != nil {
			return errMailedPassword()
		}
		return err
	})
}

// View reads the backup.
func (b *Backup) View(ctx context.Context, fn func(*vault.Tx) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened == nil {
		return errClosed()
	}
	return b.opened.View(ctx, fn)
}

func errClosed() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the backup is closed").WithHint("open it again")
}

// Close wipes the keys. It is idempotent.
func (b *Backup) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened == nil {
		return
	}
	b.opened.Close()
	b.opened = nil
	b.key.Password.Wipe()
	b.key.RecoveryKey.Wipe()
}
