package mailbox

import (
	"context"

	"patchbay/backend/vault"
)

// known is what a deployment has before an import.
type known struct {
	deployment string
	lookup     lookup
	taken      *directory
	mailboxes  map[string]vault.Item[record]      // by ID
	aliases    map[string]vault.Item[aliasRecord] // by ID
}

func (m *Mailboxes) known(ctx context.Context, deploymentID string) (*known, error) {
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	k := &known{
		deployment: deploymentID, lookup: lookup,
		mailboxes: map[string]vault.Item[record]{}, aliases: map[string]vault.Item[aliasRecord]{},
	}
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		mailboxes, err := m.records.Under(tx, deploymentID)
		if err != nil {
			return err
		}
		for _, item := range mailboxes {
			k.mailboxes[item.ID] = item
		}
		aliases, err := m.aliases.Under(tx, deploymentID)
		for _, item := range aliases {
			k.aliases[item.ID] = item
		}
		k.taken = newDirectory(lookup, mailboxes, aliases)
		return err
	})
	return k, err
}
