package operator

import (
	"context"
	"fmt"
	"sync"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
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
	kept := vault.BackupKey{
		Operator: key.Operator, Password: key.Password.Clone(), RecoveryKey: key.RecoveryKey.Clone(),
	}
	return &Backup{operators: o, opened: opened, key: kept}, nil
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

// Restored says where the folder that was there before is kept; empty when
// there was none.
type Restored struct {
	Kept string
}

// Restore puts the backup in place of the vault, which is locked by that: no
// session survives it. An unlocked vault is replaced only by an owner of it,
// and an absent or broken one only by an owner of the backup or with its
// recovery key.
func (b *Backup) Restore(ctx context.Context) (Restored, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.opened == nil {
		return Restored{}, errClosed()
	}
	o := b.operators
	by, err := b.mayRestore(ctx)
	if err != nil {
		o.noteRefusedRestore(ctx)
		return Restored{}, err
	}
	if err := o.vacate(); err != nil {
		return Restored{}, err
	}
	kept, err := b.opened.Restore(ctx, o.options.Dir)
	var v *vault.Vault
	if err == nil {
		v = b.note(ctx, by)
	}
	o.mu.Lock()
	o.vault, o.meanwhile = v, ""
	if err == nil {
		o.damage = nil
	}
	o.mu.Unlock()
	if err != nil {
		return Restored{}, err
	}
	o.publish("vault.restored", "")
	return Restored{Kept: kept}, nil
}

// vacate locks and closes the vault, and keeps everybody from opening it until
// the backup is in its place.
func (o *Operators) vacate() error {
	o.mu.Lock()
	if o.meanwhile != "" {
		o.mu.Unlock()
		return errBusy()
	}
	o.meanwhile = Locked
	if err := o.release(); err != nil { // it is replaced: what it could not settle is settled in the copy that is kept
		o.log.Warn("the vault that is replaced could not be closed cleanly")
	}
	return nil
}

// note writes into the restored vault that it was restored, and returns it
// locked. When that fails the restoration stands.
func (b *Backup) note(ctx context.Context, by string) *vault.Vault {
	o := b.operators
	options := o.vaultOptions()
	options.ConfirmCost = func(kdf.Cost) bool { return true } // it was confirmed when the backup was opened
	v, err := vault.Open(options)
	if err != nil {
		o.log.Warn("the restored vault could not be opened")
		return nil
	}
	if err := b.unlock(ctx, v); err == nil {
		err = o.record(ctx, v, audit.Entry{
			Operator: by, Action: actionRestored, Subject: b.opened.Info().VaultID,
			Detail: "backup of " + b.opened.Info().At.UTC().Format("2006-01-02 15:04:05 UTC"),
		})
		if err != nil {
			o.log.Warn("the restoration could not be noted in the audit journal")
		}
	}
	if err := v.Close(); err != nil {
		o.log.Warn("the restored vault could not be closed cleanly")
	}
	v, err = vault.Open(o.vaultOptions())
	if err != nil {
		return nil // Status opens it again and says why
	}
	return v
}

func (b *Backup) unlock(ctx context.Context, v *vault.Vault) error {
	ctx = context.WithoutCancel(ctx)
	if b.key.RecoveryKey.IsSet() {
		return v.UnlockWithRecoveryKey(ctx, b.key.RecoveryKey)
	}
	_, err := v.Unlock(ctx, b.key.Operator, b.key.Password)
	return err
}

// mayRestore returns in whose name the backup may be put in place of what is
// there now.
func (b *Backup) mayRestore(ctx context.Context) (by string, err error) {
	o := b.operators
	status := o.Status()
	switch status.State {
	case Unlocked:
		if status.Operator.Role != Owner {
			return "", errNotAllowed(status.Operator.Role, string(Owner))
		}
		return status.Operator.Name, nil
	case MustChange:
		return "", errPasswordChangeNeeded()
	case Locked:
		o.mu.Lock()
		damaged := o.damage != nil
		o.mu.Unlock()
		if !damaged {
			return "", errLockedHealthy()
		}
	case Broken:
		if !isDamage(status.Fault.Code) {
			return "", status.Fault
		}
	}
	return b.owner(ctx)
}

func errLockedHealthy() error {
	return fault.New(fault.Locked, CodeRestoreRefused, "the vault that would be replaced is locked").
		WithHint("unlock it as one of its owners first, or restore into another folder with --vault DIR")
}

// owner returns the name of whoever has opened the backup as one of its
// owners, or with its recovery key.
func (b *Backup) owner(ctx context.Context) (string, error) {
	id := b.opened.OperatorID()
	if id == "" {
		return "recovery key", nil
	}
	known, err := b.known(ctx)
	if err != nil {
		return "", err
	}
	who, ok := known[id]
	switch {
	case len(known) == 0: // of a vault whose creation was cut short
		return "Owner", nil
	case !ok:
		return "", errNotAdded()
	case who.Role != Owner:
		return "", fault.New(fault.Denied, CodeRestoreRefused,
			fmt.Sprintf("only an owner may restore a backup; %s has the role %s in it", who.Name, who.Role)).
			WithHint("open it as an owner, or with the recovery key of that time")
	}
	return who.Name, nil
}

func (b *Backup) known(ctx context.Context) (map[string]Operator, error) {
	known := map[string]Operator{}
	err := b.opened.View(ctx, func(tx *vault.Tx) error {
		items, err := b.operators.records.All(tx)
		for _, item := range items {
			known[item.ID] = item.Value.operator(item.ID)
		}
		return err
	})
	return known, err
}
