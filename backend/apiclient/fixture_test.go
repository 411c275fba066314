package apiclient_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/dial"
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

// sites are the only deployments, site and elsewhere.
type sites struct{}

func (sites) LookupOf(_ context.Context, id string) (func(string) (string, bool), error) {
	if id != site && id != elsewhere {
		return nil, fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return func(string) (string, bool) { return "", false }, nil
}

func (s sites) ExistsIn(_ *vault.Tx, id string) error {
	_, err := s.LookupOf(context.Background(), id)
	return err
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{}

func (direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

// clock is set by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

type fixture struct {
	access  *access
	clients *apiclient.Clients
	journal *audit.Journal
	bus     *event.Bus
	clock   *clock
	mu      sync.Mutex // of events
	events  []event.Event
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{clock: &clock{now: time.Now()}, bus: &event.Bus{}}
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
	f.clients = apiclient.New(apiclient.Options{
		Access: f.access, Deployments: sites{}, Network: direct{}, Journal: f.journal, Events: f.bus,
		Now: f.clock.Now, Version: "test",
	})
	return f
}

// save keeps a draft of the deployment site.
func (f *fixture) save(t testing.TB, d apiclient.Draft) apiclient.Client {
	t.Helper()
	saved, generated, err := f.clients.Save(t.Context(), site, d)
	if err != nil {
		t.Fatal(err)
	}
	generated.Wipe()
	f.clock.advance(time.Millisecond) // so that the next one is younger
	return saved
}

func (f *fixture) get(t testing.TB, id string) apiclient.Client {
	t.Helper()
	got, err := f.clients.Get(t.Context(), site, id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// issue gets a token with the canary, or fails.
func (f *fixture) issue(t testing.TB, clientID string) apiclient.Token {
	t.Helper()
	token, err := f.clients.Issue(t.Context(), asking(clientID, canary))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func (f *fixture) entries(t testing.TB) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
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

// script is a complete draft of a client of the local API, with the canary.
func script(clientID string, scopes ...string) apiclient.Draft {
	return apiclient.Draft{
		Settings: apiclient.Settings{ClientID: clientID, Scopes: scopes}, Secret: set(canary),
	}
}

// asking is a request for a token with one secret.
func asking(clientID, value string) apiclient.TokenRequest {
	return apiclient.TokenRequest{ClientID: clientID, Secrets: []secret.Text{secret.FromString(value)}}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// fields names those that an error blames.
func fields(err error) []string {
	if err == nil {
		return nil
	}
	return namesOf(fault.Of(err).Fields)
}

func namesOf(blamed []fault.Field) []string {
	var names []string
	for _, f := range blamed {
		names = append(names, f.Name)
	}
	return names
}
