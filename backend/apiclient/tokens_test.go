package apiclient_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func lockedEvent() event.Event { return event.Event{Name: "vault.locked"} }

func TestWhenTokensEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, f *fixture, c apiclient.Client) error
		ends bool
	}{
		{"nothing", func(*testing.T, *fixture, apiclient.Client) error { return nil }, false},
		{"almost an hour", func(_ *testing.T, f *fixture, _ apiclient.Client) error {
			f.clock.advance(time.Hour - time.Second)
			return nil
		}, false},
		{"an hour", func(_ *testing.T, f *fixture, _ apiclient.Client) error { f.clock.advance(time.Hour); return nil }, true},
		{"another description", saving(func(d *apiclient.Draft) { d.Description = "new" }), false},
		{"the default", saving(func(d *apiclient.Draft) { d.Default = true }), false},
		{"other scopes", saving(func(d *apiclient.Draft) { d.Scopes = d.Scopes[:1] }), true},
		{"scopes in another order", saving(func(d *apiclient.Draft) { slices.Reverse(d.Scopes) }), false},
		{"another ID", saving(func(d *apiclient.Draft) { d.ClientID, d.Secret = "other", set(canary) }), true},
		{"another secret", saving(func(d *apiclient.Draft) { d.Secret = set(canary + "2") }), true},
		{"a generated secret", saving(func(d *apiclient.Draft) { d.Secret.Change = apiclient.Generate }), true},
		{"rotate", func(t *testing.T, f *fixture, c apiclient.Client) error {
			_, _, err := f.clients.Rotate(t.Context(), site, c.ID, c.Revision)
			return err
		}, true},
		{"revoke", func(t *testing.T, f *fixture, c apiclient.Client) error {
			changed, err := f.clients.Revoke(t.Context(), site, c.ID)
			if changed.Tokens != 0 {
				t.Errorf("%d tokens are left", changed.Tokens)
			}
			return err
		}, true},
		{"remove", func(t *testing.T, f *fixture, c apiclient.Client) error {
			return f.clients.Remove(t.Context(), site, c.ID, c.Revision)
		}, true},
		{"lock", func(_ *testing.T, f *fixture, _ apiclient.Client) error { f.bus.Publish(lockedEvent()); return nil }, true},
		{"the API stops", func(_ *testing.T, f *fixture, _ apiclient.Client) error { f.clients.EndTokens(); return nil }, true},
		{"the deployment goes", func(t *testing.T, f *fixture, _ apiclient.Client) error {
			err := f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.clients.RemoveAll(tx, site) })
			f.bus.Publish(event.Event{Name: "deployment.removed", Deployment: site})
			return err
		}, true},
		{"another deployment goes", func(_ *testing.T, f *fixture, _ apiclient.Client) error {
			f.bus.Publish(event.Event{Name: "deployment.removed", Deployment: elsewhere})
			return nil
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			saved := f.save(t, script("client", apiclient.ScopeMailRead, apiclient.ScopeMailWrite))
			token := f.issue(t, "client")
			if err := tt.do(t, f, saved); err != nil {
				t.Fatal(err)
			}
			_, err := f.clients.Authorize(token.Value)
			if fault.HasCode(err, apiclient.CodeTokenInvalid) != tt.ends || (err == nil) == tt.ends {
				t.Errorf("the token then says %v", err)
			}
			if left := f.clients.TokenCount(); (left == 0) != tt.ends {
				t.Errorf("%d tokens are left", left)
			}
		})
	}
}

func saving(change func(*apiclient.Draft)) func(*testing.T, *fixture, apiclient.Client) error {
	return func(t *testing.T, f *fixture, c apiclient.Client) error {
		draft := c.Draft()
		change(&draft)
		_, _, err := f.clients.Save(t.Context(), site, draft)
		return err
	}
}

func TestATokenIsRevokedByItsClientOnly(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	f.save(t, script("other", apiclient.ScopeMailRead))
	token := f.issue(t, "client")
	for _, tt := range []struct {
		name  string
		r     apiclient.TokenRequest
		value secret.Text
		code  string
	}{
		{"unknown", asking("client", canary), secret.FromString("pbat_unknown"), ""},
		{"of another client", asking("other", canary), token.Value, ""},
		{"wrong secret", asking("client", "wrong secret"), token.Value, apiclient.CodeInvalidClient},
	} {
		err := f.clients.RevokeToken(t.Context(), tt.r, tt.value)
		if (err == nil) != (tt.code == "") || tt.code != "" && !fault.HasCode(err, tt.code) {
			t.Errorf("%s: %v", tt.name, err)
		}
		if _, err := f.clients.Authorize(token.Value); err != nil {
			t.Errorf("%s: the token ends", tt.name)
		}
	}
	if err := f.clients.RevokeToken(t.Context(), asking("client", canary), token.Value); err != nil {
		t.Fatal(err)
	}
	if _, err := f.clients.Authorize(token.Value); !fault.HasCode(err, apiclient.CodeTokenInvalid) {
		t.Errorf("the token goes on: %v", err)
	}
}

func TestIssuingAndChangingAtTheSameTime(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	value := make(chan string, 1)
	value <- canary
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 25 {
				now := <-value
				value <- now
				token, err := f.clients.Issue(t.Context(), asking("client", now))
				switch {
				case err == nil:
					_, _ = f.clients.Authorize(token.Value) // may have ended since
				case !fault.HasCode(err, apiclient.CodeInvalidClient) && !fault.HasCode(err, apiclient.CodeTooManyAttempts):
					t.Errorf("error %v", err)
				}
			}
		})
	}
	for range 10 {
		_, generated, err := f.clients.Rotate(t.Context(), site, saved.ID, vault.AnyRevision)
		if err != nil {
			t.Fatal(err)
		}
		<-value
		value <- string(generated.Reveal())
	}
	group.Wait()
	// The secret that nobody knows any more ends all tokens, whoever was getting
	// one meanwhile.
	last := <-value
	var asked sync.WaitGroup
	asked.Go(func() {
		for range 50 {
			_, _ = f.clients.Issue(t.Context(), asking("client", last))
		}
	})
	if _, _, err := f.clients.Rotate(t.Context(), site, saved.ID, vault.AnyRevision); err != nil {
		t.Fatal(err)
	}
	asked.Wait()
	if left := f.clients.TokenCount(); left != 0 {
		t.Errorf("%d tokens of the old secret are left", left)
	}
}
