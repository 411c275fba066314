package gateway

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/notify/render"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/vault"
)

// Template is that of the mail with a password.
type Template struct {
	render.Template
	Revision  vault.Revision // 0: as it comes with Patchbay
	ChangedAt time.Time
}

// Template returns the template. Every role may read it.
func (g *Gateway) Template(ctx context.Context) (Template, error) {
	if _, err := g.access.MayRead(); err != nil {
		return Template{}, err
	}
	var t Template
	err := g.access.View(ctx, func(tx *vault.Tx) (err error) {
		t, err = g.readTemplate(tx)
		return err
	})
	return t, err
}

func (g *Gateway) readTemplate(tx *vault.Tx) (Template, error) {
	t, err := g.templates.Get(tx, recordID)
	if errors.Is(err, vault.ErrNoRecord) {
		return Template{Template: render.Default(render.PasswordReset)}, nil
	}
	return Template{Template: render.Template(t.Content), Revision: t.Revision, ChangedAt: t.ChangedAt}, err
}

// SaveTemplate keeps a template without errors, when it has not changed since the
// revision. It returns what is wrong with it, also what does not stop it. Only an
// owner may.
func (g *Gateway) SaveTemplate(ctx context.Context, t render.Template, revision vault.Revision) (Template, []render.Problem, error) {
	operator, err := g.access.MayOwn(ctx, actionTemplateSaved)
	if err != nil {
		return Template{}, nil, err
	}
	_, problems := render.Parse(render.PasswordReset, t)
	if render.HasErrors(problems) {
		return Template{}, problems, render.Fault(CodeTemplate, problems)
	}
	var saved Template
	err = g.access.Update(ctx, func(tx *vault.Tx) error {
		kept := shelf.Template{Content: shelf.Content(t), Meta: vault.Meta{Revision: revision}}
		if _, err := g.templates.Put(tx, recordID, kept); err != nil {
			return err
		}
		if saved, err = g.readTemplate(tx); err != nil {
			return err
		}
		return g.journal.Append(tx, audit.Entry{Operator: operator, Action: actionTemplateSaved, Subject: t.Subject})
	})
	if err != nil {
		return Template{}, problems, err
	}
	g.changed()
	return saved, problems, nil
}

// RemoveTemplate puts back what comes with Patchbay. Only an owner may.
func (g *Gateway) RemoveTemplate(ctx context.Context, revision vault.Revision) error {
	operator, err := g.access.MayOwn(ctx, actionTemplateRemoved)
	if err != nil {
		return err
	}
	err = g.access.Update(ctx, func(tx *vault.Tx) error {
		kept, err := g.templates.Heading(tx, recordID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := g.templates.Delete(tx, recordID, revision); err != nil {
			return err
		}
		return g.journal.Append(tx, audit.Entry{Operator: operator, Action: actionTemplateRemoved, Subject: kept.Subject})
	})
	if err == nil {
		g.changed()
	}
	return err
}
