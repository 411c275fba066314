package notify

import (
	"errors"

	"patchbay/backend/vault"
)

// RemoveAll deletes what belongs to a deployment that goes.
func (n *Notifications) RemoveAll(tx *vault.Tx, deploymentID string) error {
	if err := vault.Optional(n.switches.Delete(tx, deploymentID, vault.AnyRevision)); err != nil {
		return err
	}
	if err := n.removeProofs(tx, deploymentID); err != nil {
		return err
	}
	if err := vault.Optional(n.made.Delete(tx, deploymentID, vault.AnyRevision)); err != nil {
		return err
	}
	return errors.Join(
		removeOf(tx, n.actions, deploymentID), removeOf(tx, n.persons, deploymentID),
		n.templates.Clear(tx, deploymentID+"/"),
		removeOf(tx, n.sendings, deploymentID), removeOf(tx, n.messages, deploymentID),
	)
}

// removeOf deletes the records of a collection that belong to a deployment, and
// their secrets.
func removeOf[T any](tx *vault.Tx, c vault.Collection[T], deploymentID string) error {
	own, err := c.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, item := range own {
		if err := c.Delete(tx, item.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	return nil
}
