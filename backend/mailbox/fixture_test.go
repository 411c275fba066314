package mailbox_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const site = "deployment-1"

// canary is a password that must be found nowhere but in the vault.
const canary = "canary-7f3a9c"

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

// variables are those of the only deployments, site and elsewhere.
type variables map[string]string

const elsewhere = "deployment-2"

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
	dir       string
	variables variables
	mailboxes *mailbox.Mailboxes
	journal   *audit.Journal
	bus       *event.Bus
	mu        sync.Mutex // of events
	events    []event.Event
	now       time.Time
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{dir: filepath.Join(t.TempDir(), "vault"), variables: variables{}, now: time.Now(), bus: &event.Bus{}}
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: f.dir, Cost: &cost},
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
	f.mailboxes = mailbox.New(mailbox.Options{
		Access: f.access, Deployments: f.variables, Network: direct{}, Journal: f.journal, Events: f.bus,
		Now: func() time.Time { return f.now }, Version: "test",
	})
	return f
}

func (f *fixture) save(t testing.TB, d mailbox.Draft) mailbox.Mailbox {
	t.Helper()
	saved, err := f.mailboxes.Save(t.Context(), site, d)
	if err != nil {
		t.Fatalf("save: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

func (f *fixture) get(t testing.TB, id string) mailbox.Mailbox {
	t.Helper()
	got, err := f.mailboxes.Get(t.Context(), site, id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (f *fixture) alias(t testing.TB, a mailbox.Alias) mailbox.Alias {
	t.Helper()
	saved, err := f.mailboxes.SaveAlias(t.Context(), site, a)
	if err != nil {
		t.Fatalf("save alias: %v %+v", err, fault.Of(err).Fields)
	}
	return saved
}

// entries are those of the journal, the newest first.
func (f *fixture) entries(t testing.TB) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// draft is a complete one.
func draft(address string) mailbox.Draft {
	return mailbox.Draft{
		Settings: imap.Settings{
			Mailbox: address, Name: "Service desk", Description: "Mail of the service desk",
			Settings: account.Settings{Host: "imap.example.com"},
		},
		Secrets: account.SecretInputs{Password: set(canary)},
	}
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}
