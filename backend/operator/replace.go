package operator

import (
	"context"

	"patchbay/backend/secret"
)

// objection says what speaks against letting somebody in whose password is right.
type objection func(who Operator) error

// UnlockOwn opens the vault for somebody whose password is his own. One that somebody
// else has chosen raises operator.password_change_needed, and a mailed one is not used
// up by it. The empty name stands for the only operator.
func (o *Operators) UnlockOwn(ctx context.Context, name string, password secret.Text) (Operator, error) {
	return o.unlock(ctx, name, password, func(who Operator) error {
		if who.MustChange {
			return errPasswordChangeNeeded()
		}
		return nil
	})
}

// UnlockToChange opens the vault with an operator's password and sets his new one
// at once. A new one that is refused opens nothing, so that a mailed password is
// not used up by it: it opens the vault no second time. The empty name stands for
// the only operator. Faults of the new password are those of [Operators.ChangePassword].
func (o *Operators) UnlockToChange(ctx context.Context, name string, form PasswordChange) (Operator, error) {
	who, err := o.unlock(ctx, name, form.Current, func(who Operator) error { return o.judge(form, who) })
	if err != nil {
		return Operator{}, err
	}
	if err := o.ChangePassword(ctx, form); err != nil {
		return Operator{}, err
	}
	who.MustChange = false
	return who, nil
}
