package app

import (
	"context"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Deployments keeps the target systems.
type Deployments struct{ app *App }

func (d *Deployments) deployments() *deployment.Deployments { return d.app.bench.Deployments }

// List returns all of them by name.
func (d *Deployments) List() ([]Deployment, error) {
	return call(d.app, func(ctx context.Context) ([]Deployment, error) {
		all, err := d.deployments().List(ctx)
		views := make([]Deployment, len(all))
		for i, one := range all {
			views[i] = viewDeployment(one)
		}
		return views, err
	})
}

// Get returns one.
func (d *Deployments) Get(id string) (Deployment, error) {
	return call(d.app, func(ctx context.Context) (Deployment, error) {
		one, err := d.deployments().Get(ctx, id)
		return viewDeployment(one), err
	})
}

// Check returns what is wrong with a draft.
func (d *Deployments) Check(draft Deployment) ([]FieldFault, error) {
	return call(d.app, func(ctx context.Context) ([]FieldFault, error) {
		faults, err := d.deployments().Check(ctx, draft.deployment())
		return viewFields(faults), err
	})
}

// Save adds or changes one.
func (d *Deployments) Save(draft Deployment) (Deployment, error) {
	return call(d.app, func(ctx context.Context) (Deployment, error) {
		saved, err := d.deployments().Save(ctx, draft.deployment())
		return viewDeployment(saved), err
	})
}

// Remove deletes one with all that belongs to it.
func (d *Deployments) Remove(id string, revision int) error {
	return do(d.app, func(ctx context.Context) error {
		return d.deployments().Remove(ctx, id, vault.Revision(revision))
	})
}

// Integrations lists a deployment's integrations with their lights.
func (d *Deployments) Integrations(id string) ([]Integration, error) {
	return call(d.app, func(ctx context.Context) ([]Integration, error) {
		all, err := d.app.bench.Integrations(ctx, id)
		views := make([]Integration, len(all))
		for i, one := range all {
			views[i] = Integration{
				Kind: one.Kind, Title: one.Title, Target: one.Target,
				Light: Light(one.Light), Summary: one.Summary, Level: one.Level, ProvedAt: stamp(one.ProvedAt),
			}
		}
		return views, err
	})
}

func viewDeployment(d deployment.Deployment) Deployment {
	view := Deployment{
		ID: d.ID, Revision: int(d.Revision), Name: d.Name, TenantID: d.TenantID, Hostname: d.Hostname,
		Environment: string(d.Environment), PortalURL: d.PortalURL, MessagesURL: d.MessagesURL,
		Notes: d.Notes, Variables: make([]Variable, len(d.Variables)), ChangedAt: stamp(d.ChangedAt),
	}
	for i, v := range d.Variables {
		view.Variables[i] = Variable(v)
	}
	return view
}

func (d Deployment) deployment() deployment.Deployment {
	out := deployment.Deployment{
		ID: d.ID, Revision: vault.Revision(d.Revision), Name: d.Name, TenantID: d.TenantID,
		Hostname: d.Hostname, Environment: deployment.Environment(d.Environment),
		PortalURL: d.PortalURL, MessagesURL: d.MessagesURL, Notes: d.Notes,
	}
	for _, v := range d.Variables {
		out.Variables = append(out.Variables, deployment.Variable(v))
	}
	return out
}

func viewFields(fields []fault.Field) []FieldFault {
	views := make([]FieldFault, len(fields))
	for i, f := range fields {
		views[i] = FieldFault(f)
	}
	return views
}
