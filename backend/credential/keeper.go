// Package credential keeps the secrets of mail accounts for the capabilities
// that own such accounts: it gathers them for a proof, obtains refresh tokens by
// a sign-in at the provider, and follows their renewal.
//
// A stored secret is bound to the destination it was saved for. A proof of a
// draft may use it only while the draft leads to that same destination; this
// is enforced by the vault's encryption, not by a comparison here.
package credential

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// Fault codes of this package.
const (
	CodeInvalid        = account.CodeSettingsInvalid
	CodeBoundElsewhere = "settings.secret_bound_elsewhere"
)

// Access is what a Keeper needs of the vault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	// Record writes an audit entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Options are what a Keeper is made of.
type Options struct {
	// Protocol is the first word of destinations, and what an access token is
	// looked at for: "smtp" or "imap".
	Protocol string
	// Kind is that of the vault's records that own the secrets.
	Kind    string
	Access  Access
	Network Network
	Events  *event.Bus
}

// Keeper keeps the secrets of the accounts of one kind.
type Keeper struct {
	protocol, kind string
	access         Access
	network        Network
	events         *event.Bus
	tokens         tokens
}

// New returns the keeper of a kind's secrets. Locking the vault wipes what it
// holds of sign-ins.
func New(o Options) *Keeper {
	k := &Keeper{protocol: o.Protocol, kind: o.Kind, access: o.Access, network: o.Network, events: o.Events}
	o.Events.Subscribe(func(e event.Event) {
		if e.Name == "vault.locked" {
			k.tokens.wipe()
		}
	})
	return k
}

func invalid(faults []fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
}
