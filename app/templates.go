package app

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/vault"
)

// Templates keeps the texts of mails: those of a deployment's notifications, and
// the vault's password-reset mail.
type Templates struct{ app *App }

// codeTemplateKind is the fault of a kind of template that there is not.
const codeTemplateKind = "template.unknown_kind"

func (t *Templates) notify() *notify.Notifications { return t.app.bench.Notifications }

// kindOf reads the kind of a template.
func kindOf(text string) (render.Kind, error) {
	switch kind := render.Kind(text); kind {
	case render.Notification, render.PasswordReset:
		return kind, nil
	}
	return "", fault.New(fault.Invalid, codeTemplateKind, "there is no such kind of template").
		WithField("kind", "must be notification or password-reset")
}

// Catalogue returns what the editor of a kind offers.
func (t *Templates) Catalogue(kind string) (TemplateCatalogue, error) {
	return call(t.app, func(context.Context) (TemplateCatalogue, error) {
		known, err := kindOf(kind)
		if err != nil {
			return TemplateCatalogue{}, err
		}
		return viewCatalogue(known), nil
	})
}

// List returns the templates of a deployment, the default one first.
func (t *Templates) List(deploymentID string) ([]TemplateRow, error) {
	return call(t.app, func(ctx context.Context) ([]TemplateRow, error) {
		templates, err := t.notify().Templates(ctx, deploymentID)
		if err != nil {
			return nil, err
		}
		actions, err := t.notify().Actions(ctx, deploymentID)
		if err != nil {
			return nil, err
		}
		switches, err := t.notify().Switches(ctx, deploymentID)
		return viewTemplateRows(templates, actions, switches.Switches), err
	})
}

// Get returns a template: by its ID, or the default one for "". The
// password-reset mail has neither deployment nor ID.
func (t *Templates) Get(kind, deploymentID, id string) (MailTemplate, error) {
	return call(t.app, func(ctx context.Context) (MailTemplate, error) {
		known, err := kindOf(kind)
		if err != nil {
			return MailTemplate{}, err
		}
		if known == render.PasswordReset {
			return t.resetTemplate(ctx)
		}
		stored, err := t.notify().Template(ctx, deploymentID, id)
		return viewTemplate(stored), err
	})
}

// Save keeps a template without errors.
func (t *Templates) Save(draft MailTemplateDraft) (SavedTemplate, error) {
	return call(t.app, func(ctx context.Context) (SavedTemplate, error) {
		known, err := kindOf(draft.Kind)
		if err != nil {
			return SavedTemplate{}, err
		}
		if known == render.PasswordReset {
			return t.saveReset(ctx, draft)
		}
		saved, problems, err := t.notify().SaveTemplate(ctx, draft.DeploymentID, notify.Template{
			ID: draft.ID, Name: draft.Name, Named: draft.Named, Revision: vault.Revision(draft.Revision), Template: render.Template(draft.Text),
		})
		return SavedTemplate{Template: viewTemplate(saved), Problems: viewProblems(problems)}, err
	})
}

// Remove deletes a template; the default one becomes what comes with Patchbay.
func (t *Templates) Remove(kind, deploymentID, id string, revision int) error {
	return do(t.app, func(ctx context.Context) error {
		known, err := kindOf(kind)
		if err != nil {
			return err
		}
		if known == render.PasswordReset {
			return t.removeReset(ctx, vault.Revision(revision))
		}
		return t.notify().RemoveTemplate(ctx, deploymentID, id, vault.Revision(revision))
	})
}

// SendDraft sends one mail of a draft, so that it is seen in a mail program. A
// password-reset mail holds an invented password.
func (t *Templates) SendDraft(mail TemplateMail) (NotificationMessage, error) {
	return call(t.app, func(ctx context.Context) (NotificationMessage, error) {
		known, err := kindOf(mail.Trial.Draft.Kind)
		if err != nil {
			return NotificationMessage{}, err
		}
		to, err := (&Outgoing{t.app}).recipient(mail.To)
		if err != nil {
			return NotificationMessage{}, err
		}
		ctx, end := t.app.runs.begin(ctx, mail.RunID)
		defer end()
		if known == render.PasswordReset {
			return t.sendReset(ctx, mail, to)
		}
		sent, err := t.notify().SendDraft(ctx, mail.Trial.Draft.DeploymentID, mail.Trial.draft(), to, mail.Rehearsal)
		return viewNotification(sent), err
	})
}
