package notify

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// RemoveAction deletes an action with its secrets and proofs, when it has not changed since
// that revision. What became of its mail stays.
func (n *Notifications) RemoveAction(ctx context.Context, deploymentID, id string, revision vault.Revision) error {
	operator, err := n.mayEdit(ctx, actionActionRemoved, deploymentID)
	if err != nil {
		return err
	}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		if err := n.make(tx, deploymentID); err != nil {
			return err
		}
		if !vault.IsUnder(deploymentID, id) {
			return actionNotFound()
		}
		r, meta, err := n.actions.Get(tx, id)
		if vault.Optional(err) == nil && err != nil {
			return actionNotFound()
		}
		if err != nil {
			return err
		}
		if revision == 0 && untouched(deploymentID, vault.Item[actionRecord]{ID: id, Value: r}) {
			revision = meta.Revision
		}
		if err := n.actions.Delete(tx, id, revision); err != nil { // and its secrets
			return fmt.Errorf("remove the action: %w", err)
		}
		if err := n.proofs.Remove(tx, id); err != nil {
			return err
		}
		return n.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionActionRemoved, Deployment: deploymentID, Subject: r.Name,
		})
	})
	if err == nil {
		n.changed(deploymentID, id)
	}
	return err
}
