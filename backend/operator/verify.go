package operator

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Verify reads every record and every file of the unlocked vault. Every role
// may. Progress comes as the event "vault.verifying".
func (o *Operators) Verify(ctx context.Context) (vault.Verification, error) {
	v, who, err := o.unlocked()
	if err != nil {
		return vault.Verification{}, err
	}
	found, err := v.Verify(ctx, func(done, total int) {
		o.options.Events.Publish(event.Event{Name: "vault.verifying", Done: done, Total: total})
	})
	if err != nil {
		return found, err
	}
	entry := audit.Entry{
		Operator: who.Name, Action: actionVerified,
		Detail: fmt.Sprintf("%s whole, %d damaged", counted(found.Records, found.Secrets), len(found.Damaged)),
	}
	if err := o.record(ctx, v, entry); err != nil { // what was found is said all the same
		o.warn("the verification could not be noted in the audit journal", err)
	}
	return found, nil
}

// Inspect says what can be read of a vault that Unlock refuses as damaged,
// record by record. Nothing is unlocked or written.
func (o *Operators) Inspect(ctx context.Context, name string, password secret.Text) (vault.Verification, error) {
	v, err := o.opened()
	if err != nil {
		return vault.Verification{}, err
	}
	return v.Inspect(ctx, name, password)
}
