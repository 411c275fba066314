package operator

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// Remove takes an operator out and makes a new vault key in the same step, so
// that nothing written from now on opens with his password. Only an owner may.
// Progress comes as the event "vault.rotation"; cancelling ctx before the
// switch leaves everything as it was.
func (o *Operators) Remove(ctx context.Context, id string) (Rotation, error) {
	by, err := o.MayOwn(ctx, actionRemoved)
	if err != nil {
		return Rotation{}, err
	}
	v, you, err := o.unlocked()
	if err != nil {
		return Rotation{}, err
	}
	err = v.View(ctx, func(tx *vault.Tx) error { // before the work of a rotation
		_, err := o.removable(tx, id, you.ID)
		return err
	})
	if err != nil {
		return Rotation{}, err
	}
	rotation, err := o.rotate(ctx, v, by, []string{id}, func(tx *vault.Tx) error {
		gone, err := o.removable(tx, id, you.ID)
		if err != nil {
			return err
		}
		if err := o.records.Delete(tx, id, vault.AnyRevision); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{
			Operator: by, Action: actionRemoved, Subject: gone.Name, Detail: "role " + string(gone.Role),
		})
	})
	if err == nil {
		o.publish("operator.removed", id)
	}
	return rotation, err
}

// removable returns who is to be removed. Nobody removes himself, and an owner
// stays.
func (o *Operators) removable(tx *vault.Tx, id, you string) (Member, error) {
	m, err := o.member(tx, id, you)
	switch {
	case err != nil:
		return Member{}, err
	case m.You:
		return Member{}, errYourself()
	case m.LastOwner:
		return Member{}, errLastOwner()
	}
	return m, nil
}
