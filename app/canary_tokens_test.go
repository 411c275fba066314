package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"patchbay/app"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

const (
	canaryClient  = "canary-client-Ht3mC9-orchard"
	canaryRefresh = "canary-refresh-Ls6dW2-meadow"
	canaryFresh   = "canary-fresh-Pk1vG8-glacier"
	canaryAccess  = "canary-access-Yr7bN4-thicket"
	canaryProxy   = "canary-proxy-Xe5jF3-sandbar"
)

// echo is a token endpoint that says back all that it was told, or hands out
// tokens.
type echo struct {
	*httptest.Server
	gives atomic.Bool
}

func newEcho(t *testing.T) *echo {
	t.Helper()
	e := &echo{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "application/json")
		if e.gives.Load() {
			_ = json.NewEncoder(w).Encode(map[string]any{
				"access_token": canaryAccess, "refresh_token": canaryFresh, "token_type": "Bearer", "expires_in": 600,
				"scope": "mail " + canaryAccess,
			})
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{
			"error": "invalid_grant", "error_description": fmt.Sprint(r.Form, r.Header),
		})
	}))
	t.Cleanup(e.Close)
	return e
}

// TestSC25_NoTokenComesBack does for tokens what TestSC25_NoSecretComesBack
// does for passwords, with a provider and a server that say back what they get.
func TestSC25_NoTokenComesBack(t *testing.T) {
	p := open(t, app.Options{})
	seen := &collector{t: t}
	p.create(t)
	site := p.addDeployment(t)
	provider := newEcho(t)
	server, err := smtpd.Start(smtpd.Options{Token: func(name string, token secret.Text) string {
		return fmt.Sprintf(`{"status":"401","scope":"%s %s"}`, name, token.Reveal())
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	draft := tokenDraft(site.ID, server, provider.URL)
	for _, gives := range []bool{false, true} {
		provider.gives.Store(gives)
		for _, grant := range []string{"client_credentials", "refresh_token"} {
			draft.OAuth2.Grant = grant
			seen.add(p.outgoing.Prove(app.OutgoingProof{RunID: "r", Draft: draft, Level: "signin"}))
			seen.add(p.outgoing.Permissions(app.OutgoingPermissionsRequest{RunID: "r", Draft: draft}))
		}
	}
	seen.add(p.outgoing.Alternatives(app.OutgoingRun{RunID: "r", Draft: draft}))
	seen.add(p.outgoing.CheckSender(app.OutgoingSenderRequest{RunID: "r", Draft: draft}))
	seen.add(p.outgoing.Check(draft))
	saved := must(p.outgoing.Save(draft))(t)
	seen.add(saved, nil)
	draft.Revision, draft.OAuth2.TokenURL = saved.Revision, provider.URL+"/elsewhere"
	draft.OAuth2.ClientSecret.Change, draft.OAuth2.RefreshToken.Change = "keep", "keep"
	seen.add(p.outgoing.Save(draft))
	seen.add(p.outgoing.SignIn(app.OutgoingSignInRequest{RunID: "r", Draft: draft, Method: "device"}))
	throughProxy(t, p, seen, draft)
	seen.add(p.overview.ProveAll(app.ProveAllRequest{RunID: "all", DeploymentID: site.ID}))
	seen.add(p.overview.RecentProofs(site.ID))
	seen.add(p.overview.Expiring(site.ID))
	seen.add(p.audit.List(0))

	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, reached := range []string{"auth.token_rejected", "invalid_grant", "[redacted]", "settings.secret_bound_elsewhere"} {
		if !bytes.Contains(seen.out.Bytes(), []byte(reached)) {
			t.Errorf("the journey did not get as far as %s", reached)
		}
	}
	searchTokens(t, "answers, faults and events", seen.out.Bytes())
}

// throughProxy has the kept proxy refuse, with its password in its words.
func throughProxy(t *testing.T, p *pages, seen *collector, draft app.OutgoingDraft) {
	t.Helper()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprint(w, r.Header)
	}))
	t.Cleanup(proxy.Close)
	seen.add(p.network.Save(app.NetworkDraft{
		Proxy: "manual", Scheme: "http", Address: strings.TrimPrefix(proxy.URL, "http://"), User: "ada",
		Password: app.SecretInput{Change: "set", Value: canaryProxy},
	}))
	seen.add(p.network.Get())
	draft.Host = "mail.nowhere.example"
	seen.add(p.outgoing.Prove(app.OutgoingProof{RunID: "r", Draft: draft, Level: "connect"}))
}

func tokenDraft(deploymentID string, server *smtpd.Server, provider string) app.OutgoingDraft {
	endpoint := server.Endpoints()[0]
	return app.OutgoingDraft{
		DeploymentID: deploymentID, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: "starttls",
		CAPEM: server.CAPEM(), Auth: "oauth2", User: "portal@example.com", From: "portal@example.com", TimeoutSeconds: 5,
		OAuth2: app.OAuth2Draft{
			TokenURL: provider, AuthURL: provider + "/authorize", DeviceURL: provider + "/device", ClientID: "portal",
			ClientSecret: app.SecretInput{Change: "set", Value: canaryClient},
			RefreshToken: app.SecretInput{Change: "set", Value: canaryRefresh},
		},
	}
}

func searchTokens(t *testing.T, where string, content []byte) {
	t.Helper()
	for _, canary := range []string{canaryClient, canaryRefresh, canaryFresh, canaryAccess, canaryProxy} {
		for encoding, form := range encodings(canary) {
			if i := bytes.Index(content, form); i >= 0 {
				t.Errorf("%s hold %s in %s: …%s", where, canary[:14], encoding, content[max(0, i-60):i])
			}
		}
	}
}
