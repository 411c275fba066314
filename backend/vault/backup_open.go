package vault

import (
	"bytes"
	"context"
	"errors"
	"time"

	"patchbay/backend/secret"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// BackupKey opens a backup: an operator's password, or the recovery key. When
// both are set the recovery key counts.
type BackupKey struct {
	Operator              string // name; empty stands for the only one
	Password, RecoveryKey secret.Text
}

// Backup is an open backup. All its records are in memory, sealed. Its methods
// may be called from several goroutines, but for Close.
type Backup struct {
	options    Options
	header     *sealedHeader
	vaultKey   *seal.Key
	g          *generation // without files: everything is in its overlay
	point      journal.Point
	info       BackupInfo
	operatorID string
}

// OpenBackup opens a backup with a key that was valid when it was made, and
// verifies every record and every secret in it. Of the options it uses all but
// Dir and Cost.
//
// It raises what [ReadBackupInfo] raises and, like [Vault.Unlock],
// vault.wrong_password, vault.wrong_recovery_key, vault.malformed_recovery_key,
// vault.operator_needed, vault.tampered, vault.cost_too_low and
// vault.cost_too_high.
func OpenBackup(ctx context.Context, path string, key BackupKey, o Options) (b *Backup, err error) {
	c, err := openContainer(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.f.Close()) }()
	b = &Backup{options: o, header: c.header, info: c.info()}
	if b.vaultKey, b.operatorID, err = openKey(&c.header.header, key, o); err != nil {
		return nil, err
	}
	b.g = newGeneration(o.Disk, "", c.header.Generation, c.header.vaultID(), b.vaultKey)
	if err := b.load(ctx, c); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// openKey returns the vault key, and the operator whose password opened it.
func openKey(h *header, key BackupKey, o Options) (vaultKey *seal.Key, operatorID string, err error) {
	if key.RecoveryKey.IsSet() {
		vaultKey, err = openRecovery(h, key.RecoveryKey)
		return vaultKey, "", err
	}
	slot, private, err := openSlot(h, key.Operator, key.Password, o.ConfirmCost)
	if err != nil {
		return nil, "", err
	}
	defer clear(private)
	vaultKey, err = slot.openVaultKey(h, private)
	return vaultKey, slot.ID, err
}

// load verifies the backup and brings its records into memory.
func (b *Backup) load(ctx context.Context, c *container) error {
	if !b.header.authentic(&b.g.keys.Header) {
		return errBackupTampered("its header was changed without the key")
	}
	raw, err := c.readSnapshot()
	if err != nil {
		return err
	}
	var digest journal.Digest
	b.point, digest, _, err = journal.DecodeSnapshot(raw, b.g.snapshotIdentity(), func(e journal.Entry) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return b.take(e)
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return backupFault(err)
	case !bytes.Equal(digest[:], b.header.State.Snapshot), b.point.Checkpoint != b.header.State.Checkpoint,
		b.point.Seq != b.header.State.Seq:
		return errBackupTampered("its parts do not belong together")
	}
	b.g.checkpoint, b.g.seq, b.g.snapshot = b.point.Checkpoint, b.point.Seq, digest
	return nil
}

func (b *Backup) take(e journal.Entry) error {
	head, err := openWhole(b.g.sealer, e)
	if err != nil {
		return err
	}
	if _, twice := b.g.overlay[e.Name]; twice {
		return seal.ErrOpen
	}
	b.g.overlay[e.Name] = e.Value
	b.g.index.add(e.Name, head)
	b.info.count(head)
	return nil
}

// Info describes the backup.
func (b *Backup) Info() BackupInfo { return b.info }

// OperatorID is the ID of the operator whose password opened the backup, and
// empty when the recovery key did.
func (b *Backup) OperatorID() string { return b.operatorID }

// View runs fn on the records of the backup. After Close it raises vault.locked.
func (b *Backup) View(ctx context.Context, fn func(*Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.vaultKey == nil {
		return errLocked()
	}
	tx := &Tx{ctx: ctx, g: b.g}
	defer tx.end()
	return fn(tx)
}

func (b *Backup) now() time.Time { return b.options.now() }

// Close wipes the keys. It is idempotent.
func (b *Backup) Close() {
	b.vaultKey.Wipe()
	b.vaultKey = nil
	b.g.wipe()
}
