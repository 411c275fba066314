package app

import (
	"context"
	"strings"

	"patchbay/backend/network"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/vault"
)

// Network keeps how traffic leaves this machine.
type Network struct{ app *App }

// Get returns what is kept.
func (n *Network) Get() (NetworkSettings, error) {
	return call(n.app, func(ctx context.Context) (NetworkSettings, error) {
		stored, err := n.app.bench.Network.Get(ctx)
		return n.view(stored), err
	})
}

// Check says what is wrong with a draft.
func (n *Network) Check(draft NetworkDraft) ([]FieldFault, error) {
	return call(n.app, func(ctx context.Context) ([]FieldFault, error) {
		d := draft.draft()
		defer d.Password.Value.Wipe()
		faults, err := n.app.bench.Network.Check(ctx, d)
		return viewFields(faults), err
	})
}

// Save checks and keeps a draft.
func (n *Network) Save(draft NetworkDraft) (NetworkSettings, error) {
	return call(n.app, func(ctx context.Context) (NetworkSettings, error) {
		d := draft.draft()
		defer d.Password.Value.Wipe()
		stored, err := n.app.bench.Network.Save(ctx, d)
		return n.view(stored), err
	})
}

func (n *Network) view(stored network.Stored) NetworkSettings {
	return NetworkSettings{
		Revision: int(stored.Revision), ChangedAt: stamp(stored.ChangedAt),
		Proxy: string(stored.Proxy), Scheme: string(stored.Scheme), Address: stored.Address, User: stored.User,
		Password: viewSecret(stored.Password), Resolver: stored.Resolver, System: n.app.bench.Network.System(),
	}
}

func (d NetworkDraft) draft() network.Draft {
	return network.Draft{
		Settings: network.Settings{
			Proxy: network.Mode(d.Proxy), Scheme: dial.ProxyScheme(d.Scheme), Address: strings.TrimSpace(d.Address),
			User: strings.TrimSpace(d.User), Resolver: strings.TrimSpace(d.Resolver),
		},
		Password: d.Password.input(), Revision: vault.Revision(d.Revision),
	}
}
