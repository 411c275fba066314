package operator

import (
	"context"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// Details are what an owner may change of an operator.
type Details struct {
	ID    string
	Name  string
	Email string
	Role  Role
}

// Change replaces name, address and role of an operator. Only an owner may, and
// the last owner stays one. A session of that operator follows at once.
func (o *Operators) Change(ctx context.Context, form Details) (Member, error) {
	by, err := o.MayOwn(ctx, actionChanged)
	if err != nil {
		return Member{}, err
	}
	v, you, err := o.unlocked()
	if err != nil {
		return Member{}, err
	}
	form.Name, form.Email = strings.TrimSpace(form.Name), strings.TrimSpace(form.Email)
	old, err := o.Find(ctx, form.ID)
	if err != nil {
		return Member{}, err
	}
	if old.ID != form.ID { // it was the name of somebody
		return Member{}, errNotFound()
	}
	if faults := append(checkPerson(form.Name, form.Email), checkRole(form.Role)...); len(faults) > 0 {
		return Member{}, invalid(faults...)
	}
	var changed Member
	inTx := func(tx *vault.Tx) (err error) {
		changed, err = o.change(tx, form, you.ID, by)
		return err
	}
	if old.Name == form.Name {
		err = v.Update(ctx, inTx)
	} else {
		err = v.RenameOperator(ctx, form.ID, form.Name, inTx)
	}
	if err != nil {
		return Member{}, asTaken(err)
	}
	o.follow(changed.Operator)
	o.publish("operator.saved", changed.ID)
	return changed, nil
}

func (o *Operators) change(tx *vault.Tx, form Details, you, by string) (Member, error) {
	old, err := o.member(tx, form.ID, you)
	if err != nil {
		return Member{}, err
	}
	if old.LastOwner && form.Role != Owner {
		return Member{}, errLastOwner()
	}
	who := old.Operator
	who.Name, who.Email, who.Role = form.Name, form.Email, form.Role
	entry := audit.Entry{Operator: by, Action: actionChanged, Detail: differences(old.Operator, who)}
	return o.put(tx, who, you, entry)
}

// differences says in words what has changed.
func differences(old, now Operator) string {
	var parts []string
	if old.Name != now.Name {
		parts = append(parts, "name was "+old.Name)
	}
	if old.Email != now.Email {
		parts = append(parts, "address was "+old.Email)
	}
	if old.Role != now.Role {
		parts = append(parts, "role was "+string(old.Role)+" and is "+string(now.Role))
	}
	return strings.Join(parts, "; ")
}
