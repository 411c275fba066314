package mailbox

import (
	"context"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// Get returns one mailbox, or mailbox.not_found.
func (m *Mailboxes) Get(ctx context.Context, deploymentID, id string) (Mailbox, error) {
	return m.one(ctx, deploymentID, func(*vault.Tx, lookup) (string, error) { return id, nil })
}

// ByAddress returns the mailbox with an address, compared without regard to
// case, or mailbox.not_found.
func (m *Mailboxes) ByAddress(ctx context.Context, deploymentID, address string) (Mailbox, error) {
	return m.one(ctx, deploymentID, func(tx *vault.Tx, lookup lookup) (string, error) {
		known, err := m.directory(tx, deploymentID, lookup)
		if err != nil {
			return "", err
		}
		id, found := known.find(address)
		if !found {
			return "", fault.Of(notFound()).WithField("mailbox", "is not a mailbox of this deployment")
		}
		return id, nil
	})
}

func (m *Mailboxes) one(ctx context.Context, deploymentID string, find func(*vault.Tx, lookup) (string, error)) (Mailbox, error) {
	if _, err := m.access.MayRead(); err != nil {
		return Mailbox{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Mailbox{}, err
	}
	var found Mailbox
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		id, err := find(tx, lookup)
		if err != nil {
			return err
		}
		found, err = m.read(tx, deploymentID, id, lookup)
		return err
	})
	return found, err
}

// read returns a mailbox with its aliases and the proof its light stands on.
func (m *Mailboxes) read(tx *vault.Tx, deploymentID, id string, lookup lookup) (Mailbox, error) {
	r, meta, err := m.get(tx, deploymentID, id)
	if err != nil {
		return Mailbox{}, err
	}
	found := Mailbox{
		DeploymentID: deploymentID, ID: id, Revision: meta.Revision, ChangedAt: meta.ChangedAt, Settings: r.settings(),
	}
	if found.Aliases, err = m.aliasesOf(tx, deploymentID, id, r.Mailbox); err != nil {
		return Mailbox{}, err
	}
	if found.Secrets, err = m.keeper.Infos(tx, id); err != nil {
		return Mailbox{}, err
	}
	state, _, err := m.states.Get(tx, id)
	if err = vault.Optional(err); err != nil {
		return Mailbox{}, err
	}
	var known bool
	expanded := r.expanded(lookup)
	if found.Status, known = state.status(r, expanded, m.now()); !known {
		if found.Status, err = m.statusBySecrets(tx, id, state.Glance, expanded); err != nil {
			return Mailbox{}, err
		}
	}
	found.Status.Proof, err = m.report(tx, id, state.Glance)
	return found, err
}

// report returns the kept report of a glance, nil when it is not kept any more.
func (m *Mailboxes) report(tx *vault.Tx, id string, glance evidence.Glance) (*proof.Report, error) {
	kept, err := m.ledger.Recent(tx, id)
	if err != nil {
		return nil, err
	}
	for _, entry := range kept {
		if entry.Report.StartedAt.Equal(glance.StartedAt) {
			return &entry.Report, nil
		}
	}
	return nil, nil
}
