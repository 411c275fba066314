package operator

import (
	"context"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

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
