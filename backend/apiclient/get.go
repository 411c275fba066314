package apiclient

import (
	"cmp"
	"context"
	"slices"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// List returns the clients of a deployment: the default one first, then by
// client ID.
func (c *Clients) List(ctx context.Context, deploymentID string) ([]Client, error) {
	list := []Client{}
	err := c.reading(ctx, deploymentID, func(tx *vault.Tx) error {
		own, err := c.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		chosen, err := c.defaultOf(tx, deploymentID, own)
		if err != nil {
			return err
		}
		for _, item := range own {
			one, err := c.read(tx, item, item.ID == chosen)
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Client) int {
		if a.Default != b.Default {
			return map[bool]int{true: -1, false: 1}[a.Default]
		}
		return cmp.Compare(a.ClientID, b.ClientID)
	})
	return list, err
}

// Get returns one client by the ID of its record, or apiclient.not_found.
func (c *Clients) Get(ctx context.Context, deploymentID, id string) (Client, error) {
	return c.one(ctx, deploymentID, func([]vault.Item[record], string) string { return id })
}

// ByClientID returns the client with a client ID, the default one for "", or
// apiclient.not_found.
func (c *Clients) ByClientID(ctx context.Context, deploymentID, clientID string) (Client, error) {
	found, err := c.one(ctx, deploymentID, func(own []vault.Item[record], chosen string) string {
		if clientID == "" {
			return chosen
		}
		return named(own, clientID)
	})
	if clientID != "" && fault.HasCode(err, CodeNotFound) {
		err = notFound().WithField("clientId", "is not an API client of this deployment")
	}
	return found, err
}

func (c *Clients) one(
	ctx context.Context, deploymentID string, choose func(own []vault.Item[record], chosen string) string,
) (Client, error) {
	var found Client
	err := c.reading(ctx, deploymentID, func(tx *vault.Tx) error {
		own, err := c.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		chosen, err := c.defaultOf(tx, deploymentID, own)
		if err != nil {
			return err
		}
		id := choose(own, chosen)
		item, err := c.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		found, err = c.read(tx, item, id == chosen)
		return err
	})
	return found, err
}

// reading views the vault for somebody who may read a deployment that exists.
func (c *Clients) reading(ctx context.Context, deploymentID string, fn func(*vault.Tx) error) error {
	if _, err := c.access.MayRead(); err != nil {
		return err
	}
	if err := c.exists(ctx, deploymentID); err != nil {
		return err
	}
	return c.access.View(ctx, fn)
}

// reread reads a client after a change within the same transaction.
func (c *Clients) reread(tx *vault.Tx, deploymentID, id string) (Client, error) {
	own, err := c.records.Under(tx, deploymentID)
	if err != nil {
		return Client{}, err
	}
	chosen, err := c.defaultOf(tx, deploymentID, own)
	if err != nil {
		return Client{}, err
	}
	item, err := c.get(tx, deploymentID, id)
	if err != nil {
		return Client{}, err
	}
	return c.read(tx, item, id == chosen)
}

// read returns a stored client with what is known of it.
func (c *Clients) read(tx *vault.Tx, item vault.Item[record], isDefault bool) (Client, error) {
	r := item.Value
	found := Client{
		DeploymentID: deploymentOf(item.ID), ID: item.ID, Revision: item.Revision, ChangedAt: item.ChangedAt,
		Settings: r.settings(), Bound: r.Bound, Tokens: c.tokens.countOf(item.ID, c.now()),
	}
	found.Default = isDefault
	var err error
	if found.Secret, err = tx.SecretInfo(ref(item.ID)); err != nil {
		return Client{}, err
	}
	use, _, err := c.uses.Get(tx, item.ID)
	if err = vault.Optional(err); err != nil {
		return Client{}, err
	}
	found.LastUsedAt = later(use.LastUsedAt, c.activity.last(item.ID))
	value, err := open(tx, item.ID, r)
	if err != nil {
		return Client{}, err
	}
	defer value.Wipe()
	found.Status, err = c.ledger.Status(tx, item.ID, r.settings().hash(), proved{value}, c.now())
	return found, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
