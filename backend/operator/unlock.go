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

// Unlock opens the vault with an operator's password. The empty name stands
// for the only operator.
func (o *Operators) Unlock(ctx context.Context, name string, password secret.Text) (Operator, error) {
	return o.unlock(ctx, name, password, func(Operator) error { return nil })
}

// unlock lets in whose password opens the vault, unless there is an objection to
// him: then a mailed password is not used up.
func (o *Operators) unlock(ctx context.Context, name string, password secret.Text, against objection) (Operator, error) {
	if !password.IsSet() {
		return Operator{}, invalid(fault.Field{Name: "password", Message: "a password is required"})
	}
	v, attempt, err := o.attempt()
	if err != nil {
		return Operator{}, err
	}
	name = strings.TrimSpace(name)
	id, err := v.Unlock(ctx, name, password)
	if err != nil {
		o.noteDamage(err)
		return Operator{}, err
	}
	return o.enter(ctx, v, attempt, id, name, against)
}

// enter lets in whose password has opened the vault, one after the other: of two who
// come with the same mailed password the second must find the first at work, and not
// burn what he has to choose his own with.
func (o *Operators) enter(ctx context.Context, v *vault.Vault, attempt uint64, id, name string, against objection) (Operator, error) {
	o.entering.Lock()
	defer o.entering.Unlock()
	who, err := o.recognise(ctx, v, id, name, against)
	if err != nil {
		return Operator{}, errors.Join(err, o.withdraw(v))
	}
	if err := o.admit(v, who, attempt); err != nil {
		return Operator{}, err
	}
	return who, nil
}

// noteDamage remembers that the vault's files are not to be trusted: a backup
// may then be put in their place without unlocking them.
func (o *Operators) noteDamage(err error) {
	f := fault.Of(err)
	if !isDamage(f.Code) {
		return
	}
	o.mu.Lock()
	o.damage = f
	o.mu.Unlock()
}

func isDamage(code string) bool {
	switch code {
	case vault.CodeDamaged, vault.CodeTampered, vault.CodeRolledBack, vault.CodeForeign:
		return true
	}
	return false
}

// recognise reads who has unlocked the vault, and the preferences. A password
// alone makes nobody an operator: there must be a record.
func (o *Operators) recognise(ctx context.Context, v *vault.Vault, id, name string, against objection) (Operator, error) {
	known, err := o.known(ctx, v)
	if err != nil {
		return Operator{}, err
	}
	if len(known) == 0 && len(v.Info().Operators) == 1 {
		return o.completeCreation(ctx, v, id, name), nil
	}
	who, ok := known[id]
	if !ok {
		return Operator{}, errNotAdded()
	}
	if err := against(who); err != nil {
		return Operator{}, err
	}
	o.reconcile(ctx, v, who, known)
	who, err = o.spend(ctx, v, who)
	if err == nil {
		o.burnSpent(ctx, v, who)
	}
	return who, err
}

// known reads all operators, by ID, and makes the automatic lock follow the
// preferences.
func (o *Operators) known(ctx context.Context, v *vault.Vault) (map[string]Operator, error) {
	known := map[string]Operator{}
	err := v.View(ctx, func(tx *vault.Tx) error {
		items, err := o.records.All(tx)
		for _, item := range items {
			known[item.ID] = item.Value.operator(item.ID)
		}
		return errors.Join(err, o.adoptPreferences(tx))
	})
	return known, err
}

// completeCreation writes what a creation that was cut short between its two
// writes has left out: the record of the first operator. Such a vault can hold
// nothing else.
func (o *Operators) completeCreation(ctx context.Context, v *vault.Vault, id, name string) Operator {
	if name == "" {
		name = "Owner"
	}
	who := Operator{ID: id, Name: name, Role: Owner}
	err := v.Update(ctx, func(tx *vault.Tx) error {
		if _, err := o.records.Put(tx, id, toRecord(who), 0); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{Operator: name, Action: actionCreated, Subject: v.Info().ID})
	})
	if err != nil {
		o.warn("the creation of the vault could not be completed", err)
		return who
	}
	o.reconcile(ctx, v, who, map[string]Operator{id: who})
	return who
}

// reconcile mends what a crash between the header and the journal leaves
// behind: a slot of somebody who was not added after all, or an old name. What
// cannot be mended now is mended at the next unlock.
func (o *Operators) reconcile(ctx context.Context, v *vault.Vault, who Operator, known map[string]Operator) {
	names := make(map[string]string, len(known))
	for id, one := range known {
		names[id] = one.Name
	}
	dropped, err := v.ReconcileOperators(ctx, names)
	for _, id := range dropped {
		err = errors.Join(err, o.record(ctx, v, audit.Entry{
			Operator: who.Name, Action: actionRemoved, Subject: id, Detail: "adding was interrupted",
		}))
	}
	if err != nil {
		o.warn("the operators' slots could not be brought into line with their records", err)
	}
}
