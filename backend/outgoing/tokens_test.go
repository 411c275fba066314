package outgoing_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

const mailbox = "portal@example.com"

// authority is a token endpoint that replaces the refresh token each time, and
// ends the old one.
type authority struct {
	*httptest.Server
	mu      sync.Mutex
	refresh int // the number of the valid refresh token
	access  int
	asked   []string // the grants
	secrets []string // the client secrets
	// presented is called when the mail server is shown a token.
	presented func()
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	a.Server = httptest.NewServer(http.HandlerFunc(a.answer))
	t.Cleanup(a.Close)
	return a
}

func (a *authority) answer(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = r.ParseForm()
	a.asked = append(a.asked, r.PostForm.Get("grant_type"))
	_, password, _ := r.BasicAuth()
	a.secrets = append(a.secrets, password+r.PostForm.Get("client_secret"))
	w.Header().Set("Content-Type", "application/json")
	answer := map[string]any{"token_type": "Bearer", "expires_in": 3600}
	if r.PostForm.Get("grant_type") == "refresh_token" {
		if r.PostForm.Get("refresh_token") != fmt.Sprintf("refresh-%d", a.refresh) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"the refresh token was revoked"}`))
			return
		}
		a.refresh++
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		answer["refresh_token"] = fmt.Sprintf("refresh-%d", a.refresh)
	}
	a.access++
	answer["access_token"] = fmt.Sprintf("access-%d", a.access)
	_ = json.NewEncoder(w).Encode(answer)
}

// takes reports whether an access token is the newest one.
func (a *authority) takes(name string, token secret.Text) string {
	if a.presented != nil {
		a.presented()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if name != mailbox || string(token.Reveal()) != fmt.Sprintf("access-%d", a.access) {
		return `{"status":"401","schemes":"bearer","scope":"mail"}`
	}
	return ""
}

// tokenDraft reaches a mail server that takes the tokens of an authority.
func tokenDraft(t *testing.T, a *authority) outgoing.Draft {
	t.Helper()
	server, err := smtpd.Start(smtpd.Options{Token: a.takes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	return outgoing.Draft{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.SecuritySTARTTLS, CAPEM: server.CAPEM(),
			Auth: smtp.SignInOAuth2, User: mailbox, From: mailbox,
			OAuth2: smtp.OAuth2Settings{TokenURL: a.URL, ClientID: "patchbay", ClientAuth: "client_secret_post"},
		},
	}
}

func TestClientCredentialsSignIn(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.ClientSecret = set("the client's secret")
	saved := f.save(t, draft)
	report := f.prove(t, edited(saved), smtp.LevelSend)
	if report.Verdict != proof.Passed {
		t.Fatalf("%+v", report.Steps)
	}
	if a.asked[0] != "client_credentials" || a.secrets[0] != "the client's secret" {
		t.Errorf("the token endpoint was asked for %v", a.asked)
	}
	if status := f.get(t).Status; status.Light != outgoing.Proved {
		t.Errorf("the light is %+v", status)
	}
	moved := edited(saved)
	moved.Settings.OAuth2.TokenURL = a.URL + "/elsewhere"
	report = f.prove(t, moved, smtp.LevelSignIn)
	if finding := report.Steps[0].Finding; finding == nil || finding.Code != outgoing.CodeBoundElsewhere {
		t.Errorf("SC-14: the stored client secret was used elsewhere: %+v", report.Steps)
	}
}

// TestAReplacedRefreshTokenIsKept: a provider that replaces the refresh token
// ends the old one, so that losing the new one would be losing the sign-in.
func TestAReplacedRefreshTokenIsKept(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.RefreshToken = set("refresh-0")
	if report := f.prove(t, draft, smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Fatalf("the draft: %+v", report.Steps)
	}
	saved := f.save(t, draft) // with what was typed, which is no longer valid
	for range 3 {
		if report := f.prove(t, edited(saved), smtp.LevelSignIn); report.Verdict != proof.Passed {
			t.Fatalf("the stored one: %+v", report.Steps)
		}
	}
	if status := f.get(t).Status; status.Light != outgoing.Proved {
		t.Errorf("the light is %+v", status)
	}
	f.bus.Publish(event.Event{Name: "vault.locked"})
	if report := f.prove(t, edited(f.get(t)), smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Errorf("after everything in memory is gone: %+v", report.Steps)
	}
}

func TestARefusedTokenIsExplained(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.User = "someone.else@example.com"
	draft.Secrets.ClientSecret = set("the client's secret")
	report := f.prove(t, draft, smtp.LevelSignIn)
	finding := findingOf(report)
	if finding.Code != "auth.token_rejected" || finding.Remote == nil || !strings.Contains(finding.Remote.Text, "401") {
		t.Errorf("%+v", finding)
	}
	draft.Secrets.ClientSecret = secret.Input{Change: secret.Clear}
	draft.Secrets.RefreshToken = set("of another day")
	if finding := findingOf(f.prove(t, draft, smtp.LevelSignIn)); finding.Code != "auth.token_rejected" || finding.Fields[0] != "oauth2.refreshToken" {
		t.Errorf("%+v", finding)
	}
	draft.Secrets.RefreshToken = secret.Input{Change: secret.Clear}
	if finding := findingOf(f.prove(t, draft, smtp.LevelSignIn)); finding.Code != "settings.missing" || finding.Fields[0] != "oauth2.clientSecret" {
		t.Errorf("%+v", finding)
	}
}

func findingOf(report proof.Report) proof.Finding {
	for _, step := range report.Steps {
		if step.Finding != nil {
			return *step.Finding
		}
	}
	return proof.Finding{}
}

// TestSignInHoldsTheToken walks through the browser flow as a browser would.
func TestSignInHoldsTheToken(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.AuthURL = a.URL + "/authorize"
	signedIn, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{
		Draft: draft, Method: outgoing.ThroughBrowser, Prompt: func(p event.Prompt) { go answerFor(p.URL) },
	})
	if err != nil || signedIn.Finding != nil || signedIn.Handle == "" {
		t.Fatalf("%v %+v", err, signedIn.Finding)
	}
	draft.Secrets.RefreshToken = obtained(signedIn.Handle)
	if report := f.prove(t, draft, smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Errorf("the obtained token: %+v", report.Steps)
	}
	moved := draft
	moved.Settings.OAuth2.ClientID = "another"
	if _, err := f.servers.Save(t.Context(), site, moved); fieldOf(err) != "oauth2.refreshToken" {
		t.Errorf("SC-14: a token for another client: %v", err)
	}
	saved := f.save(t, draft)
	if !saved.RefreshToken.Set || f.prove(t, edited(saved), smtp.LevelSignIn).Verdict != proof.Passed {
		t.Errorf("the saved token: %+v", saved.RefreshToken)
	}
	f.bus.Publish(event.Event{Name: "vault.locked"})
	if _, err := f.servers.Save(t.Context(), site, draft); fieldOf(err) != "oauth2.refreshToken" {
		t.Errorf("a handle outlives the lock: %v", err)
	}
}

func TestSignInNamesWhatItNeeds(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	for method, field := range map[outgoing.SignInMethod]string{
		outgoing.ThroughBrowser: "oauth2.authUrl", outgoing.WithDeviceCode: "oauth2.deviceUrl", "post": "method",
	} {
		if _, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{Draft: draft, Method: method}); fieldOf(err) != field {
			t.Errorf("%s: %v", method, err)
		}
	}
	f.access.viewer = true
	if _, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{Draft: draft}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a viewer: %v", err)
	}
}

// answerFor plays browser and provider: it goes back to the loopback address
// with a code.
func answerFor(authorization string) {
	u, err := url.Parse(authorization)
	if err != nil {
		return
	}
	q := u.Query()
	answer := url.Values{"code": {"a code"}, "state": {q.Get("state")}}
	if r, err := http.Get(q.Get("redirect_uri") + "?" + answer.Encode()); err == nil {
		_ = r.Body.Close()
	}
}

func obtained(handle string) secret.Input {
	return secret.Input{Change: outgoing.Obtained, Value: secret.FromString(handle)}
}

func fieldOf(err error) string {
	if f := fault.Of(err); f != nil && len(f.Fields) > 0 {
		return f.Fields[0].Name
	}
	return ""
}
