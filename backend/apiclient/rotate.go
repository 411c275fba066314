package apiclient

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Rotate gives a client another secret, which is generated and returned this
// once; the caller wipes it. The old one is gone, and the client's tokens end.
func (c *Clients) Rotate(ctx context.Context, deploymentID, id string, revision vault.Revision) (Client, secret.Text, error) {
	value := newSecret()
	changed, err := c.change(ctx, deploymentID, id, actionSecretChanged, func(tx *vault.Tx, item vault.Item[record]) error {
		// The record is written as well: its revision is how a page knows of it.
		if _, err := c.records.Put(tx, id, item.Value, revision); err != nil {
			return fmt.Errorf("give the API client another secret: %w", err)
		}
		return tx.PutSecret(ref(id), item.Value.settings().destination(), value)
	})
	if err != nil {
		value.Wipe()
		return Client{}, secret.Text{}, err
	}
	return changed, value, nil
}

// Revoke ends the tokens of a client, which may ask for others.
func (c *Clients) Revoke(ctx context.Context, deploymentID, id string) (Client, error) {
	return c.change(ctx, deploymentID, id, actionRevoked, func(*vault.Tx, vault.Item[record]) error { return nil })
}

// change carries out one change of a stored client, ends its tokens, and tells
// of it.
func (c *Clients) change(
	ctx context.Context, deploymentID, id, action string, change func(*vault.Tx, vault.Item[record]) error,
) (Client, error) {
	operator, err := c.access.MayEdit(ctx, action)
	if err != nil {
		return Client{}, err
	}
	if err := c.exists(ctx, deploymentID); err != nil {
		return Client{}, err
	}
	var changed Client
	err = c.access.Update(ctx, func(tx *vault.Tx) error {
		item, err := c.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		if err := change(tx, item); err != nil {
			return err
		}
		entry := audit.Entry{Operator: operator, Action: action, Deployment: deploymentID, Subject: item.Value.ClientID}
		if err := c.journal.Append(tx, entry); err != nil {
			return err
		}
		changed, err = c.reread(tx, deploymentID, id)
		return err
	})
	if err != nil {
		return Client{}, err
	}
	c.tokens.endOf(id)
	changed.Tokens = 0
	c.events.Publish(event.Event{Name: eventSaved, Deployment: deploymentID, Subject: id})
	return changed, nil
}
