package gateway

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// ResetMail is a password on its way to the one person who may know it.
type ResetMail struct {
	PersonName string
	Email      string
	Password   secret.Text
	ExpiresAt  time.Time
}

// SendReset mails a password through the stored gateway. It returns the server's
// words when it took the mail. In every other case it raises a fault that explains
// what became of it: gateway.refused_for_now, gateway.refused, gateway.not_sent, or
// gateway.unknown when the connection was lost after the data; and before that,
// gateway.not_configured, gateway.disabled, gateway.redirected,
// gateway.no_deployment and gateway.template_invalid. Only an owner may.
func (g *Gateway) SendReset(ctx context.Context, m ResetMail) (*fault.Remote, error) {
	if _, err := g.access.MayOwn(ctx, actionSent); err != nil {
		return nil, err
	}
	stored, err := g.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := stored.sendable(); err != nil {
		return nil, err
	}
	t, err := g.Template(ctx)
	if err != nil {
		return nil, err
	}
	mail, err := written(t.Template, g.values(m))
	if err != nil {
		return nil, err
	}
	d, err := g.deliver(ctx, stored, mail, m.Email)
	if err != nil {
		return nil, err
	}
	without(m.Password, &d)
	if err := undelivered(d); err != nil {
		return nil, stored.viaDeployment(err)
	}
	return d.Remote, nil
}

// sendable says why passwords cannot be mailed.
func (s Stored) sendable() error {
	switch {
	case !s.Configured():
		return notConfigured()
	case !s.Settings.Enabled:
		return fault.New(fault.Conflict, CodeDisabled, "the e-mail gateway is switched off").
			WithHint("an owner enables it first").WithField("enabled", "is off")
	case s.Redirected != "":
		if s.Settings.UseDeployment == "" {
			return passwordHeld(s.Redirected, "security", "is none, and the way to the server has changed")
		}
		return redirected(s.Redirected)
	}
	return nil
}

func redirected(why string) error {
	return passwordHeld(why, "useDeployment", "leads elsewhere since an owner chose it")
}

// passwordHeld says why no password goes where mail leads now.
func passwordHeld(why, field, message string) error {
	return fault.New(fault.Conflict, CodeRedirected, "no password is mailed: "+why).
		WithHint("have an owner look at where the mail leads now, and save the e-mail gateway again").
		WithField(field, message)
}

// values are what the placeholders of the mail stand for.
func (g *Gateway) values(m ResetMail) render.Values {
	return render.Values{
		"generated-password": string(m.Password.Reveal()),
		"expires-at":         m.ExpiresAt.UTC().Format("2 January 2006, 15:04 UTC"),
		"vault-name":         g.vaultName(),
		"person-name":        m.PersonName,
		"person-email":       m.Email,
	}
}

// written renders a mail that must not leave anything out.
func written(t render.Template, values render.Values) (render.Mail, error) {
	tree, problems := render.Parse(render.PasswordReset, t)
	if tree == nil || render.HasErrors(problems) {
		return render.Mail{}, render.Fault(CodeTemplate, problems)
	}
	mail, problems := tree.Render(values)
	if render.HasErrors(problems) {
		return render.Mail{}, render.Fault(CodeTemplate, problems)
	}
	return mail, nil
}

// SendDraft sends a mail of a template that somebody works on, with sample values,
// through the stored gateway, so that it is seen in a mail program. The password in
// it is a sample. Only an owner may.
func (g *Gateway) SendDraft(ctx context.Context, t render.Template, sample render.Values, to string) (smtp.Delivery, error) {
	operator, err := g.access.MayOwn(ctx, actionSent)
	if err != nil {
		return smtp.Delivery{}, err
	}
	if message := account.CheckAddress(to); message != "" {
		return smtp.Delivery{}, invalid([]fault.Field{{Name: "to", Message: message}})
	}
	stored, err := g.Get(ctx)
	if err != nil {
		return smtp.Delivery{}, err
	}
	if err := stored.sendable(); err != nil {
		return smtp.Delivery{}, err
	}
	mail, err := written(t, sample)
	if err != nil {
		return smtp.Delivery{}, err
	}
	entry := audit.Entry{Operator: operator, Action: actionSent, Subject: to, Detail: "a draft of the template"}
	if err := g.access.Update(ctx, func(tx *vault.Tx) error { return g.journal.Append(tx, entry) }); err != nil {
		return smtp.Delivery{}, err
	}
	return g.deliver(ctx, stored, mail, to)
}

// deliver hands one mail over. What became of it is in the delivery; an error means
// that nothing was tried.
func (g *Gateway) deliver(ctx context.Context, stored Stored, mail render.Mail, to string) (smtp.Delivery, error) {
	w := mail.Compose(to, smtp.NewID())
	d := smtp.Delivery{Result: smtp.NotTried}
	batch := smtp.Batch{
		Count:   1,
		Mail:    func(int) (smtp.Mail, bool) { return w, true },
		Handing: func(int) error { return nil },
		Ended:   func(_ int, ended smtp.Delivery) error { d = ended; return nil },
	}
	if stored.Settings.UseDeployment != "" {
		err := g.sendBy(ctx, stored, batch)
		return d, err
	}
	request, _, done, err := g.request(ctx, stored.Draft(), smtp.LevelSend, actionSent)
	if err != nil {
		return smtp.Delivery{}, err
	}
	defer done()
	err = smtp.Send(ctx, smtp.SendRequest{Request: request, Batch: batch})
	if d.Finding != nil {
		finding := ownWords(*d.Finding)
		d.Finding = &finding
	}
	return d, err
}
