package workbench

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// RehearseReset sends a password-reset mail with invented values into the inbox of
// the rehearsal, whatever the gateway is set to; it comes from the gateway's sender,
// where there is one. A viewer may: nothing leaves this machine. It raises gateway.template_invalid for a template with errors.
func (w *Workbench) RehearseReset(ctx context.Context, t render.Template, sample render.Values, to string) (smtp.Delivery, error) {
	if _, err := w.Operators.MayRead(); err != nil {
		return smtp.Delivery{}, err
	}
	if message := account.CheckAddress(to); message != "" {
		return smtp.Delivery{}, fault.New(fault.Invalid, gateway.CodeInvalid, "the input is not valid").WithField("to", message)
	}
	tree, problems := render.Parse(render.PasswordReset, t)
	if tree == nil || render.HasErrors(problems) {
		return smtp.Delivery{}, render.Fault(gateway.CodeTemplate, problems)
	}
	mail, problems := tree.Render(sample)
	if render.HasErrors(problems) {
		return smtp.Delivery{}, render.Fault(gateway.CodeTemplate, problems)
	}
	stored, err := w.Gateway.Get(ctx)
	if err != nil {
		return smtp.Delivery{}, err
	}
	from, err := w.caught.senderOfGateway(ctx, stored)
	if err != nil {
		return smtp.Delivery{}, err
	}
	written := mail.Compose(to, smtp.NewID())
	ended := smtp.Delivery{Result: smtp.NotTried}
	err = w.caught.send(ctx, from, smtp.Batch{
		Count:   1,
		Mail:    func(int) (smtp.Mail, bool) { return written, true },
		Handing: func(int) error { return nil },
		Ended:   func(_ int, d smtp.Delivery) error { ended = d; return nil },
	})
	return ended, err
}
