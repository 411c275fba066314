package outgoing_test

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const site = "deployment-1"

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set.
type access struct {
	*vault.Vault
	viewer bool
	full   bool // its disk is
}

func (a *access) Update(ctx context.Context, fn func(*vault.Tx) error) error {
	if a.full {
		return fault.New(fault.Internal, vault.CodeDiskFull, "the disk of the vault folder is full")
	}
	return a.Vault.Update(ctx, fn)
}

func (a *access) MayRead() (string, error) { return "Ada", nil }

func (a *access) MayEdit(context.Context, string) (string, error) {
	if a.viewer {
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role editor")
	}
	return "Ada", nil
}

func (a *access) Record(ctx context.Context, e audit.Entry) error {
	e.Operator = "Ada"
	return a.Update(ctx, func(tx *vault.Tx) error { return audit.New(a.Vault, time.Now).Append(tx, e) })
}

// variables are those of the only deployment.
type variables map[string]string

func (v variables) LookupOf(_ context.Context, id string) (func(string) (string, bool), error) {
	if id != site {
		return nil, fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return func(name string) (string, bool) { value, ok := v[name]; return value, ok }, nil
}

// gone is a variable that stands for a deployment which is removed between the
// look at it and the transaction.
const gone = "removed-meanwhile"

func (v variables) ExistsIn(_ *vault.Tx, _ string) error {
	if _, removed := v[gone]; removed {
		return fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return nil
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{}

func (direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

type fixture struct {
	access    *access
	variables variables
	servers   *outgoing.Servers
	journal   *audit.Journal
	bus       *event.Bus
	mu        sync.Mutex // of events
	events    []event.Event
	now       time.Time
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
	f := &fixture{access: &access{Vault: v}, variables: variables{}, now: time.Now()}
	bus := &event.Bus{}
	f.bus = bus
	bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e)
	})
	f.journal = audit.New(v, time.Now)
	f.servers = outgoing.New(outgoing.Options{
		Access: f.access, Deployments: f.variables, Network: direct{}, Journal: f.journal, Events: bus,
		Now: func() time.Time { return f.now }, Version: "test",
	})
	return f
}

func (f *fixture) save(t *testing.T, d outgoing.Draft) outgoing.Server {
	t.Helper()
	server, err := f.servers.Save(t.Context(), site, d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return server
}

func (f *fixture) get(t *testing.T) outgoing.Server {
	t.Helper()
	server, err := f.servers.Get(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// rehearsal starts a mail server and returns it with a draft that reaches it.
func rehearsal(t *testing.T) (*smtpd.Server, outgoing.Draft) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	return server, outgoing.Draft{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.SecuritySTARTTLS,
			Auth: smtp.SignInPassword, User: server.User(), From: "portal@example.com", CAPEM: server.CAPEM(),
		},
		Secrets: smtp.SecretInputs{Password: set(string(server.Password().Reveal()))},
	}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

func keep() secret.Input { return secret.Input{Change: secret.Keep} }

// edited is a draft of what is stored, as a page makes it.
func edited(server outgoing.Server) outgoing.Draft {
	return outgoing.Draft{
		Revision: server.Revision, Settings: server.Settings,
		Secrets: smtp.SecretInputs{Password: keep(), ClientSecret: keep(), RefreshToken: keep()},
	}
}
