package vault

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault/journal"
)

// ChangePassword replaces an operator's password: one slot of the header is
// rewritten, and at every instant exactly one of the two passwords opens it.
// It raises vault.wrong_password when current is wrong.
func (v *Vault) ChangePassword(ctx context.Context, operatorID string, current, next secret.Text) error {
	if err := needPassword(next, "newPassword"); err != nil {
		return err
	}
	return v.changeKeys(ctx, func() error {
		slot, err := v.slot(operatorID)
		if err != nil {
			return err
		}
		id := v.header.vaultID()
		private, err := slot.openPrivate(id, current, v.options.ConfirmCost)
		if err != nil {
			return err
		}
		defer clear(private)
		cost := v.newCost(slot)
		if err := checkCost(cost, v.options.ConfirmCost); err != nil {
			return err
		}
		changed := *slot
		changed.protect(id, private, next, cost)
		return v.changeHeader(&v.live.keys.Header, func(h *header) { *h.operator(operatorID) = changed })
	})
}

// ResetPassword gives an operator a new key pair and password. It needs no old
// password, so the vault must have been unlocked with the recovery key; else it
// raises vault.recovery_needed.
func (v *Vault) ResetPassword(ctx context.Context, operatorID string, next secret.Text) error {
	if err := needPassword(next, "newPassword"); err != nil {
		return err
	}
	return v.changeKeys(ctx, func() error {
		if !v.recovered {
			return fault.New(fault.Denied, CodeRecoveryNeeded, "only the recovery key allows to set a password without the old one").
				WithHint("lock the vault and unlock it with the recovery key")
		}
		slot, err := v.slot(operatorID)
		if err != nil {
			return err
		}
		cost := v.newCost(slot)
		if err := checkCost(cost, v.options.ConfirmCost); err != nil {
			return err
		}
		changed := *slot
		if err := changed.renew(&v.header.header, next, cost, v.vaultKey); err != nil {
			return err
		}
		return v.changeHeader(&v.live.keys.Header, func(h *header) { *h.operator(operatorID) = changed })
	})
}

// ReplaceRecoveryKey makes a new recovery key, to be shown once. The old one
// opens nothing any more, except in backups.
func (v *Vault) ReplaceRecoveryKey(ctx context.Context) (recoveryKey secret.Text, err error) {
	err = v.changeKeys(ctx, func() error {
		record, key, err := newRecovery(&v.header.header, v.vaultKey)
		if err != nil {
			return err
		}
		recoveryKey = key
		return v.changeHeader(&v.live.keys.Header, func(h *header) { h.Recovery = record })
	})
	if err != nil {
		return secret.Text{}, err
	}
	return recoveryKey, nil
}

// changeKeys runs a change of the header on the unlocked vault, and notes the
// header's new epoch in the journal: an older header put back is then noticed.
func (v *Vault) changeKeys(ctx context.Context, change func() error) error {
	if err := v.turn(ctx); err != nil {
		return err
	}
	defer v.endWriting()
	if v.live == nil {
		return errLocked()
	}
	if !v.header.authentic(&v.live.keys.Header) {
		return errTampered("the header changed in memory")
	}
	if err := change(); err != nil {
		return err
	}
	note := journal.Commit{Seq: v.live.seq + 1, Epoch: v.header.Epoch, At: v.now()}
	if err := v.live.journal.Append(note); err != nil {
		v.log.Warn("the header's epoch could not be noted in the journal")
		return nil // the change itself is durable
	}
	v.live.seq = note.Seq
	return nil
}

func (v *Vault) slot(operatorID string) (*operatorSlot, error) {
	slot := v.header.operator(operatorID)
	if slot == nil {
		return nil, fault.New(fault.NotFound, CodeUnknownOperator, "the vault has no such operator").
			WithHint("list the operators and choose one")
	}
	return slot, nil
}
