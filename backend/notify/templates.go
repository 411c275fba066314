package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/notify/render"
	"patchbay/backend/vault"
)

// Fault codes of templates.
const (
	CodeTemplateNotFound = "notify.template_not_found"
	CodeTemplateExists   = "notify.template_exists"
	CodeTemplateInvalid  = "notify.template_invalid"
	CodeTemplateInUse    = "notify.template_in_use"
)

// The bounds of templates.
const (
	maxTemplates    = 50
	maxTemplateName = 100 // bytes
	defaultSlug     = "default"
)

// Template is a template of a deployment. The default one has no ID and no name.
type Template struct {
	ID        string
	Name      string
	Revision  vault.Revision // 0: as it comes with Patchbay, or a new one
	ChangedAt time.Time
	// Named: it is to be a template beside the default one, so that it needs a name.
	// Only saving looks at it.
	Named bool
	render.Template
}

// Templates returns the templates of a deployment without what they say but the
// subject: the default one first, then by name.
func (n *Notifications) Templates(ctx context.Context, deploymentID string) ([]Template, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	var list []Template
	err := n.access.View(ctx, func(tx *vault.Tx) (err error) {
		list, err = n.listTemplates(tx, deploymentID)
		return err
	})
	return list, err
}

func (n *Notifications) listTemplates(tx *vault.Tx, deploymentID string) ([]Template, error) {
	items, err := n.templates.Headings(tx, deploymentID+"/")
	if err != nil {
		return nil, err
	}
	list := []Template{{Template: render.Template{Subject: render.Default(render.Notification).Subject}}}
	for _, item := range items {
		t := Template{
			ID: item.ID, Name: item.Name, Revision: item.Revision, ChangedAt: item.ChangedAt,
			Template: render.Template{Subject: item.Subject},
		}
		if item.ID == templateID(deploymentID, "") {
			t.ID = ""
			list[0] = t
			continue
		}
		list = append(list, t)
	}
	slices.SortFunc(list[1:], func(a, b Template) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return list, nil
}

// templateID is the ID of a template's record.
func templateID(deploymentID, id string) string {
	if id == "" {
		return deploymentID + "/" + defaultSlug
	}
	return id
}

// Template returns a template whole: the default one for "".
func (n *Notifications) Template(ctx context.Context, deploymentID, id string) (Template, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return Template{}, err
	}
	var t Template
	err := n.access.View(ctx, func(tx *vault.Tx) (err error) {
		t, err = n.readTemplate(tx, deploymentID, id)
		return err
	})
	return t, err
}

func (n *Notifications) readTemplate(tx *vault.Tx, deploymentID, id string) (Template, error) {
	recordID := templateID(deploymentID, id)
	if !vault.IsUnder(deploymentID, recordID) {
		return Template{}, templateNotFound()
	}
	t, err := n.templates.Get(tx, recordID)
	switch {
	case err == nil:
		return Template{ID: id, Name: t.Name, Revision: t.Revision, ChangedAt: t.ChangedAt, Template: render.Template(t.Content)}, nil
	case vault.Optional(err) != nil:
		return Template{}, err
	case id == "":
		return Template{Template: render.Default(render.Notification)}, nil
	}
	return Template{}, templateNotFound()
}

// findTemplate returns the ID of a template that is named by its ID or its name; ""
// and the name of the default one are that.
func (n *Notifications) findTemplate(tx *vault.Tx, deploymentID, named string) (id string, err error) {
	if named == "" || strings.EqualFold(named, defaultSlug) {
		return "", nil
	}
	list, err := n.listTemplates(tx, deploymentID)
	if err != nil {
		return "", err
	}
	for _, t := range list[1:] {
		if t.ID == named || strings.EqualFold(t.Name, named) {
			return t.ID, nil
		}
	}
	return "", invalid([]fault.Field{{Name: "template", Message: "is no template of this deployment"}})
}

func templateNotFound() error {
	return fault.New(fault.NotFound, CodeTemplateNotFound, "this deployment has no such template").
		WithHint("list them with: patchbay notify template list")
}
