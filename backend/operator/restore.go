package operator

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

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
		o.warn("the vault that is replaced could not be closed cleanly", err)
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
		o.warn("the restored vault could not be opened", err)
		return nil
	}
	err = b.unlock(ctx, v)
	if err == nil {
		err = o.record(ctx, v, audit.Entry{
			Operator: by, Action: actionRestored, Subject: b.opened.Info().VaultID,
			Detail: "backup of " + b.opened.Info().At.UTC().Format("2006-01-02 15:04:05 UTC"),
		})
	}
	if err != nil {
		o.warn("the restoration could not be noted in the audit journal", err)
	}
	if err := v.Close(); err != nil {
		o.warn("the restored vault could not be closed cleanly", err)
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
