package mailbox

import (
	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
)

// settled is a draft whose secrets are all secrets.
type settled struct {
	Draft
	lookup     lookup
	expanded   imap.Settings // with defaults and variables
	unresolved []account.Unresolved
	secrets    *credential.Settled
}

// settle turns handles and keys into the secrets they stand for. done wipes
// what it made.
func (m *Mailboxes) settle(draft Draft, lookup lookup) (d *settled, done func()) {
	d = &settled{Draft: draft, lookup: lookup}
	d.expanded, d.unresolved = draft.Settings.WithDefaults().Expand(lookup)
	d.secrets, done = m.keeper.Settle(draft.Secrets, d.expanded.Settings)
	return d, done
}

// faults are those of a document that is to be saved, and of its secrets.
func (d *settled) faults() []fault.Field { return d.check(imap.Settings.Check) }

// provable are the faults that stand against a proof.
func (d *settled) provable() []fault.Field { return d.check(imap.Settings.CheckProvable) }

func (d *settled) check(rules func(imap.Settings) []fault.Field) []fault.Field {
	faults := rules(d.Settings)
	for _, u := range d.Draft.unresolved(d.lookup) {
		faults = append(faults, credential.WithoutValue(u))
	}
	if len(faults) == 0 {
		faults = rules(d.expanded)
	}
	faults = append(faults, credential.Faults(d.secrets.Inputs)...)
	return append(faults, d.secrets.Faults...)
}

// unresolved are the placeholders without a value in what was entered: defaults
// that follow another field are not blamed twice.
func (d Draft) unresolved(lookup lookup) []account.Unresolved {
	_, unresolved := d.Settings.Expand(lookup)
	return unresolved
}

// changesPassword reports whether the draft brings a password.
func (d *settled) changesPassword() bool { return d.secrets.Inputs.Password.Change == secret.Set }

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}
