package notify_test

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
	"patchbay/backend/notify"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	site      = "deployment-1"
	elsewhere = "deployment-2"
)

// canary is a secret that must be found nowhere but in the vault.
const canary = "canary-55c1e0-of-the-action"

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set; nobody is when nobody is set.
type access struct {
	*vault.Vault
	viewer, nobody bool
	asked          string // the action that a viewer was refused at last
	mu             sync.Mutex
	full           bool // its disk is
}

func (a *access) setFull(full bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.full = full
}

func (a *access) Update(ctx context.Context, fn func(*vault.Tx) error) error {
	a.mu.Lock()
	full := a.full
	a.mu.Unlock()
	if full {
		return fault.New(fault.Internal, vault.CodeDiskFull, "the disk of the vault folder is full")
	}
	return a.Vault.Update(ctx, fn)
}

func (a *access) MayRead() (string, error) {
	if a.nobody {
		return "", fault.New(fault.Locked, "vault.locked", "the vault is locked")
	}
	return "Ada", nil
}

func (a *access) MayEdit(_ context.Context, action string) (string, error) {
	if _, err := a.MayRead(); err != nil {
		return "", err
	}
	if a.viewer {
		a.asked = action
		return "", fault.New(fault.Denied, "operator.not_allowed", "this needs the role editor")
	}
	return "Ada", nil
}

func (a *access) Record(ctx context.Context, e audit.Entry) error {
	e.Operator = "Ada"
	return a.Update(ctx, func(tx *vault.Tx) error { return audit.New(a.Vault, time.Now).Append(tx, e) })
}

// sites are the only deployments, site and elsewhere.
type sites struct {
	of        notify.Site
	variables map[string]string
	removed   string // after it was looked up
}

func (s *sites) LookupOf(_ context.Context, id string) (func(string) (string, bool), error) {
	if id != site && id != elsewhere {
		return nil, fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return func(name string) (string, bool) { value, ok := s.variables[name]; return value, ok }, nil
}

func (s *sites) SiteOf(_ context.Context, id string) (notify.Site, error) {
	_, err := s.LookupOf(context.Background(), id)
	return s.of, err
}

func (s *sites) ExistsIn(_ *vault.Tx, id string) error {
	if id == s.removed {
		return fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	_, err := s.LookupOf(context.Background(), id)
	return err
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{}

func (direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

// outgoing is a deployment's outgoing mail: a real server on loopback.
type outgoing struct {
	state   notify.MailState
	request smtp.Request
	fail    error // to begin
}

func (o *outgoing) State(context.Context, string) (notify.MailState, error) { return o.state, nil }

func (o *outgoing) SetEnabled(_ context.Context, _ string, on bool) error {
	o.state.Enabled = on
	return nil
}

func (o *outgoing) Send(ctx context.Context, _ string, batch smtp.Batch) error {
	if o.fail != nil {
		return o.fail
	}
	return smtp.Send(ctx, smtp.SendRequest{Request: o.request, Batch: batch})
}

// inbox is that of the rehearsal: a real server on loopback.
type inbox struct {
	request smtp.Request
	own     *notify.Own // for whose server it stood in at last
}

func (i *inbox) Catch(ctx context.Context, _ string, own *notify.Own, batch smtp.Batch) error {
	i.own = own
	return smtp.Send(ctx, smtp.SendRequest{Request: i.request, Batch: batch})
}

type fixture struct {
	access    *access
	sites     *sites
	mail      *outgoing
	rehearsal *inbox
	notify    *notify.Notifications
	journal   *audit.Journal
	bus       *event.Bus
	now       func() time.Time
	mu        sync.Mutex // of events
	events    []event.Event
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{bus: &event.Bus{}, now: time.Now, mail: &outgoing{}, rehearsal: &inbox{}, sites: &sites{variables: map[string]string{}, of: notify.Site{
		Name: "Production", TenantID: "acme", Environment: "production",
		PortalURL: "https://portal.example.com/", MessagesURL: "https://portal.example.com/messages",
	}}}
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
	f.notify = f.again()
	return f
}

// again is Patchbay after a restart: nothing of what it held in memory.
func (f *fixture) again() *notify.Notifications {
	return notify.New(notify.Options{
		Access: f.access, Deployments: f.sites, Network: direct{}, Mail: f.mail, Rehearsal: f.rehearsal,
		Journal: f.journal, Events: f.bus, Now: f.now, Version: "test",
	})
}

// server starts a rehearsal mail server and returns it with the request that
// reaches it.
func newServer(t testing.TB) (*smtpd.Server, smtp.Request) {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{MaxMessages: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	return server, smtp.Request{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.SecuritySTARTTLS,
			Auth: smtp.SignInPassword, User: server.User(), From: "portal@example.com", CAPEM: server.CAPEM(),
		},
		Secrets: smtp.Secrets{Password: server.Password()},
	}
}

// withServer gives the deployment an outgoing mail server and switches everything
// on.
func (f *fixture) withServer(t testing.TB) *smtpd.Server {
	t.Helper()
	server, request := newServer(t)
	f.mail.request = request
	f.mail.state = notify.MailState{Configured: true, Enabled: true, From: "portal@example.com"}
	f.switches(t, notify.Switches{Integration: true, Notifications: true})
	return server
}

func (f *fixture) switches(t testing.TB, s notify.Switches) notify.StoredSwitches {
	t.Helper()
	saved, err := f.notify.SaveSwitches(t.Context(), site, s, vault.AnyRevision)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func (f *fixture) person(t testing.TB, p notify.Person) notify.Person {
	t.Helper()
	saved, err := f.notify.SavePerson(t.Context(), site, p)
	if err != nil {
		t.Fatalf("save a person: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

// ada is a person with everything.
func (f *fixture) ada(t testing.TB) notify.Person {
	return f.person(t, notify.Person{Name: "Ada", UserName: "ada", Email: "ada@example.com"})
}

func (f *fixture) action(t testing.TB, name string) notify.Action {
	t.Helper()
	a, err := f.notify.Action(t.Context(), site, name)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (f *fixture) saveAction(t testing.TB, d notify.ActionDraft) notify.Action {
	t.Helper()
	saved, err := f.notify.SaveAction(t.Context(), site, d)
	if err != nil {
		t.Fatalf("save an action: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

func (f *fixture) send(t testing.TB, e notify.Event) []notify.Message {
	t.Helper()
	sent, err := f.notify.Send(t.Context(), site, e, "run-1")
	if err != nil {
		t.Fatalf("send: %v %+v", err, fault.Of(err).Fields)
	}
	return sent.Messages
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

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

// fields names those that an error blames.
func fields(err error) []string {
	var names []string
	if err != nil {
		for _, f := range fault.Of(err).Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// outcomes are those of messages, by person.
func outcomes(messages []notify.Message) map[string]notify.Outcome {
	m := map[string]notify.Outcome{}
	for _, message := range messages {
		m[message.PersonName] = message.Outcome
	}
	return m
}
