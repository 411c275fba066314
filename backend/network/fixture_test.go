package network_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/network"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const canary = "canary-51be-of-the-proxy"

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set; nobody is when it is locked.
type access struct {
	*vault.Vault
	viewer, locked bool
}

func (a *access) MayRead() (string, error) {
	if a.locked {
		return "", fault.New(fault.Locked, vault.CodeLocked, "the vault is locked")
	}
	return "Ada", nil
}

func (a *access) MayEdit(context.Context, string) (string, error) {
	if a.viewer {
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role editor")
	}
	return a.MayRead()
}

func (a *access) Record(ctx context.Context, e audit.Entry) error {
	e.Operator = "Ada"
	return a.Update(ctx, func(tx *vault.Tx) error { return audit.New(a.Vault, time.Now).Append(tx, e) })
}

type fixture struct {
	access  *access
	routes  *network.Routes
	journal *audit.Journal
	events  []event.Event
	environ map[string]string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f := &fixture{access: &access{Vault: v}, environ: map[string]string{}}
	bus := &event.Bus{}
	bus.Subscribe(func(e event.Event) { f.events = append(f.events, e) })
	f.journal = audit.New(v, time.Now)
	f.routes = network.New(f.access, f.journal, bus, func(name string) string { return f.environ[name] })
	return f
}

func (f *fixture) save(t *testing.T, d network.Draft) network.Stored {
	t.Helper()
	stored, err := f.routes.Save(t.Context(), d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return stored
}

// proxyTo is what the kept way chooses for a host.
func (f *fixture) proxyTo(t *testing.T, host string) dial.Proxy {
	t.Helper()
	way, err := f.routes.Network(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return way.ProxyTo(host, 465)
}

func manual() network.Draft {
	return network.Draft{
		Settings: network.Settings{
			Proxy: network.ModeManual, Scheme: dial.ProxySOCKS5, Address: "proxy.example.com:1080", User: "portal",
			Resolver: "192.0.2.53",
		},
		Password: set(canary),
	}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// edited is a draft of what is stored, as a page makes it.
func edited(s network.Stored) network.Draft {
	return network.Draft{Settings: s.Settings, Revision: s.Revision, Password: secret.Input{Change: secret.Keep}}
}
