package handover_test

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const site = "deployment-1"

// Secrets that must be found nowhere but in the vault and on the wire to their
// own destination.
const (
	mailPassword = "canary-5d0e-of-the-mail-server"
	clientSecret = "canary-7f3a-of-the-client"
	handToken    = "canary-9b2c-of-the-hand"
)

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set; nobody is when nobody is set.
type access struct {
	*vault.Vault
	viewer, nobody bool
	full           bool // its disk is
}

func (a *access) Update(ctx context.Context, fn func(*vault.Tx) error) error {
	if a.full {
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

// names are those of the only deployment, which may be gone by the time
// something is stored.
type names struct {
	tenantID, hostname string
	gone               atomic.Bool
}

func (n *names) ExistsIn(_ *vault.Tx, id string) error {
	if id != site || n.gone.Load() {
		return fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return nil
}

func (n *names) NamesOf(_ context.Context, id string) (string, string, error) {
	if id != site {
		return "", "", fault.New(fault.NotFound, "deployment.not_found", "there is no such deployment")
	}
	return n.tenantID, n.hostname, nil
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{}

func (direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

// mail is the outgoing mail of the only deployment.
type mail struct {
	settings smtp.Settings
	password string
	refuses  error
	opened   atomic.Int32 // how often its secrets were
}

func (m *mail) secrets() smtp.Secrets { return smtp.Secrets{Password: secret.FromString(m.password)} }

func (m *mail) HandOver(ctx context.Context, id, _ string) (handover.Delivery, error) {
	delivery, err := m.Deliverable(ctx, id)
	if err == nil {
		m.opened.Add(1)
		delivery.Secrets = m.secrets()
	}
	return delivery, err
}

func (m *mail) Deliverable(context.Context, string) (handover.Delivery, error) {
	if m.refuses != nil {
		return handover.Delivery{}, m.refuses
	}
	full := m.settings.WithDefaults()
	return handover.Delivery{
		Settings: full, ConfigHash: full.Hash(), Stored: []credential.StoredSecret{{Field: "password"}},
	}, nil
}

func (m *mail) Delivered(_ context.Context, _ string, glances []evidence.Glance) ([]bool, error) {
	same := make([]bool, len(glances))
	for i, g := range glances {
		same[i] = g.Status(m.settings.Hash(), m.secrets(), g.StartedAt).Light != evidence.Stale
	}
	return same, nil
}

type fixture struct {
	access  *access
	names   *names
	mail    *mail
	targets *handover.Targets
	journal *audit.Journal
	bus     *event.Bus
	mu      sync.Mutex // of events
	events  []event.Event
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f := &fixture{
		access: &access{Vault: v}, bus: &event.Bus{}, names: &names{tenantID: "acme", hostname: "portal.example.com"}, journal: audit.New(v, time.Now),
		mail: &mail{password: mailPassword, settings: smtp.Settings{
			Host: "mail.example.com", Port: "587", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword,
			User: "portal", From: "portal@example.com", FromName: "Portal",
		}},
	}
	f.bus.Subscribe(func(e event.Event) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.events = append(f.events, e)
	})
	f.targets = handover.New(handover.Options{
		Access: f.access, Deployments: f.names, Network: direct{}, Mail: f.mail, Journal: f.journal, Events: f.bus,
		Now: time.Now, Version: "test",
	})
	return f
}

func (f *fixture) save(t testing.TB, d handover.Draft) handover.Target {
	t.Helper()
	saved, err := f.targets.Save(t.Context(), site, d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

func (f *fixture) get(t testing.TB) handover.Target {
	t.Helper()
	target, err := f.targets.MailAPI(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	return target
}

func (f *fixture) plan(t testing.TB, d handover.Draft) handover.Plan {
	t.Helper()
	plan, err := f.targets.Plan(t.Context(), site, d)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func (f *fixture) apply(t testing.TB, d handover.Draft) handover.Applied {
	t.Helper()
	applied, err := f.targets.Apply(t.Context(), site, handover.ApplyRequest{Draft: d, Run: "run"})
	if err != nil {
		t.Fatalf("apply: %v %+v", err, fault.Of(err).Fields)
	}
	return applied
}

// name is what the target is called.
func (f *fixture) name(t testing.TB) (name string) {
	t.Helper()
	err := f.access.View(t.Context(), func(tx *vault.Tx) (err error) {
		name, err = handover.NameIn(tx, site)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// entries are those of the journal, the newest first, without what the clock
// says.
func (f *fixture) entries(t testing.TB) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Entries {
		page.Entries[i].Sequence, page.Entries[i].At = 0, time.Time{}
	}
	return page.Entries
}

// published are the names of the events, the oldest first, without the steps of
// proofs.
func (f *fixture) published() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for _, e := range f.events {
		if e.Name != "proof.step" {
			names = append(names, e.Name)
		}
	}
	return names
}

// byHand is a complete draft with a token that was pasted.
func byHand(url, caPEM string) handover.Draft {
	return handover.Draft{
		Settings: mailapi.Settings{Form: mailapi.FormOther, URL: url, CAPEM: caPEM},
		Token:    set(handToken),
	}
}

// byClient is a complete draft with a client that obtains the token.
func byClient(url, tokenURL, caPEM string) handover.Draft {
	return handover.Draft{
		Settings: mailapi.Settings{
			Form: mailapi.FormOther, URL: url, TokenURL: tokenURL, ClientID: "patchbay",
			ClientAuth: "client_secret_basic", Scope: "mail:write", CAPEM: caPEM,
		},
		ClientSecret: set(clientSecret),
	}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

func blamed(faults []fault.Field) []string {
	var names []string
	for _, f := range faults {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return names
}

// fields names those that an error blames, sorted.
func fields(err error) []string {
	if err == nil {
		return nil
	}
	return blamed(fault.Of(err).Fields)
}
