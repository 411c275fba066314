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

// ChangePassword replaces the password of who is at work. A wrong current
// password, a weak new one and a mismatch are faults of their fields.
func (o *Operators) ChangePassword(ctx context.Context, form PasswordChange) error {
	v, who, err := o.unlocked()
	if err != nil {
		return err
	}
	faults := o.checkNewPassword(form.Next, form.Confirm, who)
	if !form.Current.IsSet() {
		faults = append([]fault.Field{{Name: "current", Message: "the current password is required"}}, faults...)
	}
	if len(faults) > 0 {
		return invalid(faults...)
	}
	err = v.ChangePassword(ctx, who.ID, form.Current, form.Next, nil)
	if err = asField(err, "current", "this is not the current password"); err != nil {
		return err
	}
	return o.log(ctx, audit.Entry{Operator: who.Name, Action: "operator.password_changed", Subject: who.Name})
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

// log records what the vault itself has done already.
func (o *Operators) log(ctx context.Context, e audit.Entry) error {
	return o.Update(ctx, func(tx *vault.Tx) error { return o.journal.Append(tx, e) })
}
