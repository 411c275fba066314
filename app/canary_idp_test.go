package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"patchbay/app"
	"patchbay/backend/protocol/saml"
)

const canaryCode = "canary-code-Wd9hB6-lagoon"

// parrot is a sign-in provider that says back all that it was told.
type parrot struct {
	*httptest.Server
	gives atomic.Bool // tokens, and what it was told later on
}

func newParrot(t *testing.T) *parrot {
	t.Helper()
	p := &parrot{}
	mux := http.NewServeMux()
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	answer := func(w http.ResponseWriter, status int, members map[string]any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(members)
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token",
			"userinfo_endpoint": p.URL + "/userinfo", "jwks_uri": p.URL + "/keys", "revocation_endpoint": p.URL + "/revoke",
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]any{"keys": []any{}, "said": fmt.Sprint(r.Header)})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		said := fmt.Sprint(r.Form, r.Header)
		if !p.gives.Load() {
			answer(w, http.StatusBadRequest, map[string]any{"error": "invalid_grant", "error_description": said, "error_uri": said})
			return
		}
		claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"1","email":"` + canaryAccess + `"}`))
		answer(w, http.StatusOK, map[string]any{
			"access_token": canaryAccess, "refresh_token": canaryFresh, "token_type": "Bearer " + said, "scope": said,
			"id_token": "e30." + claims + "." + base64.RawURLEncoding.EncodeToString([]byte(canaryAccess)),
		})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		said := fmt.Sprint(r.Form, r.Header)
		answer(w, http.StatusOK, map[string]any{"sub": said, "email": said, "id": said, "groups": []string{said}, said: said})
	})
	return p
}

// TestSC25_NothingOfASignInComesBack does for sign-in providers what
// TestSC25_NoSecretComesBack does for passwords.
func TestSC25_NothingOfASignInComesBack(t *testing.T) {
	p := open(t, app.Options{})
	seen := &collector{t: t}
	p.create(t)
	site := p.addDeployment(t)
	provider := newParrot(t)
	p.app.Subscribe(func(_ string, payload any) {
		if prompt, ok := payload.(app.SignInPrompt); ok {
			go comeBack(t, prompt)
		}
	})
	certificate, key, err := saml.NewKey("https://app.example.com", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	inKey := strings.Split(string(key.Reveal()), "\n")[4] // of the private part's base64
	for _, kind := range []string{"oidc", "oauth2"} {
		draft := clientDraft(site.ID, kind, provider.URL)
		for _, gives := range []bool{false, true} {
			provider.gives.Store(gives)
			seen.add(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "r", Draft: draft}))
		}
		seen.add(p.providers.Check(app.IdentityProviderRun{RunID: "r", Draft: draft}))
		seen.add(p.providers.Probe(app.IdentityProviderRun{RunID: "r", Draft: draft}))
		seen.add(p.providers.ReadMetadata(app.IdentityProviderRun{RunID: "r", Draft: draft}))
		seen.add(p.providers.Review(draft))
		seen.add(p.providers.Sheet(draft))
		saved := must(p.providers.Save(draft))(t)
		seen.add(saved, nil)
		draft.ID, draft.Revision, draft.ClientSecret.Change = saved.ID, saved.Revision, "keep"
		draft.Fields.Issuer, draft.Fields.TokenURL = provider.URL+"/elsewhere", provider.URL+"/elsewhere"
		seen.add(p.providers.Save(draft))
		seen.add(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "r", Draft: draft}))
	}
	signs := app.IdentityProviderDraft{DeploymentID: site.ID, SPKey: app.SecretInput{Change: "set", Value: string(key.Reveal())}}
	signs.Fields = app.IdentityProviderFields{
		Name: "SAML", Type: "saml", CallbackURL: "https://app.example.com/acs", SPEntityID: "https://app.example.com",
		MetadataURL: provider.URL + "/metadata", SignRequests: true, SPCertificatePEM: certificate,
	}
	seen.add(p.providers.SignIn(app.IdentityProviderSignIn{RunID: "r", Draft: signs}))
	seen.add(p.providers.SPMetadata(app.SPMetadataRequest{Draft: signs}))
	saved := must(p.providers.Save(signs))(t)
	seen.add(saved, nil)
	seen.add(p.providers.BeginRollover(site.ID, saved.ID, saved.Revision))
	seen.add(p.overview.ProveAll(app.ProveAllRequest{RunID: "all", DeploymentID: site.ID}))
	seen.add(p.overview.RecentProofs(site.ID))
	seen.add(p.overview.Expiring(site.ID))
	seen.add(p.providers.List(site.ID))
	seen.add(p.audit.List(0))

	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, reached := range []string{"invalid_grant", "[redacted]", "settings.secret_bound_elsewhere", "idp.proved", "O30", "BEGIN CERTIFICATE"} {
		if !bytes.Contains(seen.out.Bytes(), []byte(reached)) {
			t.Errorf("the journey did not get as far as %s", reached)
		}
	}
	secrets := []string{canaryClient, canaryCode, canaryAccess, canaryFresh, inKey}
	searchFor(t, "answers, faults and events", seen.out.Bytes(), secrets...)
	searchFiles(t, p.dir, secrets...)
}

// comeBack is the browser at a provider that signs everybody in.
func comeBack(t *testing.T, prompt app.SignInPrompt) {
	to, err := url.Parse(prompt.ProviderURL)
	if err != nil {
		t.Error(err)
	}
	answer := url.Values{"code": {canaryCode}, "state": {to.Query().Get("state")}}
	response, err := http.Get(prompt.ReturnsTo + "?" + answer.Encode())
	if err != nil {
		t.Error(err)
		return
	}
	_ = response.Body.Close()
}

func clientDraft(deploymentID, kind, provider string) app.IdentityProviderDraft {
	draft := app.IdentityProviderDraft{DeploymentID: deploymentID, ClientSecret: app.SecretInput{Change: "set", Value: canaryClient}}
	draft.Fields = app.IdentityProviderFields{
		Name: "Parrot " + kind, Type: kind, Enabled: true, CallbackURL: "https://app.example.com/callback",
		ClientID: "portal", PKCE: true, TimeoutSeconds: 5,
	}
	if kind == "oidc" {
		draft.Fields.Issuer = provider
		return draft
	}
	draft.Fields.AuthURL, draft.Fields.TokenURL, draft.Fields.UserInfoURL = provider+"/authorize", provider+"/token", provider+"/user"
	return draft
}
