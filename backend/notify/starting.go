package notify

import (
	"fmt"
	"reflect"

	"patchbay/backend/vault"
)

// startingActions are those that a deployment begins with. Their IDs are fixed, so
// that a list that has never been stored and a stored one name the same actions.
func startingActions(deploymentID string) []vault.Item[actionRecord] {
	start := []struct {
		slug, name string
		own        bool
	}{
		{"provide-information", "Provide information", false},
		{"approve-transaction", "Approve transaction", false},
		{"assign-task", "Assign task", false},
		{"send-message", "Send message", true},
		{"confirm-transaction", "Confirm transaction", true},
	}
	items := make([]vault.Item[actionRecord], len(start))
	for i, s := range start {
		r := actionRecord{Name: s.name, NeedsPerson: true, NotifyByEmail: true, Order: i}
		if s.own {
			r.Own = &ownRecord{}
		}
		items[i] = vault.Item[actionRecord]{ID: deploymentID + "/" + s.slug, Value: r}
	}
	return items
}

// ownActions are those of a deployment, stored or not yet.
func (n *Notifications) ownActions(tx *vault.Tx, deploymentID string) ([]vault.Item[actionRecord], error) {
	_, err := n.made.Meta(tx, deploymentID)
	if vault.Optional(err) == nil && err != nil {
		return startingActions(deploymentID), nil
	}
	if err != nil {
		return nil, err
	}
	return n.actions.Under(tx, deploymentID)
}

// make stores the actions that a deployment begins with, once.
func (n *Notifications) make(tx *vault.Tx, deploymentID string) error {
	_, err := n.made.Meta(tx, deploymentID)
	if err == nil || vault.Optional(err) != nil {
		return err
	}
	for _, item := range startingActions(deploymentID) {
		if _, err := n.actions.Put(tx, item.ID, item.Value, 0); err != nil {
			return fmt.Errorf("store the actions to begin with: %w", err)
		}
	}
	_, err = n.made.Put(tx, deploymentID, madeRecord{}, 0)
	return err
}

// untouched reports whether a stored action is still one to begin with. A draft
// made before the list was stored has no revision, and may change such a one.
func untouched(deploymentID string, item vault.Item[actionRecord]) bool {
	for _, start := range startingActions(deploymentID) {
		if start.ID == item.ID {
			return reflect.DeepEqual(start.Value, item.Value)
		}
	}
	return false
}
