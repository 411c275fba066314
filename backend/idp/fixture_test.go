package idp_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	site      = "deployment-1"
	elsewhere = "deployment-2"
)

// canary is a client secret that must be found nowhere but in the vault.
const canary = "canary-7f3a9c-of-the-client"

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set; nobody is when nobody is set.
type access struct {
	*vault.Vault
	viewer, nobody bool
}

func (a *access) MayRead() (string, error) {
	if a.nobody {
		return "", fault.New(fault.Locked, "vault.locked", "the vault is locked")
	}
	return "Ada", nil
}

func (a *access) MayEdit(context.Context, string) (string, error) {
	if _, err := a.MayRead(); err != nil {
		return "", err
	}
	if a.viewer {
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role editor")
	}
	return "Ada", nil
}

func (a *access) Record(ctx context.Context, e audit.Entry) error {
	e.Operator = "Ada"
	return a.Update(ctx, func(tx *vault.Tx) error { return audit.New(a.Vault, time.Now).Append(tx, e) })
}

// variables are those of the only deployments, site and elsewhere.
type variables map[string]string

func (v variables) LookupOf(_ context.Context, id string) (func(string) (string, bool), error) {
	if id != site && id != elsewhere {
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
	providers *idp.Providers
	journal   *audit.Journal
	bus       *event.Bus
	mu        sync.Mutex // of events
	events    []event.Event
	now       time.Time
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{variables: variables{}, now: time.Now(), bus: &event.Bus{}}
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f.access = &access{Vault: v}
	f.bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e)
	})
	f.journal = audit.New(v, time.Now)
	f.providers = idp.New(idp.Options{
		Access: f.access, Deployments: f.variables, Network: direct{}, Journal: f.journal, Events: f.bus,
		Now: func() time.Time { return f.now }, Version: "test",
	})
	return f
}

func (f *fixture) save(t testing.TB, d idp.Draft) idp.Provider {
	t.Helper()
	saved, err := f.providers.Save(t.Context(), site, d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

func (f *fixture) get(t testing.TB, id string) idp.Provider {
	t.Helper()
	got, err := f.providers.Get(t.Context(), site, id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// actions are those of the journal, the newest first.
func (f *fixture) actions(t testing.TB) []string {
	t.Helper()
	var actions []string
	for _, e := range f.entries(t) {
		actions = append(actions, e.Action)
	}
	return actions
}

func (f *fixture) entries(t testing.TB) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// names are those of the events, the oldest first.
func (f *fixture) names() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, e := range f.events {
		names = append(names, e.Name)
	}
	return names
}

// confidential is a complete draft of an OpenID Connect client with a secret.
func confidential(name string) idp.Draft {
	return idp.Draft{
		Settings: signin.Settings{
			Name: name, Type: signin.OIDC, CallbackURL: "https://desk.example.com/callback",
			Issuer: "https://login.example.com", ClientID: "desk",
		},
		Secrets: signin.SecretInputs{ClientSecret: set(canary)},
	}
}

// codeHost is a complete draft of a plain OAuth 2.0 client with a secret.
func codeHost(base string) idp.Draft {
	return idp.Draft{
		Settings: signin.Settings{
			Name: "Code host", Type: signin.OAuth2, CallbackURL: "https://desk.example.com/callback",
			AuthURL: base + "/authorize", TokenURL: base + "/token", UserInfoURL: base + "/user", ClientID: "desk",
		},
		Secrets: signin.SecretInputs{ClientSecret: set(canary)},
	}
}

// university is a complete draft of a SAML provider.
func university() idp.Draft {
	return idp.Draft{Settings: signin.Settings{
		Name: "University", Type: signin.SAML, CallbackURL: "https://desk.example.com/acs",
		MetadataURL: "https://idp.example.com/metadata", SPEntityID: "https://desk.example.com/saml",
	}, Secrets: signin.KeepSecrets()}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// kindOf is the kind of a fault, "" without one.
func kindOf(err error) fault.Kind {
	if err == nil {
		return ""
	}
	return fault.Of(err).Kind
}

// fields names those that an error blames.
func fields(err error) []string {
	if err == nil {
		return nil
	}
	var names []string
	for _, f := range fault.Of(err).Fields {
		names = append(names, f.Name)
	}
	return names
}
