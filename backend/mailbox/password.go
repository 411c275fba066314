package mailbox

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// ChangePassword replaces the password of a stored mailbox. It raises
// mailbox.passwords_differ when confirm is another one, which blames the field
// confirm, and settings.invalid, which blames next.
func (m *Mailboxes) ChangePassword(ctx context.Context, deploymentID, id string, next, confirm secret.Text) (Mailbox, error) {
	operator, err := m.access.MayEdit(ctx, actionPasswordChanged)
	if err != nil {
		return Mailbox{}, err
	}
	lookup, err := m.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Mailbox{}, err
	}
	inputs := account.KeepSecrets()
	inputs.Password = secret.Input{Change: secret.Set, Value: next}
	if err := checkPasswords(inputs, confirm); err != nil {
		return Mailbox{}, err
	}
	var changed Mailbox
	err = m.access.Update(ctx, func(tx *vault.Tx) error {
		r, err := m.replacePassword(tx, deploymentID, id, inputs, lookup)
		if err != nil {
			return err
		}
		err = m.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionPasswordChanged, Deployment: deploymentID, Subject: r.Mailbox,
		})
		if err != nil {
			return err
		}
		changed, err = m.read(tx, deploymentID, id, lookup)
		return err
	})
	if err != nil {
		return Mailbox{}, err
	}
	m.events.Publish(event.Event{Name: "mailbox.saved", Deployment: deploymentID, Subject: id})
	return changed, nil
}

func checkPasswords(inputs account.SecretInputs, confirm secret.Text) error {
	next := inputs.Password.Value
	if !next.IsSet() {
		return invalid([]fault.Field{{Name: "next", Message: "is required"}})
	}
	if faults := credential.Faults(inputs); len(faults) > 0 {
		for i := range faults {
			faults[i].Name = "next"
		}
		return invalid(faults)
	}
	if !next.Equal(confirm) {
		return fault.New(fault.Invalid, CodePasswordsDiffer, "the two passwords are not the same").
			WithField("confirm", "is not the same as the new password").WithHint("enter the new password twice")
	}
	return nil
}

// replacePassword stores the new password for where the mailbox leads now.
func (m *Mailboxes) replacePassword(
	tx *vault.Tx, deploymentID, id string, inputs account.SecretInputs, lookup lookup,
) (record, error) {
	r, _, err := m.get(tx, deploymentID, id)
	if err != nil {
		return record{}, err
	}
	expanded := r.expanded(lookup)
	if !credential.Used(expanded.Settings, "password") {
		return record{}, fault.New(fault.Conflict, CodeInvalid, "this mailbox signs in with OAuth 2.0 and has no password").
			WithHint("sign in at the provider again, or change the way to sign in first")
	}
	settled, done := m.keeper.Settle(inputs, expanded.Settings)
	defer done()
	if r.Bound, err = m.keeper.Store(tx, id, settled); err != nil {
		return record{}, err
	}
	if _, err := m.records.Put(tx, id, r, vault.AnyRevision); err != nil {
		return record{}, err
	}
	return r, m.judgeAgain(tx, id, expanded)
}
