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

// NewOperator is somebody who is let in. The password opens the vault once:
// then it must be replaced.
type NewOperator struct {
	Name     string
	Email    string
	Role     Role
	Password secret.Text
	Confirm  secret.Text
}

// Add lets somebody in. Only an owner may.
func (o *Operators) Add(ctx context.Context, form NewOperator) (Member, error) {
	by, err := o.MayOwn(ctx, actionAdded)
	if err != nil {
		return Member{}, err
	}
	v, you, err := o.unlocked()
	if err != nil {
		return Member{}, err
	}
	who := Operator{
		ID: newID(), Name: strings.TrimSpace(form.Name), Email: strings.TrimSpace(form.Email), Role: form.Role,
		MustChange: true,
	}
	if err := o.checkAdd(ctx, who, form); err != nil {
		return Member{}, err
	}
	var added Member
	err = v.AddOperator(ctx, who.ID, who.Name, form.Password, func(tx *vault.Tx) (err error) {
		added, err = o.put(tx, who, you.ID, audit.Entry{Operator: by, Action: actionAdded, Detail: "role " + string(who.Role)})
		return err
	})
	if err != nil {
		return Member{}, asTaken(err)
	}
	o.publish("operator.saved", who.ID)
	return added, nil
}

// checkAdd returns everything that is wrong with the form at once.
func (o *Operators) checkAdd(ctx context.Context, who Operator, form NewOperator) error {
	members, err := o.List(ctx)
	if err != nil {
		return err
	}
	faults := checkPerson(who.Name, who.Email)
	faults = append(faults, taken(members, who.ID, who.Name)...)
	faults = append(faults, checkRole(who.Role)...)
	faults = append(faults, o.guesser.checkPassword("password", form.Password, who.Name, who.Email)...)
	if form.Password.IsSet() && !form.Password.Equal(form.Confirm) {
		faults = append(faults, fault.Field{Name: "confirm", Message: "the two passwords differ"})
	}
	if len(faults) > 0 {
		return invalid(faults...)
	}
	return nil
}

// put writes an operator's record and the entry about it, when the name is
// still free.
func (o *Operators) put(tx *vault.Tx, who Operator, you string, e audit.Entry) (Member, error) {
	members, err := o.members(tx, you)
	if err != nil {
		return Member{}, err
	}
	if faults := taken(members, who.ID, who.Name); len(faults) > 0 {
		return Member{}, invalid(faults...)
	}
	r := toRecord(who)
	old, _, err := o.records.Get(tx, who.ID)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return Member{}, err
	}
	r.Reset, r.Pending = old.Reset, old.Pending
	if _, err := o.records.Put(tx, who.ID, r, vault.AnyRevision); err != nil {
		return Member{}, err
	}
	e.Subject = who.Name
	if err := o.journal.Append(tx, e); err != nil {
		return Member{}, err
	}
	return o.member(tx, who.ID, you)
}
