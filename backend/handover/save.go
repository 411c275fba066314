package handover

import (
	"context"
	"fmt"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Save checks and keeps where to push to, when it has not changed since the
// draft's revision. A token is not kept. It raises handover.invalid and
// settings.secret_bound_elsewhere.
func (t *Targets) Save(ctx context.Context, deploymentID string, draft Draft) (Target, error) {
	operator, err := t.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Target{}, err
	}
	d, err := t.settle(ctx, deploymentID, draft)
	if err != nil {
		return Target{}, err
	}
	if faults := d.faults(); len(faults) > 0 {
		return Target{}, invalid(faults)
	}
	entry := d.entry(actionSaved)
	entry.Operator = operator
	err = t.access.Update(ctx, func(tx *vault.Tx) error {
		if err := t.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err // it was removed meanwhile
		}
		if err := t.put(tx, d); err != nil {
			return err
		}
		return t.journal.Append(tx, entry)
	})
	if fault.HasCode(err, CodeBoundElsewhere) {
		t.recordElsewhere(ctx, entry)
	}
	if err != nil {
		return Target{}, err
	}
	t.events.Publish(event.Event{Name: actionSaved, Deployment: deploymentID})
	return t.MailAPI(context.WithoutCancel(ctx), deploymentID) // it is saved already
}

func (t *Targets) put(tx *vault.Tx, d *settled) error {
	r := toRecord(d.settings)
	// The record comes first: secrets belong to a record that exists.
	if _, err := t.records.Put(tx, d.deployment, r, d.revision); err != nil {
		return fmt.Errorf("save the target of a push: %w", err)
	}
	bound, err := d.keep(tx)
	if err != nil {
		return err
	}
	r.Bound = bound
	_, err = t.records.Put(tx, d.deployment, r, vault.AnyRevision)
	return err
}
