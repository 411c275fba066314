package notify

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/vault"
)

// SaveTemplate keeps a template without errors, when it has not changed since the
// draft's revision: the default one without ID and name, a new one with a name
// alone. It returns what is wrong with it, also what does not stop it.
func (n *Notifications) SaveTemplate(ctx context.Context, deploymentID string, t Template) (Template, []render.Problem, error) {
	operator, err := n.mayEdit(ctx, actionTemplateSaved, deploymentID)
	if err != nil {
		return Template{}, nil, err
	}
	t.Name = strings.TrimSpace(t.Name)
	if faults := t.check(); len(faults) > 0 {
		return Template{}, nil, invalid(faults)
	}
	_, problems := render.Parse(render.Notification, t.Template)
	if render.HasErrors(problems) {
		return Template{}, problems, render.Fault(CodeTemplateInvalid, problems)
	}
	entry := audit.Entry{
		Operator: operator, Action: actionTemplateSaved, Deployment: deploymentID, Subject: cmp.Or(t.Name, defaultSlug),
	}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) (err error) {
		if t, err = n.putTemplate(tx, deploymentID, t); err != nil {
			return err
		}
		return n.journal.Append(tx, entry)
	})
	if err != nil {
		return Template{}, problems, err
	}
	n.changed(deploymentID, t.ID)
	return t, problems, nil
}

func (t Template) check() []fault.Field {
	blame := func(message string) []fault.Field { return []fault.Field{{Name: "name", Message: message}} }
	switch message := checkValue(t.Name); {
	case t.Name == "" && (t.ID != "" || t.Named):
		return blame("is required")
	case len(t.Name) > maxTemplateName:
		return blame(fmt.Sprintf("must be at most %d bytes long", maxTemplateName))
	case message != "":
		return blame(message)
	case strings.EqualFold(t.Name, defaultSlug):
		return blame("is the name of the default template")
	}
	return nil
}

func (n *Notifications) putTemplate(tx *vault.Tx, deploymentID string, t Template) (Template, error) {
	others, err := n.listTemplates(tx, deploymentID)
	if err != nil {
		return Template{}, err
	}
	found := t.ID == ""
	for _, other := range others[1:] {
		if other.ID == t.ID {
			found = true
		} else if strings.EqualFold(other.Name, t.Name) {
			return Template{}, fault.New(fault.Conflict, CodeTemplateExists, "another template of this deployment has this name").
				WithField("name", "is the name of another template").WithHint("give this one its own name")
		}
	}
	switch {
	case !found:
		return Template{}, templateNotFound()
	case t.ID == "" && t.Name != "" && len(others) > maxTemplates:
		return Template{}, fault.New(fault.Invalid, CodeInvalid, fmt.Sprintf("a deployment has at most %d templates beside the default one", maxTemplates))
	case t.ID == "" && t.Name != "":
		t.ID, t.Revision = vault.NewIDUnder(deploymentID), 0
	}
	meta, err := n.templates.Put(tx, templateID(deploymentID, t.ID), shelf.Template{
		Name: t.Name, Content: shelf.Content(t.Template), Meta: vault.Meta{Revision: t.Revision},
	})
	t.Revision, t.ChangedAt = meta.Revision, meta.ChangedAt
	return t, err
}

// RemoveTemplate deletes a template that nothing uses; the default one, "", becomes
// what comes with Patchbay.
func (n *Notifications) RemoveTemplate(ctx context.Context, deploymentID, id string, revision vault.Revision) error {
	operator, err := n.mayEdit(ctx, actionTemplateRemoved, deploymentID)
	if err != nil {
		return err
	}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		t, err := n.readTemplate(tx, deploymentID, id)
		if err != nil || t.Revision == 0 {
			return err
		}
		if err := n.unused(tx, deploymentID, id); err != nil {
			return err
		}
		if err := n.templates.Delete(tx, templateID(deploymentID, id), revision); err != nil {
			return err
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionTemplateRemoved, Deployment: deploymentID, Subject: cmp.Or(t.Name, defaultSlug),
		})
	})
	if err == nil {
		n.changed(deploymentID, id)
	}
	return err
}

// unused fails for a template that the switches or an action name.
func (n *Notifications) unused(tx *vault.Tx, deploymentID, id string) error {
	if id == "" {
		return nil
	}
	f := fault.New(fault.Conflict, CodeTemplateInUse, "this template is in use").
		WithHint("choose another template there, and delete this one then")
	switches, _, err := n.switches.Get(tx, deploymentID)
	if err := vault.Optional(err); err != nil {
		return err
	}
	if switches.Template == id {
		f = f.WithField("template", "is that of all actions without a template of their own")
	}
	actions, err := n.ownActions(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, a := range actions {
		if a.Value.Template == id {
			f = f.WithField("template", "is that of the action "+a.Value.Name)
		}
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}
