package vault

import (
	"context"
	"errors"

	"patchbay/backend/secret"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/vault/seal"
)

// Create makes a new vault with one operator and returns it unlocked, with the
// recovery key that is to be shown once. The folder must not exist, or be empty
// and private. It raises vault.exists, vault.unsafe_folder, vault.in_use,
// vault.empty_password and vault.not_encrypted.
func Create(
	ctx context.Context, o Options, operatorID, operatorName string, password secret.Text,
) (v *Vault, recoveryKey secret.Text, err error) {
	if err := needPassword(password, "password"); err != nil {
		return nil, secret.Text{}, err
	}
	if err := makeFolder(o.Dir); err != nil {
		return nil, secret.Text{}, folderFault(err)
	}
	folder, err := lockFolder(o.Dir)
	if err != nil {
		return nil, secret.Text{}, folderFault(err)
	}
	v = newVault(o, folder)
	recoveryKey, err = v.create(ctx, operatorID, operatorName, password)
	if err != nil {
		return nil, secret.Text{}, errors.Join(writeFault(err), v.abandon())
	}
	return v, recoveryKey, nil
}

func (v *Vault) create(
	ctx context.Context, operatorID, operatorName string, password secret.Text,
) (secret.Text, error) {
	if err := checkEmpty(v.options.Dir); err != nil {
		return secret.Text{}, err
	}
	cost := v.newCost(nil)
	if err := checkCost(cost, v.options.ConfirmCost); err != nil {
		return secret.Text{}, err
	}
	if err := ctx.Err(); err != nil {
		return secret.Text{}, err
	}
	now := v.now()
	h := header{VaultID: randomBytes(len(seal.VaultID{})), Epoch: 1, WrittenAt: now, CreatedAt: now, Generation: 1}
	v.vaultKey = seal.NewKey()
	slot, err := newSlot(&h, operatorID, operatorName, password, cost, v.vaultKey)
	if err != nil {
		return secret.Text{}, err
	}
	h.Operators = []operatorSlot{slot}
	recovery, recoveryKey, err := newRecovery(&h, v.vaultKey)
	if err != nil {
		return secret.Text{}, err
	}
	h.Recovery = recovery
	return recoveryKey, v.createFiles(h)
}

// createFiles writes everything, the header last: with it there is a vault.
func (v *Vault) createFiles(h header) error {
	g := newGeneration(v.options.Disk, v.options.Dir, h.Generation, h.vaultID(), v.vaultKey)
	v.live = g
	if err := v.room(0); err != nil {
		return err
	}
	if err := g.createStore(v.log); err != nil {
		return err
	}
	if err := g.writeSnapshot(journal.Point{Checkpoint: 1, Epoch: h.Epoch, At: h.WrittenAt}); err != nil {
		return err
	}
	if err := g.startJournal(g.journalPath(), h.Epoch, h.WrittenAt); err != nil {
		return err
	}
	h.State = state{Checkpoint: g.checkpoint, At: h.WrittenAt, Snapshot: g.snapshot[:]}
	sealed, err := encodeHeader(h, &g.keys.Header)
	if err != nil {
		return err
	}
	if err := writeHeader(v.options.Disk, v.options.Dir, sealed); err != nil {
		return err
	}
	v.header = sealed
	return v.options.Disk.Remove(v.path(creatingName))
}

// abandon closes and forgets everything without writing.
func (v *Vault) abandon() error {
	var err error
	if v.live != nil {
		err = v.live.discard()
		v.live.wipe()
	}
	v.vaultKey.Wipe()
	return errors.Join(err, v.leaveFolder())
}

// newCost is the cost of a new password.
func (v *Vault) newCost(current *operatorSlot) kdf.Cost {
	switch {
	case v.options.Cost != nil:
		return *v.options.Cost
	case current != nil:
		return current.Cost
	default:
		return kdf.Calibrate()
	}
}
