package app

import (
	"context"

	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// The password-reset mail belongs to the vault, not to a deployment.

func (t *Templates) gateway() *gateway.Gateway { return t.app.bench.Gateway }

func (t *Templates) resetTemplate(ctx context.Context) (MailTemplate, error) {
	stored, err := t.gateway().Template(ctx)
	return viewReset(stored), err
}

func (t *Templates) saveReset(ctx context.Context, draft MailTemplateDraft) (SavedTemplate, error) {
	saved, problems, err := t.gateway().SaveTemplate(ctx, render.Template(draft.Text), vault.Revision(draft.Revision))
	return SavedTemplate{Template: viewReset(saved), Problems: viewProblems(problems)}, err
}

func (t *Templates) removeReset(ctx context.Context, revision vault.Revision) error {
	return t.gateway().RemoveTemplate(ctx, revision)
}

// sendReset sends a password-reset mail with an invented password.
func (t *Templates) sendReset(ctx context.Context, mail TemplateMail, to string) (NotificationMessage, error) {
	sample, err := mail.Trial.values()
	if err != nil {
		return NotificationMessage{}, err
	}
	send := t.gateway().SendDraft
	if mail.Rehearsal {
		send = t.app.bench.RehearseReset
	}
	delivery, err := send(ctx, render.Template(mail.Trial.Draft.Text), sample, to)
	if err != nil {
		return NotificationMessage{}, err
	}
	return t.viewDelivery(delivery, to, mail.Rehearsal), nil
}

// viewDelivery shows what became of a mail that is no message of a deployment.
func (t *Templates) viewDelivery(d smtp.Delivery, to string, rehearsal bool) NotificationMessage {
	now := stamp(t.app.bench.Now())
	view := NotificationMessage{
		At: now, LastAt: now, Address: to, Outcome: string(notify.OutcomeOf(d.Result)), Remote: viewRemote(d.Remote),
		Attempts: 1, MessageID: d.MessageID, Rehearsal: rehearsal,
	}
	if d.Finding != nil {
		view.Reason, view.Detail = d.Finding.Code, d.Finding.Cause+" "+d.Finding.Remedy
	}
	return view
}

func viewReset(t gateway.Template) MailTemplate {
	return MailTemplate{
		Kind: string(render.PasswordReset), Revision: int(t.Revision), ChangedAt: stamp(t.ChangedAt),
		Text: TemplateText(t.Template), InStep: render.InStep(t.Template),
	}
}
