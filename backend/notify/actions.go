package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// The bounds of actions.
const (
	maxActions    = 200
	maxActionName = 200 // bytes
)

// Actions returns the actions of a deployment, in their order: those it begins
// with first.
func (n *Notifications) Actions(ctx context.Context, deploymentID string) ([]Action, error) {
	if err := n.mayRead(ctx, deploymentID); err != nil {
		return nil, err
	}
	lookup, err := n.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	var list []Action
	err = n.access.View(ctx, func(tx *vault.Tx) (err error) {
		if list, err = n.readActions(tx, deploymentID); err != nil {
			return err
		}
		return n.shine(tx, list, lookup)
	})
	return list, err
}

func (n *Notifications) readActions(tx *vault.Tx, deploymentID string) ([]Action, error) {
	items, err := n.ownActions(tx, deploymentID)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(items, func(a, b vault.Item[actionRecord]) int {
		return cmp.Or(cmp.Compare(a.Value.Order, b.Value.Order), cmp.Compare(a.ID, b.ID))
	})
	list := make([]Action, len(items))
	for i, item := range items {
		if list[i], err = n.toAction(tx, item); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (n *Notifications) toAction(tx *vault.Tx, item vault.Item[actionRecord]) (Action, error) {
	r := item.Value
	a := Action{
		ID: item.ID, Revision: item.Revision, ChangedAt: item.ChangedAt, Name: r.Name,
		NeedsPerson: r.NeedsPerson, NotifyByEmail: r.NotifyByEmail, Own: r.Own.own(),
		Template: r.Template, ManyFirstAnswer: r.ManyFirstAnswer,
	}
	var err error
	if a.Own != nil && item.Revision != 0 {
		a.Secrets, err = n.keeper.Infos(tx, item.ID)
	}
	return a, err
}

// Action returns one action, by its ID or its name.
func (n *Notifications) Action(ctx context.Context, deploymentID, id string) (Action, error) {
	list, err := n.Actions(ctx, deploymentID)
	if err != nil {
		return Action{}, err
	}
	return findAction(list, id)
}

func findAction(list []Action, id string) (Action, error) {
	for _, a := range list {
		if a.ID == id || strings.EqualFold(a.Name, id) {
			return a, nil
		}
	}
	return Action{}, actionNotFound()
}

func actionNotFound() error {
	return fault.New(fault.NotFound, CodeActionNotFound, "this deployment has no such action").
		WithHint("list them with: patchbay notify action list")
}
