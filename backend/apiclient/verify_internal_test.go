package apiclient

import (
	"crypto/subtle"
	"path/filepath"
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// The work must not tell whether there is a client: as many secrets are opened
// and compared in every case.
func TestTheWorkIsTheSameForUnknownClients(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	c := New(Options{Events: &event.Bus{}, Now: time.Now})
	compared := 0
	c.compare = func(a, b []byte) int { compared++; return subtle.ConstantTimeCompare(a, b) }
	count := func(r TokenRequest) (n int, ok bool) {
		compared = 0
		err := v.View(t.Context(), func(tx *vault.Tx) (err error) {
			_, ok, err = c.verify(tx, r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return compared, ok
	}
	const right, wrong = "the right secret", "a wrong secret"
	ask := func(clientID, deployment string, values ...string) TokenRequest {
		r := TokenRequest{ClientID: clientID, Deployment: deployment}
		for _, value := range values {
			r.Secrets = append(r.Secrets, secret.FromString(value))
		}
		return r
	}
	if n, ok := count(ask("nobody", "", right)); n != 1 || ok {
		t.Errorf("without any client: %d comparisons, %v", n, ok)
	}
	for id, clientID := range map[string]string{"a/1": "one", "a/2": "two", "b/1": "two", "b/2": "three"} {
		put(t, c, v, id, clientID, right+" of "+id)
	}
	for _, tt := range []struct {
		name string
		r    TokenRequest
		ok   bool
	}{
		{"right", ask("one", "", right+" of a/1", wrong), true},
		{"right, second reading", ask("one", "", wrong, right+" of a/1"), true},
		{"right, one of two", ask("two", "", right+" of b/1", wrong), true},
		{"right, in its deployment", ask("two", "b", right+" of b/1", wrong), true},
		{"wrong", ask("one", "", wrong, wrong), false},
		{"of another client", ask("one", "", right+" of a/2", right+" of b/2"), false},
		{"of another deployment", ask("two", "a", right+" of b/1", wrong), false},
		{"unknown", ask("nobody", "", right+" of a/1", wrong), false},
		{"unknown deployment", ask("one", "c", right+" of a/1", wrong), false},
		{"no ID", ask("", "", right, wrong), false},
		{"empty secrets", ask("one", "", "", ""), false},
	} {
		if n, ok := count(tt.r); n != 4 || ok != tt.ok {
			t.Errorf("%s: %d comparisons, %v", tt.name, n, ok)
		}
	}
	put(t, c, v, "c/1", "two", right+" of b/1")
	if _, ok := count(ask("two", "", right+" of b/1")); ok {
		t.Error("it is not said which of two is meant, and one is taken")
	}
	if n, ok := count(ask("one", "", wrong, wrong, wrong, wrong, right+" of a/1")); n != 3*maxReadings || ok {
		t.Errorf("more readings than there are: %d comparisons, %v", n, ok)
	}
}

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	cost := kdf.ForTests()
	v, _, err := vault.Create(t.Context(), vault.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost},
		"operator-1", "Ada", secret.FromString("a password of the test"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func put(t *testing.T, c *Clients, v *vault.Vault, id, clientID, value string) {
	t.Helper()
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		r := record{ClientID: clientID, ClientAuth: ClientSecretBasic}
		if _, err := c.records.Put(tx, id, r, 0); err != nil {
			return err
		}
		return tx.PutSecret(ref(id), r.settings().destination(), secret.FromString(value))
	})
	if err != nil {
		t.Fatal(err)
	}
}
