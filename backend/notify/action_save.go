package notify

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// settledAction is a draft whose secrets are all secrets.
type settledAction struct {
	ActionDraft
	*credential.Settled // nil without a server of its own that is configured
	unresolved          []smtp.Unresolved
}

// settle turns handles and keys into the secrets they stand for. done wipes what
// it made.
func (n *Notifications) settle(draft ActionDraft, lookup func(string) (string, bool)) (d *settledAction, done func()) {
	d = &settledAction{ActionDraft: draft}
	d.Name = strings.TrimSpace(d.Name)
	if d.Own != nil {
		d.Own = &Own{Server: typedIn(d.Own.Server)}
	}
	if !d.Own.Configured() {
		return d, func() {}
	}
	expanded, unresolved := d.Own.Server.WithDefaults().Expand(lookup)
	d.unresolved = unresolved
	d.Settled, done = n.keeper.Settle(draft.Secrets, expanded.Account())
	return d, done
}

// SaveAction checks and keeps an action: a new one without an ID, else the one
// with that ID, when it has not changed since the draft's revision. A secret of
// its own server is bound to where that server is.
func (n *Notifications) SaveAction(ctx context.Context, deploymentID string, draft ActionDraft) (Action, error) {
	operator, err := n.access.MayEdit(ctx, actionActionSaved)
	if err != nil {
		return Action{}, err
	}
	lookup, err := n.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Action{}, err
	}
	d, done := n.settle(draft, lookup)
	defer done()
	if faults := d.faults(lookup); len(faults) > 0 {
		return Action{}, invalid(faults)
	}
	entry := audit.Entry{Operator: operator, Action: actionActionSaved, Deployment: deploymentID, Subject: d.Name}
	var saved Action
	var bound map[string]string
	err = n.update(ctx, deploymentID, func(tx *vault.Tx) (err error) {
		if err := n.make(tx, deploymentID); err != nil {
			return err
		}
		if saved, bound, err = n.putAction(tx, deploymentID, d); err != nil {
			return err
		}
		if err := n.shineOn(tx, &saved, lookup); err != nil {
			return err
		}
		return n.journal.Append(tx, entry)
	})
	if err != nil {
		if fault.HasCode(err, CodeBoundElsewhere) {
			n.keeper.RecordElsewhere(ctx, entry, err, bound)
		}
		return Action{}, prefixed(err)
	}
	n.changed(deploymentID, saved.ID)
	return saved, nil
}

// putAction stores a draft that has no faults. It returns what its secrets were
// bound to before, also with an error.
func (n *Notifications) putAction(tx *vault.Tx, deploymentID string, d *settledAction) (saved Action, bound map[string]string, err error) {
	items, err := n.ownActions(tx, deploymentID)
	if err != nil {
		return Action{}, nil, err
	}
	before, err := d.placed(items)
	if err != nil {
		return Action{}, nil, err
	}
	if d.Template, err = n.findTemplate(tx, deploymentID, d.Template); err != nil {
		return Action{}, nil, err
	}
	id, revision := d.ID, d.Revision
	if id == "" {
		id, revision = vault.NewIDUnder(deploymentID), 0
	} else if revision == 0 && untouched(deploymentID, before) {
		revision = before.Revision
	}
	r := d.record(before.Value.Order)
	// The record comes first: secrets belong to a record that exists.
	if _, err := n.actions.Put(tx, id, r, revision); err != nil {
		return Action{}, nil, fmt.Errorf("save the action: %w", err)
	}
	if r.Bound, err = n.keepSecrets(tx, id, d); err != nil {
		return Action{}, before.Value.Bound, err
	}
	meta, err := n.actions.Put(tx, id, r, vault.AnyRevision)
	if err != nil {
		return Action{}, nil, err
	}
	saved, err = n.toAction(tx, vault.Item[actionRecord]{ID: id, Meta: meta, Value: r})
	return saved, nil, err
}

// placed finds the action that a draft is of, and refuses a name that another one
// has. A new one comes last.
func (d *settledAction) placed(items []vault.Item[actionRecord]) (before vault.Item[actionRecord], err error) {
	found := d.ID == ""
	for _, item := range items {
		if item.ID == d.ID {
			before, found = item, true
		} else if strings.EqualFold(item.Value.Name, d.Name) {
			return before, fault.New(fault.Conflict, CodeActionExists, "another action of this deployment has this name").
				WithField("name", "is the name of another action").WithHint("give this one its own name")
		}
		if d.ID == "" {
			before.Value.Order = max(before.Value.Order, item.Value.Order+1)
		}
	}
	switch {
	case !found:
		return before, actionNotFound()
	case d.ID == "" && len(items) >= maxActions:
		return before, fault.New(fault.Invalid, CodeInvalid, fmt.Sprintf("a deployment has at most %d actions", maxActions))
	}
	return before, nil
}

func (d *settledAction) record(order int) actionRecord {
	own := d.Own
	if own.Configured() { // fix the choices that a document may leave out
		full := own.Server.WithDefaults()
		explicit := own.Server
		explicit.Security, explicit.Auth = full.Security, full.Auth
		own = &Own{Server: explicit}
	}
	return actionRecord{
		Name: d.Name, NeedsPerson: d.NeedsPerson, NotifyByEmail: d.NotifyByEmail,
		ManyFirstAnswer: d.ManyFirstAnswer, Template: d.Template, Order: order, Own: toOwnRecord(own),
	}
}

// keepSecrets stores the secrets of an action's own server; without one there are
// none.
func (n *Notifications) keepSecrets(tx *vault.Tx, id string, d *settledAction) (map[string]string, error) {
	settled := d.Settled
	if settled == nil {
		settled = &credential.Settled{}
	}
	bound, err := n.keeper.Store(tx, id, settled)
	if len(bound) == 0 {
		bound = nil
	}
	return bound, err
}
