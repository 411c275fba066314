package api

import (
	"bytes"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/operator"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// TestLeavesFollowTheClock: a certificate is replaced a month before its end,
// for the same key; one that is there is shown on while the vault is locked.
func TestLeavesFollowTheClock(t *testing.T) {
	var mu sync.Mutex
	at := time.Now()
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return at
	}
	forward := func(days int) {
		mu.Lock()
		defer mu.Unlock()
		at = at.AddDate(0, 0, days)
	}
	cost := kdf.ForTests()
	bench := workbench.Open(workbench.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost, Now: now})
	t.Cleanup(func() { _ = bench.Close() })
	if _, err := bench.Operators.Create(t.Context(), operator.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: secret.FromString("a long password of this test"),
	}); err != nil {
		t.Fatal(err)
	}
	l := newLeaves(bench.LocalAPI, newHosts(bench.Deployments), now)
	get := func() []byte {
		t.Helper()
		certificate, err := l.get(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if certificate.PrivateKey != l.key {
			t.Error("it is of another key")
		}
		return certificate.Leaf.Raw
	}
	first := get()
	forward(28)
	if !bytes.Equal(get(), first) {
		t.Error("it was replaced too early")
	}
	forward(2)
	second := get()
	if bytes.Equal(second, first) {
		t.Error("it was not replaced")
	}
	if err := bench.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
	l.forget()
	forward(25)
	if !bytes.Equal(get(), second) {
		t.Error("while the vault is locked there is no other")
	}
	if _, err := l.get(t.Context(), "acme.localhost"); err == nil {
		t.Error("a certificate was made while the vault was locked")
	}
}

// TestTenantsAreKnownAfterALock: whoever calls a tenant for the first time then
// learns of the lock by an answer, and not by a certificate of another name.
func TestTenantsAreKnownAfterALock(t *testing.T) {
	cost := kdf.ForTests()
	bench := workbench.Open(workbench.Options{Dir: filepath.Join(t.TempDir(), "vault"), Cost: &cost})
	t.Cleanup(func() { _ = bench.Close() })
	if _, err := bench.Operators.Create(t.Context(), operator.NewVault{
		Name: "Ada", Email: "ada@example.com", Password: secret.FromString("a long password of this test"),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := bench.Deployments.Save(t.Context(), deployment.Deployment{
		Name: "Acme", TenantID: "acme", Hostname: "acme.example.com", Environment: deployment.Test,
	}); err != nil {
		t.Fatal(err)
	}
	l := newLeaves(bench.LocalAPI, newHosts(bench.Deployments), time.Now)
	if err := l.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := bench.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
	l.forget()
	certificate, err := l.get(t.Context(), "acme.localhost")
	if err != nil || certificate.Leaf.VerifyHostname("acme.localhost") != nil {
		t.Errorf("after the lock: %v", err)
	}
}

// TestLeavesAreBounded, and that of this machine itself always stays.
func TestLeavesAreBounded(t *testing.T) {
	l := newLeaves(nil, newHosts(nil), time.Now)
	l.keep("", leaf{epoch: 7})
	for n := range 5 * mostLeaves {
		l.keep(time.Unix(int64(n), 0).String(), leaf{})
		if len(l.kept) > mostLeaves+1 {
			t.Fatalf("%d are held", len(l.kept))
		}
		if l.kept[""].epoch != 7 {
			t.Fatal("the one of this machine has gone")
		}
	}
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]bool{
		"acme": true, "a": true, "acme-2": true, "0": true,
		"": false, "-a": false, "a-": false, "a.b": false, "A": false, "a_b": false, "ä": false, "a b": false,
		string(bytes.Repeat([]byte("a"), 63)): true, string(bytes.Repeat([]byte("a"), 64)): false,
	} {
		if got := isLabel(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}
