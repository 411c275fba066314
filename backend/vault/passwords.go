package vault

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// ChangePassword replaces an operator's password: one slot of the header is
// rewritten, and at every instant exactly one of the two passwords opens it.
// What inTx writes is saved with it; inTx may be nil and must not call the
// vault's methods. It raises vault.wrong_password when current is wrong.
func (v *Vault) ChangePassword(
	ctx context.Context, operatorID string, current, next secret.Text, inTx func(*Tx) error,
) error {
	if err := needPassword(next, "newPassword"); err != nil {
		return err
	}
	return v.changeKeys(ctx, inTx, func(h *header) error {
		slot, err := h.slot(operatorID)
		if err != nil {
			return err
		}
		private, err := slot.openPrivate(h.vaultID(), current, v.options.ConfirmCost)
		if err != nil {
			return err
		}
		defer clear(private)
		cost := v.newCost(slot)
		if err := checkCost(cost, v.options.ConfirmCost); err != nil {
			return err
		}
		slot.protect(h.vaultID(), private, next, cost)
		return nil
	})
}

// ResetPassword gives an operator a new key pair and password. It needs no old
// password, so the vault must have been unlocked with the recovery key; else it
// raises vault.recovery_needed. What inTx writes is saved with it, as in
// [Vault.ChangePassword].
func (v *Vault) ResetPassword(
	ctx context.Context, operatorID string, next secret.Text, inTx func(*Tx) error,
) error {
	if err := needPassword(next, "newPassword"); err != nil {
		return err
	}
	return v.changeKeys(ctx, inTx, func(h *header) error {
		if !v.recovered {
			return fault.New(fault.Denied, CodeRecoveryNeeded, "only the recovery key allows to set a password without the old one").
				WithHint("lock the vault and unlock it with the recovery key")
		}
		return v.renewSlot(h, operatorID, next)
	})
}

// GivePassword gives an operator a new key pair and password, on behalf of
// somebody who may let others in: as [Vault.AddOperator], it needs no more than the
// unlocked vault. Until the header is written the old password opens it, and none
// but the new one from then on; [Slot.Key] tells which. What inTx writes is saved
// with it, as in [Vault.ChangePassword].
func (v *Vault) GivePassword(
	ctx context.Context, operatorID string, next secret.Text, inTx func(*Tx) error,
) error {
	if err := needPassword(next, "newPassword"); err != nil {
		return err
	}
	return v.changeKeys(ctx, inTx, func(h *header) error { return v.renewSlot(h, operatorID, next) })
}

func (v *Vault) renewSlot(h *header, operatorID string, next secret.Text) error {
	slot, err := h.slot(operatorID)
	if err != nil {
		return err
	}
	cost := v.newCost(slot)
	if err := checkCost(cost, v.options.ConfirmCost); err != nil {
		return err
	}
	return slot.renew(h, next, cost, v.vaultKey)
}

// ReplaceRecoveryKey makes a new recovery key, to be shown once. The old one
// opens nothing any more, except in backups. What inTx writes is saved with it,
// as in [Vault.ChangePassword].
func (v *Vault) ReplaceRecoveryKey(
	ctx context.Context, inTx func(*Tx) error,
) (recoveryKey secret.Text, err error) {
	err = v.changeKeys(ctx, inTx, func(h *header) error {
		record, key, err := newRecovery(h, v.vaultKey)
		if err != nil {
			return err
		}
		h.Recovery, recoveryKey = record, key
		return nil
	})
	if err != nil {
		recoveryKey.Wipe()
		return secret.Text{}, err
	}
	return recoveryKey, nil
}

func (h *header) slot(operatorID string) (*operatorSlot, error) {
	slot := h.operator(operatorID)
	if slot == nil {
		return nil, fault.New(fault.NotFound, CodeUnknownOperator, "the vault has no such operator").
			WithHint("list the operators and choose one")
	}
	return slot, nil
}
