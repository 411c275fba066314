// Package mailbox keeps the mailboxes of a deployment with their aliases, and
// proves one draft or thousands of stored mailboxes.
//
// A mailbox is found by its address, compared without regard to case, which no
// other mailbox and no alias of the deployment may have. Its record keeps its
// ID when the address changes, and with it aliases and proofs.
package mailbox

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// Fault codes of this package. A fault of a whole document is
// settings.invalid, as for one that does not parse.
const (
	CodeInvalid         = account.CodeSettingsInvalid
	CodeNotFound        = "mailbox.not_found"
	CodeExists          = "mailbox.exists"
	CodeHasAliases      = "mailbox.has_aliases"
	CodeAliasExists     = "mailbox.alias_exists"
	CodeAliasNotFound   = "mailbox.alias_not_found"
	CodePasswordsDiffer = "mailbox.passwords_differ"
)

// Mailbox is a mailbox as stored.
type Mailbox struct {
	DeploymentID string
	ID           string // of the record: it stays when the address changes
	Revision     vault.Revision
	ChangedAt    time.Time
	Settings     imap.Settings
	Secrets      credential.Infos
	Aliases      []Alias // by address
	Status       evidence.Status
}

// Draft returns what is stored as a draft that changes nothing.
func (m Mailbox) Draft() Draft {
	return Draft{ID: m.ID, Revision: m.Revision, Settings: m.Settings, Secrets: account.KeepSecrets()}
}

// Summary is one line of the table of mailboxes.
type Summary struct {
	ID       string
	Revision vault.Revision
	Settings imap.Settings // with defaults; placeholders stay
	Aliases  int
	Status   evidence.Status // without its proof
	// Code and Cause are those of the first finding of the proof that the status
	// stands on, ProvedAt is when it began.
	Code, Cause string
	ProvedAt    time.Time // zero when never
	HasSecret   bool
}

// Draft is an unsaved mailbox.
type Draft struct {
	ID       string         // of the mailbox it was made from; empty for a new one
	Revision vault.Revision // of that mailbox; 0 for a new one
	Settings imap.Settings
	// Secrets are those of the document. The password of a stored mailbox is
	// changed by [Mailboxes.ChangePassword] only; a draft may bring another one
	// when it leads to another destination.
	Secrets account.SecretInputs
	// Whole says that the draft is a document that takes the place of the stored
	// one, password included: nobody has typed it into a form.
	Whole bool
}

// Check is what can be said of a draft before it is saved or proved.
type Check struct {
	Faults []fault.Field
	// Ready: all that a proof needs is there and valid. Complete: it can be
	// saved.
	Ready, Complete bool
	// Settings are the draft's with defaults and variables filled in.
	Settings imap.Settings
	// Unbound names the secrets that the draft wants to keep although they were
	// saved for another destination; Bound says which one that was.
	Unbound []string
	Bound   string
	Advice  credential.Advice
}

// Alias is an address whose mail arrives in a mailbox, with the defaults that
// the target system gives to that mail.
type Alias struct {
	ID        string // empty for a new one
	MailboxID string
	Mailbox   string // the address of the mailbox; not stored
	Revision  vault.Revision
	Address   string
	Workspace string
	// ProjectType and Client may be empty.
	ProjectType, Client string
}
