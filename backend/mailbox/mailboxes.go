package mailbox

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// What is done to a mailbox, in the words of the audit journal.
const (
	actionSaved           = "mailbox.saved"
	actionRemoved         = "mailbox.removed"
	actionPasswordChanged = "mailbox.password_changed"
	actionProved          = "mailbox.proved"
	actionSignedIn        = "mailbox.signed_in"
	actionAliasSaved      = "mailbox.alias_saved"
	actionAliasRemoved    = "mailbox.alias_removed"
)

// Access is what mailboxes need of the vault and of who is at work. May*
// return the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused or ends a long run.
	Record(ctx context.Context, e audit.Entry) error
}

// Deployments knows the variables of a deployment; it fails for one that does
// not exist.
type Deployments interface {
	LookupOf(ctx context.Context, deploymentID string) (func(name string) (string, bool), error)
	// ExistsIn fails for one that does not exist in the transaction: it may be
	// removed after it was looked up.
	ExistsIn(tx *vault.Tx, deploymentID string) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Options are what mailboxes are made of. Version is that of Patchbay, for
// proofs.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
}

// Mailboxes keeps the mailboxes of each deployment.
type Mailboxes struct {
	access      Access
	deployments Deployments
	network     Network
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	keeper      *credential.Keeper
	records     vault.Collection[record]
	aliases     vault.Collection[aliasRecord]
	states      vault.Collection[stateRecord]
	ledger      *evidence.Ledger
	unsaved     evidence.Unsaved
}

// New returns the mailboxes of a vault. Locking it wipes what they hold of
// sign-ins and of proofs that were not saved, and ends runs of many proofs.
func New(o Options) *Mailboxes {
	m := &Mailboxes{
		access: o.Access, deployments: o.Deployments, network: o.Network, journal: o.Journal, events: o.Events,
		now: o.Now, version: o.Version,
		keeper: credential.New(credential.Options{
			Protocol: "imap", Kind: Kind, Access: o.Access, Network: o.Network, Events: o.Events,
		}),
		records: newRecords(), aliases: newAliases(), states: newStates(), ledger: newLedger(),
	}
	o.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			m.unsaved.Forget()
		}
	})
	return m
}

type lookup = func(name string) (string, bool)
