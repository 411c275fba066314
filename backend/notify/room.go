package notify

import (
	"cmp"
	"slices"

	"patchbay/backend/vault"
)

// makeRoom removes the oldest events, so that more messages can be kept.
func (n *Notifications) makeRoom(tx *vault.Tx, deploymentID string, more int) error {
	events, err := n.sendings.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	total := more
	for _, e := range events {
		total += e.Value.count()
	}
	if total <= maxMessages {
		return nil
	}
	slices.SortFunc(events, func(a, b vault.Item[eventRecord]) int {
		return cmp.Or(a.Value.At.Compare(b.Value.At), cmp.Compare(a.ID, b.ID))
	})
	busy := n.running.events() // one message of many may be sent again just now
	for _, e := range events {
		if total <= maxMessages {
			break
		}
		if busy[e.ID] {
			continue
		}
		for i := range e.Value.count() {
			if err := vault.Optional(n.messages.Delete(tx, messageID(e.ID, i), vault.AnyRevision)); err != nil {
				return err
			}
		}
		if err := n.sendings.Delete(tx, e.ID, vault.AnyRevision); err != nil {
			return err
		}
		total -= e.Value.count()
	}
	return nil
}
