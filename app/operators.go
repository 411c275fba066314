package app

import (
	"context"

	"patchbay/backend/operator"
	"patchbay/backend/secret"
)

// Operators keeps who may open the vault.
type Operators struct{ app *App }

func (o *Operators) operators() *operator.Operators { return o.app.bench.Operators }

// List returns all operators, by name.
func (o *Operators) List() ([]OperatorRow, error) {
	return call(o.app, func(ctx context.Context) ([]OperatorRow, error) {
		members, err := o.operators().List(ctx)
		rows := make([]OperatorRow, len(members))
		for i, m := range members {
			rows[i] = viewMember(m)
		}
		return rows, err
	})
}

// Add lets somebody in. Only an owner may.
func (o *Operators) Add(form NewOperator) (OperatorRow, error) {
	return call(o.app, func(ctx context.Context) (OperatorRow, error) {
		added := operator.NewOperator{
			Name: form.Name, Email: form.Email, Role: operator.Role(form.Role),
			Password: secret.FromString(form.Password), Confirm: secret.FromString(form.Confirm),
		}
		defer added.Password.Wipe()
		defer added.Confirm.Wipe()
		m, err := o.operators().Add(ctx, added)
		return viewMember(m), err
	})
}

// Save changes name, address or role. Only an owner may.
func (o *Operators) Save(form OperatorDetails) (OperatorRow, error) {
	return call(o.app, func(ctx context.Context) (OperatorRow, error) {
		m, err := o.operators().Change(ctx, operator.Details{
			ID: form.ID, Name: form.Name, Email: form.Email, Role: operator.Role(form.Role),
		})
		return viewMember(m), err
	})
}

// Remove takes an operator out and makes a new encryption key at once. Only an
// owner may. Progress comes as the event "vault.rotation".
func (o *Operators) Remove(id string) (Rotation, error) {
	return call(o.app, func(ctx context.Context) (Rotation, error) {
		cancellable, end := o.app.runs.begin(ctx, rotationRun)
		defer end()
		rotation, err := o.operators().Remove(cancellable, id)
		return viewRotation(rotation), err
	})
}

// ResetPassword mails an operator a password that opens the vault once, within a
// day, and must then be replaced. Only an owner may. When the mail cannot be
// sent, nothing changes.
func (o *Operators) ResetPassword(id string) (PasswordReset, error) {
	return call(o.app, func(ctx context.Context) (PasswordReset, error) {
		reset, err := o.app.bench.ResetPassword(ctx, id)
		return PasswordReset{
			Operator: viewMember(reset.Member), To: reset.To, ExpiresAt: stamp(reset.ExpiresAt), Remote: viewRemote(reset.Remote),
		}, err
	})
}

func viewMember(m operator.Member) OperatorRow {
	return OperatorRow{
		ID: m.ID, Name: m.Name, Email: m.Email, Role: string(m.Role),
		MustChange: m.MustChange, You: m.You, LastOwner: m.LastOwner, ChangedAt: stamp(m.ChangedAt),
		ResetUntil: stamp(m.ResetUntil), ResetUsed: m.ResetUsed,
	}
}
