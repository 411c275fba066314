package operator

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// PasswordChange is the form of one's own password.
type PasswordChange struct {
	Current secret.Text
	Next    secret.Text
	Confirm secret.Text
}

// ChangePassword replaces the password of who is at work, whoever has chosen
// it. A wrong current password, a weak or the same new one, and a mismatch are
// faults of their fields.
func (o *Operators) ChangePassword(ctx context.Context, form PasswordChange) error {
	v, who, err := o.present()
	if err != nil {
		return err
	}
	if err := o.judge(form, who); err != nil {
		return err
	}
	err = v.ChangePassword(ctx, who.ID, form.Current, form.Next, func(tx *vault.Tx) error {
		return o.ownPassword(tx, who.ID, audit.Entry{Operator: who.Name, Action: actionPasswordChanged})
	})
	if err = asField(err, "current", "this is not the current password"); err != nil {
		return err
	}
	who.MustChange = false
	o.follow(who)
	o.publish("operator.saved", who.ID)
	return nil
}

// judge says what is wrong with the form of somebody's own password; that the
// current one is the right one shows when it is used.
func (o *Operators) judge(form PasswordChange, who Operator) error {
	faults := o.checkNewPassword(form.Next, form.Confirm, who)
	switch {
	case !form.Current.IsSet():
		faults = append([]fault.Field{{Name: "current", Message: "the current password is required"}}, faults...)
	case len(faults) == 0 && form.Next.Equal(form.Current):
		faults = []fault.Field{{Name: "next", Message: "is the current password; choose another one"}}
	}
	if len(faults) > 0 {
		return invalid(faults...)
	}
	return nil
}

// ownPassword notes that an operator has chosen his password himself.
func (o *Operators) ownPassword(tx *vault.Tx, id string, e audit.Entry) error {
	r, _, err := o.records.Get(tx, id)
	if err != nil {
		return err
	}
	if r.MustChange || r.Reset != nil || r.Pending != nil {
		r.MustChange, r.Reset, r.Pending = false, nil, nil
		if _, err := o.records.Put(tx, id, r, vault.AnyRevision); err != nil {
			return err
		}
	}
	e.Subject = r.Name
	return o.journal.Append(tx, e)
}

// checkNewPassword returns what is wrong with a password entered twice.
func (o *Operators) checkNewPassword(next, confirm secret.Text, who Operator) []fault.Field {
	faults := o.guesser.checkPassword("next", next, who.Name, who.Email)
	if next.IsSet() && !next.Equal(confirm) {
		faults = append(faults, fault.Field{Name: "confirm", Message: "the two passwords differ"})
	}
	return faults
}

// asField lets a wrong password or recovery key blame the field of the form at
// hand.
func asField(err error, field, message string) error {
	switch {
	case fault.HasCode(err, vault.CodeWrongPassword),
		fault.HasCode(err, vault.CodeWrongRecoveryKey),
		fault.HasCode(err, vault.CodeMalformedRecoveryKey):
		f := fault.Of(err).WithField(field, message)
		f.Fields = f.Fields[len(f.Fields)-1:]
		return f
	}
	return err
}
