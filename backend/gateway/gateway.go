// Package gateway keeps how the vault sends its own mail, which is the password
// that an owner resets for another operator: through a server of its own, or
// through the outgoing mail of a deployment.
//
// Whoever leads that mail elsewhere reads the password in it, and becomes the
// operator it was meant for. Only owners change the gateway and the template of
// the mail; and where the outgoing mail of a deployment, which editors may change,
// leads elsewhere since an owner chose it, no password is mailed until an owner
// saves the gateway again.
package gateway

import (
	"context"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/notify/shelf"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Access is what the gateway needs of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayOwn(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Deployments finds a deployment.
type Deployments interface {
	// Find returns one by ID or name. It fails for one that does not exist.
	Find(ctx context.Context, named string) (id, name string, err error)
}

// Route is where the outgoing mail of a deployment leads.
type Route struct {
	// Fingerprint differs when somebody else may read the mail: another server,
	// account, sender or authority.
	Fingerprint string
	Target      string // "host:port as user", to be shown
	// Configured: the deployment has outgoing mail.
	Configured bool
	Plain      bool // without encryption
	Status     evidence.Status
	From       string
}

// Mail is the outgoing mail of deployments.
type Mail interface {
	Route(ctx context.Context, deploymentID string) (Route, error)
	// Send sends by the route with this fingerprint, and by no other: it raises
	// the fault of redirected for another one.
	Send(ctx context.Context, deploymentID, fingerprint string, redirected func(now Route) error, batch smtp.Batch) error
	// Prove proves what is stored.
	Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error)
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
	// Way identifies the proxy and the DNS server that are in use: another text
	// means that connections may end up elsewhere.
	Way(ctx context.Context) (string, error)
}

// Options are what a gateway is made of. Version is that of Patchbay, for proofs.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Mail        Mail
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
	// VaultName is what a mail calls the vault.
	VaultName func() string
}

// Gateway keeps and proves how the vault's own mail is sent, and sends it.
type Gateway struct {
	access      Access
	deployments Deployments
	network     Network
	mail        Mail
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	vaultName   func() string
	settings    vault.Collection[record]
	templates   shelf.Shelf
	proofs      *evidence.Ledger
	secrets     *credential.Keeper
}

// New returns the gateway of a vault.
func New(o Options) *Gateway {
	return &Gateway{
		access: o.Access, deployments: o.Deployments, network: o.Network, mail: o.Mail, journal: o.Journal,
		events: o.Events, now: o.Now, version: o.Version, vaultName: o.VaultName,
		settings: newSettings(), templates: newTemplates(), proofs: newProofs(),
		secrets: credential.New(credential.Options{
			Protocol: "smtp", Kind: Kind, Access: o.Access, Network: o.Network, Events: o.Events,
		}),
	}
}

func (g *Gateway) changed() { g.events.Publish(event.Event{Name: "gateway.changed"}) }
