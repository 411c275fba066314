package localapi_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/localapi"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// access is a vault with someone at work in it who may read, and edit as well
// unless viewer is set; nobody is when it is locked.
type access struct {
	*vault.Vault
	viewer, locked bool
}

func (a *access) View(ctx context.Context, fn func(*vault.Tx) error) error {
	if _, err := a.MayRead(); err != nil {
		return err
	}
	return a.Vault.View(ctx, fn)
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

// tenants are the deployments there are.
type tenants []string

func (t tenants) TenantIDs(context.Context) ([]string, error) { return t, nil }

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type fixture struct {
	dir     string
	access  *access
	clock   *clock
	api     *localapi.API
	journal *audit.Journal
	bus     *event.Bus
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	cost := kdf.ForTests()
	f := &fixture{dir: filepath.Join(t.TempDir(), "vault"), clock: &clock{at: time.Now()}, bus: &event.Bus{}}
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: f.dir, Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	f.access = &access{Vault: v}
	f.journal = audit.New(v, f.clock.now)
	f.api = f.again()
	return f
}

// again is the API of the same vault in another process.
func (f *fixture) again() *localapi.API {
	return localapi.New(localapi.Options{
		Access: f.access, Deployments: tenants{"acme", "globex"}, Journal: f.journal, Events: f.bus, Now: f.clock.now,
		VaultID: func() string { return "0123456789abcdef" },
	})
}

func (f *fixture) authority(t *testing.T) localapi.Authority {
	t.Helper()
	authority, err := f.api.Authority(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

// entries are those of the journal with an action, newest first.
func (f *fixture) entries(t *testing.T, action string) []audit.Entry {
	t.Helper()
	page, err := f.journal.Find(t.Context(), audit.Filter{Action: action})
	if err != nil {
		t.Fatal(err)
	}
	return page.Entries
}

// key is the one of a process.
func key(t *testing.T) crypto.Signer {
	t.Helper()
	made, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return made
}
