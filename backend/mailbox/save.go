package mailbox

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// Save checks and keeps a draft: a new mailbox when it has no ID, else the one
// with that ID, when it has not changed since the draft's revision. It raises
// settings.invalid, settings.secret_bound_elsewhere, mailbox.exists,
// mailbox.alias_exists and mailbox.not_found.
func (m *Mailboxes) Save(ctx context.Context, deploymentID string, draft Draft) (Mailbox, error) {
	operator, err := m.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Mailbox{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Mailbox{}, err
	}
	d, done := m.settle(draft, lookup)
	defer done()
	if faults := d.faults(); len(faults) > 0 {
		return Mailbox{}, invalid(faults)
	}
	var saved Mailbox
	entry := audit.Entry{Operator: operator, Action: actionSaved, Deployment: deploymentID, Subject: draft.Settings.Mailbox}
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		if err := m.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err
		}
		id, err := m.putOne(tx, deploymentID, d)
		if err != nil {
			return err
		}
		if err := m.journal.Append(tx, entry); err != nil {
			return err
		}
		if d.Whole && d.ID != "" && d.changesPassword() {
			changed := entry
			changed.Action = actionPasswordChanged
			if err := m.journal.Append(tx, changed); err != nil {
				return err
			}
		}
		saved, err = m.read(tx, deploymentID, id, lookup)
		return err
	})
	if err != nil {
		m.recordElsewhere(ctx, entry, err, deploymentID, draft.ID)
		return Mailbox{}, err
	}
	m.events.Publish(event.Event{Name: "mailbox.saved", Deployment: deploymentID, Subject: saved.ID})
	return saved, nil
}

// putOne stores a single draft. A new mailbox has the proof that it had as a
// draft.
func (m *Mailboxes) putOne(tx *vault.Tx, deploymentID string, d *settled) (id string, err error) {
	taken, err := m.directory(tx, deploymentID, d.lookup)
	if err != nil {
		return "", err
	}
	if id, err = m.put(tx, taken, deploymentID, d); err != nil || d.ID != "" {
		return id, err
	}
	return id, m.adopt(tx, deploymentID, id, d.expanded, d.lookup)
}

// put stores a draft that has no faults, and returns its ID. The directory
// learns of it.
func (m *Mailboxes) put(tx *vault.Tx, taken *directory, deploymentID string, d *settled) (id string, err error) {
	id, revision := d.ID, d.Revision
	if id == "" {
		id, revision = vault.NewIDUnder(deploymentID), 0
	} else if _, _, err := m.get(tx, deploymentID, id); err != nil {
		return "", err
	}
	if conflict := taken.mailboxTaken(id, d.Settings.Mailbox); conflict != nil {
		return "", conflict
	}
	if err := m.mayBring(tx, d); err != nil {
		return "", err
	}
	r := toRecord(explicit(d.Settings))
	// The record comes first: secrets belong to a record that exists.
	if _, err := m.records.Put(tx, id, r, revision); err != nil {
		return "", fmt.Errorf("save mailbox: %w", err)
	}
	if r.Bound, err = m.keeper.Store(tx, id, d.secrets); err != nil {
		return "", err
	}
	if _, bound := r.Bound["password"]; !bound && credential.Used(d.expanded.Settings, "password") {
		return "", invalid([]fault.Field{{Name: "password", Message: "is required"}})
	}
	if _, err := m.records.Put(tx, id, r, vault.AnyRevision); err != nil {
		return "", err
	}
	taken.addMailbox(id, r.Mailbox)
	return id, m.judgeAgain(tx, id, d.expanded)
}

// mayBring refuses another password for a stored mailbox whose destination is
// what it was: that is changed on purpose, and typed twice.
func (m *Mailboxes) mayBring(tx *vault.Tx, d *settled) error {
	if d.ID == "" || d.Whole || !d.changesPassword() {
		return nil
	}
	stored, err := m.stored(tx, d.ID, d.expanded)
	if err != nil {
		return err
	}
	defer stored.Wipe()
	if !stored.Password.IsSet() || stored.Password.Equal(d.secrets.Inputs.Password.Value) {
		return nil
	}
	return fault.New(fault.Invalid, CodeInvalid, "the password of a stored mailbox is changed on its own").
		WithField("password", "is another one than the stored one; change it with Change password").
		WithHint("leave the password out, and change it with: patchbay mailbox password " + d.Settings.Mailbox)
}

// explicit fixes the choices that a document may leave out; the port and the
// user name stay empty where they follow others.
func explicit(settings imap.Settings) imap.Settings {
	full := settings.WithDefaults()
	settings.Security, settings.Auth = full.Security, full.Auth
	return settings
}

// recordElsewhere notes in the journal that a stored secret was not sent to
// another destination than its own.
func (m *Mailboxes) recordElsewhere(ctx context.Context, entry audit.Entry, err error, deploymentID, id string) {
	if fault.HasCode(err, credential.CodeBoundElsewhere) {
		bound, _ := m.boundOf(ctx, deploymentID, id) // the refusal is noted without it too
		m.keeper.RecordElsewhere(ctx, entry, err, bound)
	}
}
