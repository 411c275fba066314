package credential_test

import (
	"context"
	"testing"

	"patchbay/backend/credential"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// waiter begins a proof of its own and says when it has the secrets.
func (f *fixture) waiter(t *testing.T, ctx context.Context, id string, expanded account.Settings) <-chan *credential.Prepared {
	t.Helper()
	got := make(chan *credential.Prepared, 1)
	go func() { got <- f.prepare(t, ctx, id, expanded) }()
	return got
}

// TestProofsWithOneRefreshTokenTakeTurns, and each begins with the newest one:
// also where two mailboxes are read with the sign-in of one person.
func TestProofsWithOneRefreshTokenTakeTurns(t *testing.T) {
	f := newFixture(t)
	const shared = "deployment-1/mailbox-2"
	f.mustStore(t, id, withRefreshToken("token 0"), byToken("ada@example.com"))
	f.mustStore(t, shared, withRefreshToken("token 0"), byToken("team@example.com"))
	first := f.prepare(t, t.Context(), id, byToken("ada@example.com"))
	if err := first.Rotated(secret.FromString("token 1")); err != nil {
		t.Fatal(err)
	}
	same := f.waiter(t, t.Context(), id, byToken("ada@example.com"))
	other := f.waiter(t, t.Context(), shared, byToken("team@example.com"))
	first.Done()
	for range 2 {
		var next *credential.Prepared
		select {
		case next = <-same:
		case next = <-other:
		}
		if got := string(next.Secrets.RefreshToken.Reveal()); got != "token 1" {
			t.Errorf("it begins with %q", got)
		}
		next.Done()
	}
}

// TestProofsWithOtherTokensDoNotWait although they ask the same endpoint as the
// same application.
func TestProofsWithOtherTokensDoNotWait(t *testing.T) {
	f := newFixture(t)
	const other, application = "deployment-1/mailbox-2", "deployment-1/mailbox-3"
	f.mustStore(t, id, withRefreshToken("of Ada"), byToken("ada@example.com"))
	f.mustStore(t, other, withRefreshToken("of Grace"), byToken("grace@example.com"))
	f.mustStore(t, application, account.SecretInputs{ClientSecret: set("of the application")}, byToken("team@example.com"))
	for id, user := range map[string]string{id: "ada@example.com", other: "grace@example.com", application: "team@example.com"} {
		defer f.prepare(t, t.Context(), id, byToken(user)).Done() // would wait for ever
	}
	again := f.prepare(t, t.Context(), application, byToken("team@example.com"))
	defer again.Done()
	if again.Rotated != nil || !again.Secrets.ClientSecret.IsSet() {
		t.Error("a token of the application follows a refresh token")
	}
}

// TestACancelledProofWaitsNoLonger for its turn.
func TestACancelledProofWaitsNoLonger(t *testing.T) {
	f := newFixture(t)
	f.mustStore(t, id, withRefreshToken("token 0"), byToken("ada@example.com"))
	first := f.prepare(t, t.Context(), id, byToken("ada@example.com"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f.prepare(t, ctx, id, byToken("ada@example.com")).Done()
	next := f.waiter(t, t.Context(), id, byToken("ada@example.com"))
	first.Done()
	(<-next).Done()
}

// TestARenewedTokenIsStored unless the proof was of another one.
func TestARenewedTokenIsStored(t *testing.T) {
	f := newFixture(t)
	expanded := byToken("ada@example.com")
	f.mustStore(t, id, withRefreshToken("token 0"), expanded)
	draft, done := f.keeper.Settle(withRefreshToken("typed"), expanded)
	defer done()
	typed, err := f.keeper.Prepare(t.Context(), credential.PrepareRequest{ID: id, Settled: draft})
	if err != nil {
		t.Fatal(err)
	}
	if err := typed.Rotated(secret.FromString("typed 1")); err != nil {
		t.Fatal(err)
	}
	typed.Done()
	f.access.full = true
	stored := f.prepare(t, t.Context(), id, expanded)
	if got := string(stored.Secrets.RefreshToken.Reveal()); got != "token 0" {
		t.Errorf("the draft's renewal was stored: %q", got)
	}
	if err := stored.Rotated(secret.FromString("token 1")); err == nil {
		t.Error("a full disk is no fault")
	}
	stored.Done()
	f.access.full = false
	again := f.prepare(t, t.Context(), id, expanded)
	if got := string(again.Secrets.RefreshToken.Reveal()); got != "token 1" {
		t.Errorf("what could not be stored is forgotten: %q", got)
	}
	if err := again.Rotated(secret.FromString("token 2")); err != nil {
		t.Fatal(err)
	}
	again.Done()
	f.bus.Publish(lockedEvent()) // memory is wiped: what counts is the vault
	last := f.prepare(t, t.Context(), id, expanded)
	defer last.Done()
	if got := string(last.Secrets.RefreshToken.Reveal()); got != "token 2" {
		t.Errorf("the vault has %q", got)
	}
}
