package credential_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

func lockedEvent() event.Event { return event.Event{Name: "vault.locked"} }

// newEndpoint gives the same tokens to everyone.
func newEndpoint(t *testing.T) *httptest.Server {
	t.Helper()
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"token_type":"Bearer","expires_in":3600,"access_token":"access","refresh_token":"of the sign-in"}`))
	}))
	t.Cleanup(endpoint.Close)
	return endpoint
}

// answerFor plays browser and provider.
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

func (f *fixture) signIn(t *testing.T, expanded account.Settings, prompt func(event.Prompt)) (credential.SignedIn, error) {
	t.Helper()
	settled, done := f.keeper.Settle(account.KeepSecrets(), expanded)
	defer done()
	return f.keeper.SignIn(t.Context(), credential.SignInRequest{
		ID: id, Deployment: "deployment-1", Settled: settled, Method: credential.ThroughBrowser, Run: "run-1", Prompt: prompt,
	})
}

// TestAHandleStandsForTheTokenOfASignIn at the endpoint that gave it, until the
// vault is locked.
func TestAHandleStandsForTheTokenOfASignIn(t *testing.T) {
	f, endpoint := newFixture(t), newEndpoint(t)
	expanded := byToken("ada@example.com")
	expanded.OAuth2.TokenURL, expanded.OAuth2.AuthURL = endpoint.URL, endpoint.URL+"/authorize"
	signedIn, err := f.signIn(t, expanded, func(p event.Prompt) { go answerFor(p.URL) })
	if err != nil || signedIn.Finding != nil || signedIn.Handle == "" {
		t.Fatalf("%v %+v", err, signedIn.Finding)
	}
	if len(f.events) != 1 || f.events[0].Name != "signin.prompt" || f.events[0].Run != "run-1" || f.events[0].Deployment != "deployment-1" {
		t.Errorf("events %+v", f.events)
	}
	settle := func(expanded account.Settings) (token, message string) {
		settled, done := f.keeper.Settle(account.SecretInputs{
			RefreshToken: secret.Input{Change: credential.Obtained, Value: secret.FromString(signedIn.Handle)},
		}, expanded)
		defer done()
		if len(settled.Faults) > 0 {
			message = settled.Faults[0].Message
		}
		return string(settled.Inputs.RefreshToken.Value.Reveal()), message
	}
	if token, message := settle(expanded); token != "of the sign-in" || message != "" {
		t.Errorf("it stands for %q, %q", token, message)
	}
	moved := expanded
	moved.OAuth2.ClientID = "another"
	if token, message := settle(moved); token != "" || message != "token URL or client ID have changed since the sign-in: sign in again" {
		t.Errorf("for another client it stands for %q, %q", token, message)
	}
	f.bus.Publish(lockedEvent())
	if token, message := settle(expanded); token != "" || message != "the sign-in is no longer known: sign in again" {
		t.Errorf("after the lock it stands for %q, %q", token, message)
	}
}

func TestALockEndsASignIn(t *testing.T) {
	f, endpoint := newFixture(t), newEndpoint(t)
	expanded := byToken("ada@example.com")
	expanded.OAuth2.TokenURL, expanded.OAuth2.AuthURL = endpoint.URL, endpoint.URL+"/authorize"
	signedIn, err := f.signIn(t, expanded, func(event.Prompt) { f.bus.Publish(lockedEvent()) })
	if !fault.HasCode(err, vault.CodeLocked) || signedIn.Handle != "" {
		t.Errorf("%+v, %v", signedIn, err)
	}
}

// TestASignInNamesWhatItNeeds before anything is opened.
func TestASignInNamesWhatItNeeds(t *testing.T) {
	f := newFixture(t)
	bad := byToken("ada@example.com")
	bad.OAuth2.AuthURL, bad.CAPEM = "http://login.example.com", "no certificate"
	for field, r := range map[string]credential.SignInRequest{
		"oauth2.authUrl":   {Method: credential.ThroughBrowser, Settled: &credential.Settled{Expanded: byToken("ada")}},
		"oauth2.deviceUrl": {Method: credential.WithDeviceCode, Settled: &credential.Settled{Expanded: byToken("ada")}},
		"method":           {Method: "post", Settled: &credential.Settled{Expanded: byToken("ada")}},
		"oauth2.clientId": {
			Method: credential.ThroughBrowser, Settled: &credential.Settled{Expanded: bad},
			Unresolved: []account.Unresolved{{Field: "host", Name: "mail"}, {Field: "oauth2.clientId", Name: "client"}},
		},
	} {
		_, err := f.keeper.SignIn(t.Context(), r)
		if fault.Of(err) == nil || fault.Of(err).Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := f.keeper.SignIn(t.Context(), credential.SignInRequest{
		Method: credential.ThroughBrowser, Settled: &credential.Settled{Expanded: bad},
	})
	var names []string
	for _, field := range fault.Of(err).Fields {
		names = append(names, field.Name)
	}
	if len(names) != 2 || names[0] != "oauth2.authUrl" || names[1] != "caPem" {
		t.Errorf("an address without TLS and a bad certificate: %v", names)
	}
}
