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

// Recovery opens the vault without a password, for any operator. Operator may
// be empty when there is only one.
type Recovery struct {
	Operator string
	Key      secret.Text
	Next     secret.Text
	Confirm  secret.Text
}

// Recover gives an operator a new password by means of the recovery key, and
// replaces that key: one that was typed in may have been seen. He keeps his
// role. The vault is unlocked for him, unless it was to be locked meanwhile.
func (o *Operators) Recover(ctx context.Context, form Recovery) (Created, error) {
	faults := o.checkNewPassword(form.Next, form.Confirm, Operator{Name: form.Operator})
	if !form.Key.IsSet() {
		faults = append([]fault.Field{{Name: "recoveryKey", Message: "the recovery key is required"}}, faults...)
	}
	if len(faults) > 0 {
		return Created{}, invalid(faults...)
	}
	v, attempt, err := o.attempt()
	if err != nil {
		return Created{}, err
	}
	err = v.UnlockWithRecoveryKey(ctx, form.Key)
	if err = asField(err, "recoveryKey", keyRemark(err)); err != nil {
		o.noteDamage(err)
		return Created{}, err
	}
	who, created, err := o.readmit(ctx, v, form)
	if err != nil {
		return Created{}, errors.Join(err, o.withdraw(v))
	}
	if err := o.admit(v, who, attempt); err != nil { // it is done; the new key must not be lost
		o.log.Info("the vault was locked while it was recovered")
	}
	return created, nil
}

// keyRemark tells a key that was mistyped from one that is whole and another's.
func keyRemark(err error) string {
	if fault.HasCode(err, vault.CodeMalformedRecoveryKey) {
		return "a character is wrong or missing: compare it with the paper, group by group"
	}
	return "this recovery key does not open the vault"
}

// readmit sets the new password and key of a vault that the recovery key has
// unlocked.
func (o *Operators) readmit(ctx context.Context, v *vault.Vault, form Recovery) (Operator, Created, error) {
	who, err := o.identify(ctx, v, form.Operator)
	if err != nil {
		return Operator{}, Created{}, err
	}
	err = v.ResetPassword(ctx, who.ID, form.Next, func(tx *vault.Tx) error {
		return o.ownPassword(tx, who.ID, audit.Entry{Operator: who.Name, Action: actionRecovered})
	})
	if err != nil {
		return Operator{}, Created{}, err
	}
	who.MustChange = false
	key, err := v.ReplaceRecoveryKey(ctx, nil) // noted by the entry above
	return who, Created{VaultID: v.Info().ID, RecoveryKey: key}, err
}

// identify finds an operator by name in a vault that was opened without one.
func (o *Operators) identify(ctx context.Context, v *vault.Vault, name string) (Operator, error) {
	known, err := o.known(ctx, v)
	if err != nil {
		return Operator{}, err
	}
	name = strings.TrimSpace(name)
	if slots := v.Info().Operators; len(known) == 0 && len(slots) == 1 {
		return o.completeCreation(ctx, v, slots[0].ID, name), nil
	}
	for _, one := range known {
		if strings.EqualFold(one.Name, name) || name == "" && len(known) == 1 {
			o.reconcile(ctx, v, one, known)
			return one, nil
		}
	}
	if name == "" {
		return Operator{}, fault.New(fault.Invalid, vault.CodeOperatorNeeded, "the vault has several operators").
			WithHint("name the one whose password is to be set").WithField("operator", "is needed")
	}
	return Operator{}, fault.New(fault.Invalid, CodeInvalid, "the vault has no operator of this name").
		WithHint("the recovery key opens the vault for any operator: name the one whose password is to be set").
		WithField("operator", "enter the name of an operator of this vault")
}

// ReplaceRecoveryKey makes a new recovery key, for an owner who enters the
// password once more; the old one opens nothing any more.
func (o *Operators) ReplaceRecoveryKey(ctx context.Context, password secret.Text) (Created, error) {
	by, err := o.MayOwn(ctx, actionRecoveryKey)
	if err != nil {
		return Created{}, err
	}
	v, attempt, err := o.attempt()
	if err != nil {
		return Created{}, err
	}
	_, who, err := o.unlocked()
	if err != nil {
		return Created{}, err
	}
	if err := o.checkPassword(ctx, v, attempt, who, password); err != nil {
		return Created{}, err
	}
	key, err := v.ReplaceRecoveryKey(ctx, func(tx *vault.Tx) error {
		return o.journal.Append(tx, audit.Entry{Operator: by, Action: actionRecoveryKey})
	})
	if err != nil {
		return Created{}, err
	}
	return Created{VaultID: v.Info().ID, RecoveryKey: key}, nil
}

// checkPassword makes sure that it is really who is at work that asks. The
// vault only checks a password while it is unlocked; one that was locked
// meanwhile would be opened by it, and is locked again.
func (o *Operators) checkPassword(
	ctx context.Context, v *vault.Vault, attempt uint64, who Operator, password secret.Text,
) error {
	_, err := v.Unlock(ctx, who.Name, password)
	if err = asField(err, "password", "this is not your password"); err != nil {
		return err
	}
	o.mu.Lock()
	held := o.holds(v, attempt)
	o.mu.Unlock()
	if !held {
		return errors.Join(errLockedMeanwhile(), o.withdraw(v))
	}
	return nil
}
