package handover

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// What is done to a target, in the words of the audit journal and of events.
const (
	actionSaved   = "handover.saved"
	actionApplied = "handover.applied"
)

// Access is what targets need of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Deployments knows what the URLs of a deployment are made of; it fails for one
// that does not exist.
type Deployments interface {
	NamesOf(ctx context.Context, deploymentID string) (tenantID, hostname string, err error)
	// ExistsIn fails for one that does not exist in the transaction.
	ExistsIn(tx *vault.Tx, deploymentID string) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Mail keeps the outgoing mail servers.
type Mail interface {
	// HandOver returns a deployment's server with its secrets, for an action of
	// the audit journal. Its faults are of the kind not found when there is none,
	// and invalid, with fields, when it means nothing elsewhere as it is stored.
	HandOver(ctx context.Context, deploymentID, action string) (Delivery, error)
	// Deliverable returns the same without the values of the secrets.
	Deliverable(ctx context.Context, deploymentID string) (Delivery, error)
	// Delivered reports for each glance whether it is one at exactly what is
	// stored now.
	Delivered(ctx context.Context, deploymentID string, glances []evidence.Glance) ([]bool, error)
}

// Options are what targets are made of. Version is that of Patchbay, for
// proofs.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Mail        Mail
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
}

// Targets keeps where the configuration of each deployment goes.
type Targets struct {
	access      Access
	deployments Deployments
	network     Network
	mail        Mail
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	records     vault.Collection[record]
	receipts    vault.Collection[receiptsRecord]
	running     running
}

// New returns the targets of a vault. Locking it ends the pushes under way.
func New(o Options) *Targets {
	t := &Targets{
		access: o.Access, deployments: o.Deployments, network: o.Network, mail: o.Mail,
		journal: o.Journal, events: o.Events, now: o.Now, version: o.Version,
		records: newRecords(), receipts: newReceipts(),
	}
	o.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			t.running.all()
		}
	})
	return t
}
