package operator

import (
	"context"
	"errors"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Recovery opens the vault without a password. Operator may be empty when
// there is only one.
type Recovery struct {
	Operator string
	Key      secret.Text
	Next     secret.Text
	Confirm  secret.Text
}

// Recover gives an operator a new password by means of the recovery key, and
// replaces that key: one that was typed in may have been seen.
func (o *Operators) Recover(ctx context.Context, form Recovery) (Created, error) {
	faults := o.checkNewPassword(form.Next, form.Confirm, Operator{Name: form.Operator})
	if !form.Key.IsSet() {
		faults = append([]fault.Field{{Name: "recoveryKey", Message: "the recovery key is required"}}, faults...)
	}
	if len(faults) > 0 {
		return Created{}, invalid(faults...)
	}
	v, err := o.opened()
	if err != nil {
		return Created{}, err
	}
	err = v.UnlockWithRecoveryKey(ctx, form.Key)
	if err = asField(err, "recoveryKey", "this recovery key does not open the vault"); err != nil {
		return Created{}, err
	}
	created, err := o.readmit(ctx, v, form)
	if err != nil {
		return Created{}, errors.Join(err, v.Lock())
	}
	return created, nil
}

// readmit sets the new password and key of a vault that the recovery key has
// unlocked.
func (o *Operators) readmit(ctx context.Context, v *vault.Vault, form Recovery) (Created, error) {
	who, err := o.identify(ctx, v, form.Operator)
	if err != nil {
		return Created{}, err
	}
	if err := v.ResetPassword(ctx, who.ID, form.Next); err != nil {
		return Created{}, err
	}
	key, err := v.ReplaceRecoveryKey(ctx)
	if err != nil {
		return Created{}, err
	}
	o.admit(who)
	err = o.log(ctx, audit.Entry{Operator: who.Name, Action: "vault.recovered", Subject: who.Name})
	return Created{VaultID: v.Info().ID, RecoveryKey: key}, err
}

// identify finds an operator by name in a vault that was opened without one.
func (o *Operators) identify(ctx context.Context, v *vault.Vault, name string) (Operator, error) {
	var all []Operator
	err := v.View(ctx, func(tx *vault.Tx) error {
		items, err := o.records.All(tx)
		for _, item := range items {
			all = append(all, item.Value.operator(item.ID))
		}
		return errors.Join(err, o.adoptPreferences(tx))
	})
	if err != nil {
		return Operator{}, err
	}
	name = strings.TrimSpace(name)
	if slots := v.Info().Operators; len(all) == 0 && len(slots) == 1 {
		all = []Operator{{ID: slots[0].ID, Name: "Owner", Role: Owner}} // see recognise
	}
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	for _, one := range all {
		if name != "" && strings.EqualFold(one.Name, name) {
			return one, nil
		}
	}
	return Operator{}, invalid(fault.Field{Name: "operator", Message: "enter the name of an operator of this vault"})
}

// ReplaceRecoveryKey makes a new recovery key, for an owner who enters the
// password once more; the old one opens nothing any more.
func (o *Operators) ReplaceRecoveryKey(ctx context.Context, password secret.Text) (Created, error) {
	name, err := o.MayOwn()
	if err != nil {
		return Created{}, err
	}
	v, who, err := o.unlocked()
	if err != nil {
		return Created{}, err
	}
	_, err = v.Unlock(ctx, who.Name, password) // an unlocked vault only checks it
	if err = asField(err, "password", "this is not your password"); err != nil {
		return Created{}, err
	}
	key, err := v.ReplaceRecoveryKey(ctx)
	if err != nil {
		return Created{}, err
	}
	err = o.log(ctx, audit.Entry{Operator: name, Action: "vault.recovery_key_replaced"})
	return Created{VaultID: v.Info().ID, RecoveryKey: key}, err
}
