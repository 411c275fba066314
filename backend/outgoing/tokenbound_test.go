package outgoing_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// tokenChanges alter one part each of what a secret of OAuth 2.0 is bound to:
// where it is sent itself, and where the access token goes that it brings.
func tokenChanges(evil, evilPort string) map[string]func(s *smtp.Settings) {
	return map[string]func(s *smtp.Settings){
		"token URL": func(s *smtp.Settings) { s.OAuth2.TokenURL = evil },
		"client ID": func(s *smtp.Settings) { s.OAuth2.ClientID = "another" },
		"host":      func(s *smtp.Settings) { s.Host = "localhost" },
		"port":      func(s *smtp.Settings) { s.Port = evilPort },
		"security":  func(s *smtp.Settings) { s.Security = smtp.SecurityImplicitTLS },
		"user":      func(s *smtp.Settings) { s.User = "eve@example.com" },
		"from":      func(s *smtp.Settings) { s.User, s.From = "", "eve@example.com" },
	}
}

// TestSC14_AStoredTokenSecretGoesOnlyWhereItWasSavedFor: an access token is as
// good as the secret it was obtained with, so that the mail server it is
// presented to counts as well.
func TestSC14_AStoredTokenSecretGoesOnlyWhereItWasSavedFor(t *testing.T) {
	a, evil, listener := newAuthority(t), newAuthority(t), newHostileListener(t)
	for name, change := range tokenChanges(evil.URL, listener.port) {
		for _, field := range []string{"oauth2.clientSecret", "oauth2.refreshToken"} {
			t.Run(name+" with "+field, func(t *testing.T) {
				f := newFixture(t)
				draft := tokenDraft(t, a)
				draft.Secrets.ClientSecret = set(canary)
				if field == "oauth2.refreshToken" {
					draft.Secrets.ClientSecret, draft.Secrets.RefreshToken = keep(), set(canary)
				}
				moved := edited(f.save(t, draft))
				change(&moved.Settings)
				asked := len(a.asked)
				report := f.prove(t, moved, smtp.LevelSignIn)
				if finding := report.Steps[0].Finding; finding == nil || finding.Code != outgoing.CodeBoundElsewhere ||
					!slices.Contains(finding.Fields, field) {
					t.Errorf("the proof says %+v", report.Steps[0])
				}
				if _, err := f.servers.Save(t.Context(), site, moved); fieldOf(err) != field {
					t.Errorf("saving says %v", err)
				}
				if len(a.asked) != asked {
					t.Errorf("a token was obtained for another destination: %v", a.asked)
				}
			})
		}
	}
	if len(evil.asked) > 0 || len(listener.received()) > 0 {
		t.Errorf("another destination was asked: %v %q", evil.asked, listener.received())
	}
}

// TestSC14_AStoredClientSecretGoesToNoOtherDeviceEndpoint: a sign-in by device
// code sends the client secret to two endpoints.
func TestSC14_AStoredClientSecretGoesToNoOtherDeviceEndpoint(t *testing.T) {
	f, a, evil := newFixture(t), newAuthority(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.DeviceURL = a.URL + "/device"
	draft.Secrets.ClientSecret = set(canary)
	moved := edited(f.save(t, draft))
	moved.Settings.OAuth2.DeviceURL = evil.URL + "/device"
	_, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{Draft: moved, Method: outgoing.WithDeviceCode})
	if fieldOf(err) != "oauth2.clientSecret" {
		t.Errorf("the sign-in says %v", err)
	}
	if strings.Contains(strings.Join(evil.secrets, " "), canary) {
		t.Error("another device endpoint got the stored client secret")
	}
}

// TestSC14_AReplacedTokenGoesOnlyWhereItCameFrom: who knows an old refresh
// token must not obtain the one in its place by typing the old one for an
// endpoint of their own.
func TestSC14_AReplacedTokenGoesOnlyWhereItCameFrom(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.RefreshToken = set("refresh-0")
	saved := f.save(t, draft)
	if report := f.prove(t, edited(saved), smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Fatalf("%+v", report.Steps)
	}
	got := make(chan string, 4)
	evil := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.PostFormValue("refresh_token") }))
	t.Cleanup(evil.Close)
	elsewhere := edited(saved)
	elsewhere.Settings.OAuth2.TokenURL = evil.URL
	elsewhere.Secrets.RefreshToken = set("refresh-0")
	f.prove(t, elsewhere, smtp.LevelSignIn)
	if token := <-got; token != "refresh-0" {
		t.Errorf("another endpoint got %q", token)
	}
}

// TestALockEndsASignIn: nothing that a person does afterwards brings a token,
// and the address for the answer is gone.
func TestALockEndsASignIn(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.AuthURL = a.URL + "/authorize"
	address := ""
	signedIn, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{
		Draft: draft, Method: outgoing.ThroughBrowser, Prompt: func(p event.Prompt) {
			address = p.URL
			f.bus.Publish(event.Event{Name: "vault.locked"})
		},
	})
	if !fault.HasCode(err, vault.CodeLocked) || signedIn.Handle != "" {
		t.Errorf("a sign-in across a lock gave the handle %q, %v", signedIn.Handle, err)
	}
	authorization, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := http.Get(authorization.Query().Get("redirect_uri")); err == nil {
		_ = r.Body.Close()
		t.Error("the address for the answer is still there")
	}
}

// TestAHandleIsOfItsSession: a token that was obtained before a lock is not
// there for the operator who unlocks next.
func TestAHandleIsOfItsSession(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.AuthURL = a.URL + "/authorize"
	signedIn, err := f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{
		Draft: draft, Method: outgoing.ThroughBrowser, Prompt: func(p event.Prompt) { go answerFor(p.URL) },
	})
	if err != nil || signedIn.Handle == "" {
		t.Fatalf("%v %+v", err, signedIn.Finding)
	}
	f.bus.Publish(event.Event{Name: "vault.locked"})
	draft.Secrets.RefreshToken = obtained(signedIn.Handle)
	report := f.prove(t, draft, smtp.LevelSignIn)
	if finding := report.Steps[0].Finding; finding == nil || finding.Fields[0] != "oauth2.refreshToken" || len(a.asked) != 1 {
		t.Errorf("%+v, the provider was asked for %v", report.Steps[0], a.asked)
	}
}

// TestParallelProofsDoNotLoseTheRefreshToken: each ends the token it was begun
// with.
func TestParallelProofsDoNotLoseTheRefreshToken(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.RefreshToken = set("refresh-0")
	saved := edited(f.save(t, draft))
	const proofs = 4
	verdicts := make(chan proof.Report, proofs)
	for range proofs {
		go func() {
			report, _ := f.servers.Prove(context.WithoutCancel(t.Context()), site, outgoing.ProofRequest{Draft: saved, Level: smtp.LevelSignIn})
			verdicts <- report
		}()
	}
	for range proofs {
		if report := <-verdicts; report.Verdict != proof.Passed {
			t.Errorf("%+v", findingOf(report))
		}
	}
}

// TestAReplacedTokenIsKeptBeforeItIsUsed: what happens between the provider
// and the mail server must not cost the sign-in.
func TestAReplacedTokenIsKeptBeforeItIsUsed(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.RefreshToken = set("refresh-0")
	saved := f.save(t, draft)
	var atTheServer outgoing.Server
	a.presented = func() { atTheServer, _ = f.servers.Get(context.Background(), site) }
	if report := f.prove(t, edited(saved), smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Errorf("%+v", findingOf(report))
	}
	if !atTheServer.RefreshToken.ChangedAt.After(saved.RefreshToken.ChangedAt) {
		t.Error("the new refresh token was not stored when the mail server was asked")
	}
}

// TestAReplacedTokenThatCannotBeStoredIsSaid in the step that replaced it.
func TestAReplacedTokenThatCannotBeStoredIsSaid(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Secrets.RefreshToken = set("refresh-0")
	saved := f.save(t, draft)
	f.access.full = true
	report := f.prove(t, edited(saved), smtp.LevelSignIn)
	if finding := findingOf(report); report.Verdict != proof.Warned || finding.Reason != "refresh_token_unsaved" ||
		!strings.Contains(finding.Cause, "disk") {
		t.Errorf("%s %+v", report.Verdict, finding)
	}
	f.access.full = false
	if report := f.prove(t, edited(f.get(t)), smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Errorf("with room again: %+v", findingOf(report))
	}
}

// TestSignInNamesVariablesWithoutAValue before anything is opened.
func TestSignInNamesVariablesWithoutAValue(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.AuthURL, draft.Settings.OAuth2.ClientID = a.URL, "%client%"
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := f.servers.SignIn(ctx, site, outgoing.SignInRequest{
		Draft: draft, Method: outgoing.ThroughBrowser, Prompt: func(event.Prompt) { cancel() },
	})
	if fieldOf(err) != "oauth2.clientId" {
		t.Errorf("%v", err)
	}
}
