package credential_test

import (
	"context"
	"path/filepath"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

const (
	kind   = "mailbox"
	id     = "deployment-1/mailbox-1"
	canary = "canary-19bd-of-the-mailbox"
)

// access is a vault in which Ada is at work.
type access struct {
	*vault.Vault
	full    bool // its disk is
	refused []audit.Entry
}

func (a *access) Update(ctx context.Context, fn func(*vault.Tx) error) error {
	if a.full {
		return fault.New(fault.Internal, vault.CodeDiskFull, "the disk of the vault folder is full")
	}
	return a.Vault.Update(ctx, fn)
}

func (a *access) Record(_ context.Context, e audit.Entry) error {
	a.refused = append(a.refused, e)
	return nil
}

// direct is a network without a proxy, with the system's resolver.
type direct struct{}

func (direct) Network(context.Context) (dial.Network, error) { return dial.Network{}, nil }

type fixture struct {
	access *access
	keeper *credential.Keeper
	bus    *event.Bus
	events []event.Event
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
	f := &fixture{access: &access{Vault: v}, bus: &event.Bus{}}
	f.bus.Subscribe(func(e event.Event) { f.events = append(f.events, e) })
	f.keeper = credential.New(credential.Options{
		Protocol: "imap", Kind: kind, Access: f.access, Network: direct{}, Events: f.bus,
	})
	return f
}

// store saves secrets as a capability does: after a record of its own.
func (f *fixture) store(t *testing.T, id string, inputs account.SecretInputs, expanded account.Settings) (map[string]string, error) {
	t.Helper()
	settled, done := f.keeper.Settle(inputs, expanded)
	defer done()
	var bound map[string]string
	err := f.access.Update(t.Context(), func(tx *vault.Tx) (err error) {
		bound, err = f.keeper.Store(tx, id, settled)
		return err
	})
	return bound, err
}

func (f *fixture) mustStore(t *testing.T, id string, inputs account.SecretInputs, expanded account.Settings) map[string]string {
	t.Helper()
	bound, err := f.store(t, id, inputs, expanded)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

func (f *fixture) prepare(t *testing.T, ctx context.Context, id string, expanded account.Settings) *credential.Prepared {
	t.Helper()
	settled, done := f.keeper.Settle(account.KeepSecrets(), expanded)
	t.Cleanup(done)
	prepared, err := f.keeper.Prepare(ctx, credential.PrepareRequest{ID: id, Settled: settled})
	if err != nil {
		t.Error(err)
		return &credential.Prepared{}
	}
	return prepared
}

func set(value string) secret.Input {
	return secret.Input{Change: secret.Set, Value: secret.FromString(value)}
}

func withPassword(value string) account.SecretInputs {
	return account.SecretInputs{Password: set(value)}
}

func withRefreshToken(value string) account.SecretInputs {
	return account.SecretInputs{RefreshToken: set(value)}
}

func byPassword() account.Settings {
	return account.Settings{
		Host: "imap.example.com", Port: "993", Security: account.SecurityImplicitTLS,
		Auth: account.SignInPassword, User: "ada@example.com", TimeoutSeconds: account.DefaultTimeoutSeconds,
	}
}

func byToken(user string) account.Settings {
	s := byPassword()
	s.Auth, s.User = account.SignInOAuth2, user
	s.OAuth2 = account.OAuth2Settings{TokenURL: "https://login.example.com/token", ClientID: "patchbay"}
	return s
}
