package notify

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/vault"
)

// RemovePeople deletes people by their IDs, all of them or none. What became of
// their mail stays.
func (n *Notifications) RemovePeople(ctx context.Context, deploymentID string, ids []string) error {
	operator, err := n.mayEdit(ctx, actionPersonRemoved, deploymentID)
	if err != nil {
		return err
	}
	if err := n.deletePeople(ctx, operator, deploymentID, ids); err != nil {
		return err
	}
	n.changed(deploymentID, "")
	return nil
}

func (n *Notifications) deletePeople(ctx context.Context, operator, deploymentID string, ids []string) error {
	n.people.mu.Lock()
	defer n.people.mu.Unlock()
	d, err := n.directory(ctx, deploymentID)
	if err != nil {
		return err
	}
	entry := audit.Entry{Operator: operator, Action: actionPersonRemoved, Deployment: deploymentID}
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) error {
		for _, id := range ids {
			p, err := n.person(tx, deploymentID, id)
			if err != nil {
				return err
			}
			entry.Subject = p.Shown()
			if err := n.persons.Delete(tx, id, vault.AnyRevision); err != nil {
				return fmt.Errorf("remove the person: %w", err)
			}
		}
		if len(ids) != 1 {
			entry.Subject, entry.Detail = "", fmt.Sprintf("people: %d", len(ids))
		}
		return n.journal.Append(tx, entry)
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		d.remove(id)
	}
	return nil
}
