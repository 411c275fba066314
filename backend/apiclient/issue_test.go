package apiclient_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

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
		{"client", " proof:run  mail:read ", []string{apiclient.ScopeProofRun, apiclient.ScopeMailRead}},
		{"client", "proof:run\tmail:read", nil},
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

// saving saves a client once more, changed.

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
