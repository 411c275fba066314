package vault

import (
	"bytes"
	"context"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault/seal"
)

// Unlock opens the vault with an operator's password and returns his ID. The
// empty name stands for the only operator. On an unlocked vault it only checks
// the password.
//
// It raises vault.wrong_password, vault.damaged, vault.tampered, vault.foreign,
// vault.newer, vault.rolled_back, vault.operator_needed, vault.cost_too_low and
// vault.cost_too_high.
func (v *Vault) Unlock(ctx context.Context, operatorName string, password secret.Text) (operatorID string, err error) {
	if err := v.turn(ctx); err != nil {
		return "", err
	}
	defer v.endWriting()
	h, notes, err := v.currentHeader()
	if err != nil {
		return "", err
	}
	slot, private, err := openSlot(&h.header, operatorName, password, v.options.ConfirmCost)
	if err != nil {
		return "", err
	}
	defer clear(private)
	vaultKey, err := slot.openVaultKey(&h.header, private)
	if err != nil {
		return "", err
	}
	return slot.ID, v.unlock(ctx, h, vaultKey, notes)
}

// UnlockWithRecoveryKey opens the vault so that [Vault.ResetPassword] can be
// called. It raises vault.wrong_recovery_key and vault.malformed_recovery_key,
// and everything that Unlock does but vault.wrong_password.
func (v *Vault) UnlockWithRecoveryKey(ctx context.Context, key secret.Text) error {
	if err := v.turn(ctx); err != nil {
		return err
	}
	defer v.endWriting()
	h, notes, err := v.currentHeader()
	if err != nil {
		return err
	}
	vaultKey, err := openRecovery(&h.header, key)
	if err != nil {
		return err
	}
	if err := v.unlock(ctx, h, vaultKey, notes); err != nil {
		return err
	}
	v.mu.Lock()
	v.recovered = true
	v.mu.Unlock()
	return nil
}

// currentHeader is the header of an unlocked vault. For a locked one it is read
// again, since the folder may have been restored meanwhile.
func (v *Vault) currentHeader() (*sealedHeader, []string, error) {
	if v.closed {
		return nil, nil, fault.New(fault.Locked, CodeLocked, "the vault is closed").WithHint("open it again")
	}
	if v.live != nil {
		return v.header, nil, nil
	}
	if err := checkFolder(v.options.Dir); err != nil {
		return nil, nil, err
	}
	if err := v.retakeFolder(); err != nil {
		return nil, nil, err
	}
	h, notes, err := readHeaders(v.options.Dir)
	switch {
	case err != nil:
		return nil, nil, err
	case !bytes.Equal(h.VaultID, v.header.VaultID):
		return nil, nil, errForeign("the header that is there now")
	case h.Epoch < v.header.Epoch:
		return nil, nil, errRolledBack(fmt.Sprintf("the header is of %s, and it was of %s when the vault was opened",
			stamp(h.WrittenAt), stamp(v.header.WrittenAt)))
	}
	return h, notes, nil
}

// unlock verifies the header and the files under the vault key, which it owns.
func (v *Vault) unlock(ctx context.Context, h *sealedHeader, vaultKey *seal.Key, notes []string) (err error) {
	if v.live != nil {
		vaultKey.Wipe()
		return nil
	}
	g := newGeneration(v.options.Disk, v.options.Dir, h.Generation, h.vaultID(), vaultKey)
	defer func() {
		if err != nil {
			vaultKey.Wipe()
			g.wipe()
		}
	}()
	if !h.authentic(&g.keys.Header) {
		return errTampered("the header was changed without the key")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	restored, err := v.restoreAny(h, g)
	if err != nil {
		return nameBackup(err, h.BackupAt)
	}
	if v.readOnly {
		notes = unrepaired(notes)
	} else if len(notes) > 0 {
		if err := writeHeader(v.options.Disk, v.options.Dir, h); err != nil {
			v.log.Warn("the second copy of the header could not be written")
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.header, v.live, v.vaultKey, v.report = h, g, vaultKey, append(notes, restored...)
	return nil
}
