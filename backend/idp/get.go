package idp

import (
	"cmp"
	"context"
	"slices"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// Get returns one provider, or idp.not_found.
func (p *Providers) Get(ctx context.Context, deploymentID, id string) (Provider, error) {
	return p.one(ctx, deploymentID, func(*vault.Tx) (string, error) { return id, nil })
}

// ByName returns the provider with a name, compared without regard to case, or
// idp.not_found.
func (p *Providers) ByName(ctx context.Context, deploymentID, name string) (Provider, error) {
	return p.one(ctx, deploymentID, func(tx *vault.Tx) (string, error) {
		id, err := p.named(tx, deploymentID, name)
		if err == nil && id == "" {
			err = fault.Of(notFound()).WithField("name", "is not a sign-in provider of this deployment")
		}
		return id, err
	})
}

func (p *Providers) one(ctx context.Context, deploymentID string, find func(*vault.Tx) (string, error)) (Provider, error) {
	if _, err := p.access.MayRead(); err != nil {
		return Provider{}, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Provider{}, err
	}
	var found Provider
	err = p.access.View(ctx, func(tx *vault.Tx) error {
		id, err := find(tx)
		if err != nil {
			return err
		}
		found, err = p.read(tx, deploymentID, id, lookup)
		return err
	})
	return found, err
}

// read returns a provider with its proofs.
func (p *Providers) read(tx *vault.Tx, deploymentID, id string, lookup lookup) (Provider, error) {
	r, meta, err := p.get(tx, deploymentID, id)
	if err != nil {
		return Provider{}, err
	}
	found := Provider{
		DeploymentID: deploymentID, ID: id, Revision: meta.Revision, ChangedAt: meta.ChangedAt,
		Enabled: r.enabled(), Settings: r.settings(),
	}
	if found.Infos, err = infosOf(tx, id); err != nil {
		return Provider{}, err
	}
	light, err := p.lightOf(tx, id, r, lookup)
	if err != nil {
		return Provider{}, err
	}
	found.Status = light.Status
	if found.LastSignIn, err = p.newest(tx, id, signin.LevelSignIn); err != nil {
		return Provider{}, err
	}
	if found.LastCheck, err = p.newest(tx, id, signin.LevelCheck); err != nil {
		return Provider{}, err
	}
	found.Status.Proof, err = p.report(tx, id, light)
	return found, err
}

// lightOf is the light of a stored provider.
func (p *Providers) lightOf(tx *vault.Tx, id string, r record, lookup lookup) (light, error) {
	state, _, err := p.states.Get(tx, id)
	if err = vault.Optional(err); err != nil {
		return light{}, err
	}
	expanded := r.expanded(lookup)
	secrets, err := stored(tx, id, expanded)
	if err != nil {
		return light{}, err
	}
	defer secrets.Wipe()
	found := state.light(expanded, secrets, p.now())
	if !r.enabled() {
		found.Light, found.Summary = evidence.Disabled, "Switched off"
	}
	return found, nil
}

// newest returns the newest proof of a level, nil without one.
func (p *Providers) newest(tx *vault.Tx, id, level string) (*proof.Report, error) {
	kept, err := p.ledger.Recent(tx, shelf(id, level))
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	return &kept[0].Report, nil
}

// report returns the kept report that a light stands on, nil when it is not kept
// any more.
func (p *Providers) report(tx *vault.Tx, id string, l light) (*proof.Report, error) {
	if l.level == "" {
		return nil, nil
	}
	kept, err := p.ledger.Recent(tx, shelf(id, l.level))
	if err != nil {
		return nil, err
	}
	for _, entry := range kept {
		if entry.Report.StartedAt.Equal(l.glance.StartedAt) {
			return &entry.Report, nil
		}
	}
	return nil, nil
}

// List returns a deployment's providers, by name.
func (p *Providers) List(ctx context.Context, deploymentID string) ([]Summary, error) {
	if _, err := p.access.MayRead(); err != nil {
		return nil, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	list := []Summary{}
	err = p.access.View(ctx, func(tx *vault.Tx) error {
		own, err := p.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range own {
			line, err := p.summary(tx, item, lookup)
			if err != nil {
				return err
			}
			list = append(list, line)
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(fold(a.Settings.Name), fold(b.Settings.Name)), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

func (p *Providers) summary(tx *vault.Tx, item vault.Item[record], lookup lookup) (Summary, error) {
	infos, err := infosOf(tx, item.ID)
	if err != nil {
		return Summary{}, err
	}
	light, err := p.lightOf(tx, item.ID, item.Value, lookup)
	return Summary{
		ID: item.ID, Revision: item.Revision, Enabled: item.Value.enabled(),
		Settings: item.Value.settings().WithDefaults(), Target: item.Value.expanded(lookup).Target(),
		Status: light.Status, Infos: infos, Level: light.level,
		Code: light.glance.Code, Cause: light.glance.Cause, ProvedAt: light.glance.StartedAt,
	}, err
}
