package idp

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// SetEnabled switches a provider on or off, when it has not changed since that
// revision. Its proofs stay.
func (p *Providers) SetEnabled(ctx context.Context, deploymentID, id string, revision vault.Revision, on bool) (Provider, error) {
	action := actionDisabled
	if on {
		action = actionEnabled
	}
	return p.change(ctx, deploymentID, id, action, func(tx *vault.Tx, r record) error {
		r.Document.Enabled = &on
		_, err := p.records.Put(tx, id, r, revision)
		return err
	})
}

// change carries out one change of a stored provider, and tells of it.
func (p *Providers) change(
	ctx context.Context, deploymentID, id, action string, change func(*vault.Tx, record) error,
) (Provider, error) {
	operator, err := p.access.MayEdit(ctx, action)
	if err != nil {
		return Provider{}, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Provider{}, err
	}
	var changed Provider
	err = p.access.Update(ctx, func(tx *vault.Tx) error {
		r, _, err := p.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if err := change(tx, r); err != nil {
			return fmt.Errorf("change the sign-in provider: %w", err)
		}
		entry := audit.Entry{Operator: operator, Action: action, Deployment: deploymentID, Subject: r.Document.Name}
		if err := p.journal.Append(tx, entry); err != nil {
			return err
		}
		changed, err = p.read(tx, deploymentID, id, lookup)
		return err
	})
	if err != nil {
		return Provider{}, err
	}
	p.events.Publish(event.Event{Name: "idp.saved", Deployment: deploymentID, Subject: id})
	return changed, nil
}

// Remove deletes a provider with its secrets and proofs, when it has not changed
// since that revision.
func (p *Providers) Remove(ctx context.Context, deploymentID, id string, revision vault.Revision) error {
	operator, err := p.access.MayEdit(ctx, actionRemoved)
	if err != nil {
		return err
	}
	err = p.access.Update(ctx, func(tx *vault.Tx) error {
		r, _, err := p.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if err := p.delete(tx, id, revision); err != nil {
			return fmt.Errorf("remove the sign-in provider: %w", err)
		}
		return p.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionRemoved, Deployment: deploymentID, Subject: r.Document.Name,
		})
	})
	if err == nil {
		p.events.Publish(event.Event{Name: "idp.removed", Deployment: deploymentID, Subject: id})
	}
	return err
}

// delete removes a provider with its secrets and proofs.
func (p *Providers) delete(tx *vault.Tx, id string, revision vault.Revision) error {
	if err := vault.Optional(p.states.Delete(tx, id, vault.AnyRevision)); err != nil {
		return err
	}
	for _, level := range []string{signin.LevelSignIn, signin.LevelCheck} {
		if err := p.ledger.Remove(tx, shelf(id, level)); err != nil {
			return err
		}
	}
	return p.records.Delete(tx, id, revision) // and its secrets
}

// RemoveAll deletes what belongs to a deployment that goes.
func (p *Providers) RemoveAll(tx *vault.Tx, deploymentID string) error {
	own, err := p.records.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, item := range own {
		if err := p.delete(tx, item.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	return nil
}
