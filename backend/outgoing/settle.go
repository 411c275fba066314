package outgoing

import (
	"context"
	"errors"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// settled is a draft whose secrets are all secrets.
type settled struct {
	Draft
	*credential.Settled
	expanded   smtp.Settings // with defaults and variables
	unresolved []smtp.Unresolved
}

// settle turns handles and keys into the secrets they stand for. done wipes
// what it made.
func (s *Servers) settle(draft Draft, lookup lookup) (d *settled, done func()) {
	d = &settled{Draft: draft}
	d.expanded, d.unresolved = draft.Settings.WithDefaults().Expand(lookup)
	d.Settled, done = s.secrets.Settle(draft.Secrets, d.expanded.Account())
	return d, done
}

// faults are those of the document, of placeholders without a value, and of the
// secrets.
func (d *settled) faults() []fault.Field {
	faults := d.Settings.Check()
	for _, u := range d.unresolved {
		faults = append(faults, credential.WithoutValue(u))
	}
	if len(faults) == 0 {
		faults = d.expanded.Check()
	}
	return slices.Concat(faults, credential.Faults(d.Inputs), d.Faults)
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}

// bound is what the stored secrets of a server were saved for; nil without a
// server.
func (s *Servers) bound(ctx context.Context, deploymentID string) (map[string]string, error) {
	var r record
	err := s.access.View(ctx, func(tx *vault.Tx) (err error) {
		r, _, err = s.servers.Get(tx, deploymentID)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		}
		return err
	})
	return r.Bound, err
}

// What is done to a server, in the words of the audit journal.
const (
	actionSaved    = "outgoing.server.saved"
	actionRemoved  = "outgoing.server.removed"
	actionProved   = "outgoing.server.proved"
	actionSignedIn = "outgoing.server.signed_in"
)

// entry is what the journal is told of a draft.
func (d Draft) entry(action, deploymentID string) audit.Entry {
	return audit.Entry{Action: action, Deployment: deploymentID, Subject: d.Settings.Host}
}
