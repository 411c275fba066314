package workbench

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/operator"
)

// ResetPassword mails an operator a password that opens the vault once, within a
// day, and must then be replaced. Only an owner may. When the mail cannot be sent,
// nothing changes. It raises what [operator.Operators.Reset] and
// [gateway.Gateway.SendReset] raise.
func (w *Workbench) ResetPassword(ctx context.Context, operatorID string) (operator.Reset, error) {
	return w.Operators.Reset(ctx, operatorID, w.mailPassword)
}

// mailPassword sends a password through the e-mail gateway.
func (w *Workbench) mailPassword(ctx context.Context, m operator.PasswordMail) (*fault.Remote, error) {
	return w.Gateway.SendReset(ctx, gateway.ResetMail{
		PersonName: m.Operator.Name, Email: m.Operator.Email, Password: m.Password, ExpiresAt: m.ExpiresAt,
	})
}
