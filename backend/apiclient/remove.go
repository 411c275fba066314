package apiclient

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/vault"
)

// Remove deletes a client with its secret and proofs, when it has not changed
// since that revision. Its tokens end. When it was the default one, the oldest of
// those that are left is.
func (c *Clients) Remove(ctx context.Context, deploymentID, id string, revision vault.Revision) error {
	operator, err := c.access.MayEdit(ctx, actionRemoved)
	if err != nil {
		return err
	}
	err = c.access.Update(ctx, func(tx *vault.Tx) error {
		item, err := c.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if err := c.delete(tx, id, revision); err != nil {
			return fmt.Errorf("remove the API client: %w", err)
		}
		if err := c.forgetDefault(tx, deploymentID, id); err != nil {
			return err
		}
		return c.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionRemoved, Deployment: deploymentID, Subject: item.Value.ClientID,
		})
	})
	if err != nil {
		return err
	}
	c.tokens.endOf(id)
	c.events.Publish(event.Event{Name: eventRemoved, Deployment: deploymentID, Subject: id})
	return nil
}

// forgetDefault removes the choice of a client that goes.
func (c *Clients) forgetDefault(tx *vault.Tx, deploymentID, id string) error {
	chosen, _, err := c.defaults.Get(tx, deploymentID)
	if err != nil || chosen.Client != id {
		return vault.Optional(err)
	}
	return c.defaults.Delete(tx, deploymentID, vault.AnyRevision)
}

// delete removes a client with its secret and proofs.
func (c *Clients) delete(tx *vault.Tx, id string, revision vault.Revision) error {
	if err := vault.Optional(c.uses.Delete(tx, id, vault.AnyRevision)); err != nil {
		return err
	}
	if err := c.ledger.Remove(tx, id); err != nil {
		return err
	}
	return c.records.Delete(tx, id, revision) // and its secret
}

// RemoveAll deletes what belongs to a deployment that goes.
func (c *Clients) RemoveAll(tx *vault.Tx, deploymentID string) error {
	own, err := c.records.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, item := range own {
		if err := c.delete(tx, item.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	return vault.Optional(c.defaults.Delete(tx, deploymentID, vault.AnyRevision))
}
