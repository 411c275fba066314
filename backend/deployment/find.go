package deployment

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Find returns a deployment by name, tenant ID or ID; an empty name means the
// only one.
func (d *Deployments) Find(ctx context.Context, name string) (Deployment, error) {
	all, err := d.List(ctx)
	if err != nil {
		return Deployment{}, err
	}
	if name == "" {
		return only(all)
	}
	for _, one := range all {
		if strings.EqualFold(one.Name, name) || one.TenantID == name || one.ID == name {
			return one, nil
		}
	}
	return Deployment{}, notFound(name)
}

func only(all []Deployment) (Deployment, error) {
	switch len(all) {
	case 0:
		return Deployment{}, fault.New(fault.NotFound, CodeNotFound, "there is no deployment yet").
			WithHint("add one with: patchbay deployment add NAME --tenant ID --hostname HOST")
	case 1:
		return all[0], nil
	}
	return Deployment{}, fault.New(fault.Invalid, CodeAmbiguous, "there are several deployments").
		WithField("deployment", "name the deployment").WithHint("choose one with --deployment NAME")
}

// LookupOf returns the lookup of a deployment's variables.
func (d *Deployments) LookupOf(ctx context.Context, id string) (func(name string) (string, bool), error) {
	one, err := d.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return one.Lookup, nil
}

// ExistsIn fails for a deployment that is not there, or no longer, in the
// transaction in which something is to be kept for it.
func (d *Deployments) ExistsIn(tx *vault.Tx, id string) error {
	_, err := d.get(tx, id)
	return err
}

func notFound(name string) error {
	return fault.New(fault.NotFound, CodeNotFound, fmt.Sprintf("there is no deployment %q", name)).
		WithHint("list them with: patchbay deployment list")
}
