package apiclient

import (
	"context"
	"crypto/subtle"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// What is done to a client, in the words of the audit journal.
const (
	actionSaved         = "apiclient.saved"
	actionRemoved       = "apiclient.removed"
	actionSecretChanged = "apiclient.secret_changed"
	actionRevoked       = "apiclient.revoked"
	actionProved        = "apiclient.proved" // only where it was refused
)

// Names of events; they say what is done to a client as well.
const (
	eventSaved   = "apiclient.saved"
	eventRemoved = "apiclient.removed"
	eventProved  = "apiclient.proved"
	eventUsed    = "apiclient.used"
)

// Access is what clients need of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Deployments knows which deployments there are; it fails for one that does not
// exist.
type Deployments interface {
	LookupOf(ctx context.Context, deploymentID string) (func(name string) (string, bool), error)
	// ExistsIn fails for one that does not exist in the transaction.
	ExistsIn(tx *vault.Tx, deploymentID string) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Options are what clients are made of. Version is that of Patchbay, for proofs.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
}

// Clients keeps the API clients of each deployment, and the access tokens that
// were given to them.
type Clients struct {
	access      Access
	deployments Deployments
	network     Network
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	records     vault.Collection[record]
	defaults    vault.Collection[defaultRecord]
	uses        vault.Collection[useRecord]
	ledger      *evidence.Ledger
	unsaved     evidence.Unsaved
	tokens      tokens
	limits      *limits
	activity    activity
	compare     func(a, b []byte) int // in constant time
}

// New returns the clients of a vault. Locking it ends all access tokens, and
// removing a deployment those of its clients.
func New(o Options) *Clients {
	c := &Clients{
		access: o.Access, deployments: o.Deployments, network: o.Network, journal: o.Journal, events: o.Events,
		now: o.Now, version: o.Version,
		records: newRecords(), defaults: newDefaults(), uses: newUses(), ledger: newLedger(),
		limits: newLimits(), compare: subtle.ConstantTimeCompare,
	}
	o.Events.Subscribe(func(e event.Event) {
		switch e.Name {
		case "vault.locked":
			c.tokens.endAll()
			c.activity.forget()
			c.unsaved.Forget()
		case "deployment.removed":
			c.tokens.endWithin(e.Deployment)
		}
	})
	return c
}

// exists fails for a deployment that there is not.
func (c *Clients) exists(ctx context.Context, deploymentID string) error {
	_, err := c.deployments.LookupOf(ctx, deploymentID)
	return err
}
