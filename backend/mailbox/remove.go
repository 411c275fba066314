package mailbox

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Remove deletes a mailbox with its secrets and proofs, when it has not changed
// since that revision. One with aliases is not deleted: mailbox.has_aliases
// names each of them, and the journal is told of the refusal.
func (m *Mailboxes) Remove(ctx context.Context, deploymentID, id string, revision vault.Revision) error {
	operator, err := m.access.MayEdit(ctx, actionRemoved)
	if err != nil {
		return err
	}
	entry := audit.Entry{Operator: operator, Action: actionRemoved, Deployment: deploymentID}
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		r, _, err := m.get(tx, deploymentID, id)
		if err != nil {
			return err
		}
		entry.Subject = r.Mailbox
		aliases, err := m.aliasesOf(tx, deploymentID, id, r.Mailbox)
		if err != nil {
			return err
		}
		if len(aliases) > 0 {
			return hasAliases(r.Mailbox, aliases)
		}
		if err := m.delete(tx, id, revision); err != nil {
			return fmt.Errorf("remove mailbox: %w", err)
		}
		return m.journal.Append(tx, entry)
	})
	if fault.HasCode(err, CodeHasAliases) {
		entry.Detail, entry.Refused = fault.Of(err).Message, true
		_ = m.access.Record(ctx, entry) // the refusal stands without room for it
	}
	if err == nil {
		m.events.Publish(event.Event{Name: "mailbox.removed", Deployment: deploymentID, Subject: id})
	}
	return err
}

// hasAliases names every alias as a field of its own.
func hasAliases(mailbox string, aliases []Alias) error {
	message := fmt.Sprintf("%s has %d aliases and cannot be deleted", mailbox, len(aliases))
	if len(aliases) == 1 {
		message = mailbox + " has an alias and cannot be deleted"
	}
	f := fault.New(fault.Conflict, CodeHasAliases, message).
		WithHint("remove the aliases, and delete it then")
	for _, alias := range aliases {
		f.Fields = append(f.Fields, fault.Field{Name: "aliases", Message: alias.Address})
	}
	return f
}

// delete removes a mailbox with its secrets and proofs.
func (m *Mailboxes) delete(tx *vault.Tx, id string, revision vault.Revision) error {
	if err := vault.Optional(m.states.Delete(tx, id, vault.AnyRevision)); err != nil {
		return err
	}
	if err := m.ledger.Remove(tx, id); err != nil {
		return err
	}
	return m.records.Delete(tx, id, revision) // and its secrets
}

// RemoveAll deletes what belongs to a deployment that goes.
func (m *Mailboxes) RemoveAll(tx *vault.Tx, deploymentID string) error {
	aliases, err := m.aliases.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, alias := range aliases {
		if err := m.aliases.Delete(tx, alias.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	mailboxes, err := m.records.Under(tx, deploymentID)
	if err != nil {
		return err
	}
	for _, mailbox := range mailboxes {
		if err := m.delete(tx, mailbox.ID, vault.AnyRevision); err != nil {
			return err
		}
	}
	return nil
}
