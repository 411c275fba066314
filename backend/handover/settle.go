package handover

import (
	"context"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// settled is a draft with its URL.
type settled struct {
	deployment          string
	revision            vault.Revision
	settings            mailapi.Settings
	clientSecret, token secret.Input
}

func (t *Targets) settle(ctx context.Context, deploymentID string, draft Draft) (*settled, error) {
	urls, err := t.urls(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	return &settled{
		deployment: deploymentID, revision: draft.Revision, settings: urls.complete(draft.Settings),
		clientSecret: draft.ClientSecret, token: draft.Token,
	}, nil
}

// faults keep a draft from being saved.
func (d *settled) faults() []fault.Field {
	faults := d.settings.Check()
	if message := clientSecretFault(d.clientSecret); message != "" {
		faults = append(faults, fault.Field{Name: fieldClientSecret, Message: message})
	}
	blamed := func(f fault.Field) bool { return f.Name == "tokenUrl" }
	if d.clientSecret.Change == secret.Set && d.settings.TokenURL == "" && !slices.ContainsFunc(faults, blamed) {
		faults = append(faults, fault.Field{Name: "tokenUrl", Message: "is required with a client secret"})
	}
	return faults
}

// pushFaults keep it from being pushed as well, with these secrets.
func (d *settled) pushFaults(secrets mailapi.Secrets, bound bool) []fault.Field {
	faults := d.faults()
	blame := func(name, message string) {
		known := func(f fault.Field) bool { return f.Name == name }
		if message != "" && !slices.ContainsFunc(faults, known) {
			faults = append(faults, fault.Field{Name: name, Message: message})
		}
	}
	blame(fieldToken, tokenFault(d.token))
	for _, f := range d.settings.CheckSecrets(secrets) {
		if bound || f.Name != fieldClientSecret { // else it is there, for another target
			blame(f.Name, f.Message)
		}
	}
	return faults
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the target is not complete").WithFields(faults...)
}

// entry is what the journal is told of a draft.
func (d *settled) entry(action string) audit.Entry {
	return audit.Entry{Action: action, Deployment: d.deployment, Subject: d.settings.URL}
}

// recordElsewhere notes in the journal that the stored client secret was not
// given to another target than its own. Without room for the entry the refusal
// stands all the same.
func (t *Targets) recordElsewhere(ctx context.Context, entry audit.Entry) {
	var r record
	err := t.access.View(ctx, func(tx *vault.Tx) (err error) {
		r, _, err = t.records.Get(tx, entry.Deployment)
		return err
	})
	if err != nil {
		return
	}
	entry.Detail, entry.Refused = fieldClientSecret+" was saved for "+r.Bound, true
	_ = t.access.Record(ctx, entry)
}
