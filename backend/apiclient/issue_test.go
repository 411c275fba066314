package apiclient_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func lockedEvent() event.Event { return event.Event{Name: "vault.locked"} }

func TestAClientGetsAToken(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead, apiclient.ScopeMailWrite, "target"))
	token := f.issue(t, "client")
	want := apiclient.Grant{
		DeploymentID: site, ID: saved.ID, ClientID: "client",
		Scopes: []string{apiclient.ScopeMailRead, apiclient.ScopeMailWrite},
	}
	if diff := cmp.Diff(want, token.Grant); diff != "" {
		t.Error(diff)
	}
	if !bytes.HasPrefix(token.Value.Reveal(), []byte("pbat_")) || len(token.Value.Reveal()) != 48 || token.ExpiresIn != time.Hour {
		t.Errorf("the token has another form, for %v", token.ExpiresIn)
	}
	grant, err := f.clients.Authorize(token.Value)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, grant); diff != "" {
		t.Error(diff)
	}
	if got := f.get(t, saved.ID); got.Tokens != 1 || f.clients.TokenCount() != 1 {
		t.Errorf("it has %d tokens of %d", got.Tokens, f.clients.TokenCount())
	}
}

func TestScopesAreGrantedAsTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead, apiclient.ScopeProofRun, "target"))
	f.save(t, script("foreign", "target"))
	for _, tt := range []struct {
		client, asked string
		want          []string
	}{
		{"client", "", []string{apiclient.ScopeMailRead, apiclient.ScopeProofRun}},
		{"client", "proof:run", []string{apiclient.ScopeProofRun}},
		{"client", "proof:run mail:read proof:run target", []string{apiclient.ScopeProofRun, apiclient.ScopeMailRead}},
		{"client", "mail:write", nil},
		{"client", "mail:read mail:write", nil},
		{"client", "target", nil},
		{"foreign", "", nil},
	} {
		r := asking(tt.client, canary)
		r.Scope = tt.asked
		token, err := f.clients.Issue(t.Context(), r)
		if (tt.want == nil) != fault.HasCode(err, apiclient.CodeInvalidScope) {
			t.Errorf("%s asks for %q: %v", tt.client, tt.asked, err)
		}
		if diff := cmp.Diff(tt.want, token.Scopes); diff != "" {
			t.Errorf("%s asks for %q: %s", tt.client, tt.asked, diff)
		}
	}
}

func TestASecretMayBeReadInSeveralWays(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	draft := script("client", apiclient.ScopeMailRead)
	draft.Secret = set("per%20cent")
	f.save(t, draft)
	r := asking("client", "per cent")
	r.Secrets = append(r.Secrets, secret.FromString("per%20cent"))
	if _, err := f.clients.Issue(t.Context(), r); err != nil {
		t.Error(err)
	}
	r.Secrets = nil
	if _, err := f.clients.Issue(t.Context(), r); !fault.HasCode(err, apiclient.CodeInvalidClient) {
		t.Errorf("without a secret: %v", err)
	}
}

func TestNoRefusalSaysWhetherAClientExists(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	f.save(t, script("twice", apiclient.ScopeMailRead))
	if _, _, err := f.clients.Save(t.Context(), elsewhere, script("twice", apiclient.ScopeMailRead)); err != nil {
		t.Fatal(err)
	}
	inTheOther := asking("client", canary)
	inTheOther.Deployment = elsewhere
	var first *fault.Fault
	for name, r := range map[string]apiclient.TokenRequest{
		"unknown": asking("nobody", canary), "no ID": asking("", canary), "wrong secret": asking("client", canary+"x"),
		"no secret": asking("client", ""), "ambiguous": asking("twice", canary), "of another deployment": inTheOther,
	} {
		_, err := f.clients.Issue(t.Context(), r)
		if !fault.HasCode(err, apiclient.CodeInvalidClient) {
			t.Fatalf("%s: %v", name, err)
		}
		if first == nil {
			first = fault.Of(err)
		}
		if diff := cmp.Diff(first, fault.Of(err), cmp.AllowUnexported(fault.Fault{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheDeploymentChoosesBetweenClientsOfOneID(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	if _, _, err := f.clients.Save(t.Context(), elsewhere, script("client", apiclient.ScopeMailRead)); err != nil {
		t.Fatal(err)
	}
	for _, deployment := range []string{site, elsewhere} {
		r := asking("client", canary)
		r.Deployment = deployment
		token, err := f.clients.Issue(t.Context(), r)
		if err != nil || token.Grant.DeploymentID != deployment {
			t.Errorf("%s: a token of %q, %v", deployment, token.Grant.DeploymentID, err)
		}
	}
	other := script("client", apiclient.ScopeMailRead)
	other.Secret = set("another secret of a client")
	list, err := f.clients.List(t.Context(), elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	other.ID, other.Revision = list[0].ID, list[0].Revision
	if _, _, err := f.clients.Save(t.Context(), elsewhere, other); err != nil {
		t.Fatal(err)
	}
	token, err := f.clients.Issue(t.Context(), asking("client", "another secret of a client"))
	if err != nil || token.Grant.DeploymentID != elsewhere {
		t.Errorf("the secret chooses %q, %v", token.Grant.DeploymentID, err)
	}
}

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

// saving saves a client once more, changed.
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

func TestFailuresAreLimited(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	f.save(t, script("other", apiclient.ScopeMailRead))
	for _, clientID := range []string{"client", "nobody"} {
		for range 10 {
			if _, err := f.clients.Issue(t.Context(), asking(clientID, "wrong secret")); !fault.HasCode(err, apiclient.CodeInvalidClient) {
				t.Fatalf("%s: %v", clientID, err)
			}
		}
		_, err := f.clients.Issue(t.Context(), asking(clientID, canary)) // the right one, of the first
		if !fault.HasCode(err, apiclient.CodeTooManyAttempts) || apiclient.RetryAfter(err) != 6*time.Second ||
			!strings.Contains(fault.Of(err).Hint, "6 seconds") {
			t.Errorf("%s: %v, %v", clientID, err, apiclient.RetryAfter(err))
		}
		if err := f.clients.RevokeToken(t.Context(), asking(clientID, canary), secret.FromString("pbat_")); !fault.HasCode(err, apiclient.CodeTooManyAttempts) {
			t.Errorf("%s: %v", clientID, err)
		}
	}
	for range 50 {
		f.issue(t, "other") // right ones are not counted
	}
	f.clock.advance(6 * time.Second)
	f.issue(t, "client")
	if _, err := f.clients.Issue(t.Context(), asking("client", "wrong secret")); !fault.HasCode(err, apiclient.CodeInvalidClient) {
		t.Errorf("error %v", err)
	}
	if _, err := f.clients.Issue(t.Context(), asking("client", canary)); !fault.HasCode(err, apiclient.CodeTooManyAttempts) {
		t.Errorf("error %v", err)
	}
	f.clock.advance(time.Minute)
	f.issue(t, "client")
}

func TestFailuresOfAllClientsAreLimited(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.save(t, script("client", apiclient.ScopeMailRead))
	for i := range 100 {
		if _, err := f.clients.Issue(t.Context(), asking("nobody"+strings.Repeat("x", i), "wrong secret")); !fault.HasCode(err, apiclient.CodeInvalidClient) {
			t.Fatalf("%d: %v", i, err)
		}
	}
	for _, clientID := range []string{"client", "somebody"} {
		if _, err := f.clients.Issue(t.Context(), asking(clientID, "wrong secret")); !fault.HasCode(err, apiclient.CodeTooManyAttempts) {
			t.Errorf("%s: %v", clientID, err)
		}
	}
	f.issue(t, "client") // the right secret goes on
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
