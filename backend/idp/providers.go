package idp

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// What is done to a provider, in the words of the audit journal.
const (
	actionSaved       = "idp.saved"
	actionRemoved     = "idp.removed"
	actionEnabled     = "idp.enabled"
	actionDisabled    = "idp.disabled"
	actionProved      = "idp.proved"
	actionKeyMade     = "idp.key_made"
	actionKeyReplaced = "idp.key_replaced"
)

// Access is what providers need of the vault and of who is at work. May*
// return the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
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

// Options are what providers are made of. Version is that of Patchbay, for
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

// Providers keeps the sign-in providers of each deployment.
type Providers struct {
	access      Access
	deployments Deployments
	network     Network
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	records     vault.Collection[record]
	states      vault.Collection[stateRecord]
	ledger      *evidence.Ledger
	unsaved     evidence.Unsaved
	pairs       pairs
	attempts    attempts
	seen        seen
}

// New returns the providers of a vault. Locking it ends the sign-ins that wait,
// and wipes what is held of drafts.
func New(o Options) *Providers {
	p := &Providers{
		access: o.Access, deployments: o.Deployments, network: o.Network, journal: o.Journal, events: o.Events,
		now: o.Now, version: o.Version,
		records: newRecords(), states: newStates(), ledger: newLedger(),
	}
	o.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			p.attempts.end()
			p.unsaved.Forget()
			p.pairs.wipe()
			p.seen.forget()
		}
	})
	return p
}

type lookup = func(name string) (string, bool)
