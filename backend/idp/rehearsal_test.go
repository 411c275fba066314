package idp_test

import (
	"testing"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// rehearsal is a provider on loopback with a person in front of a browser.
type rehearsal struct {
	*fixture
	server  *idpd.Server
	browser *script.Browser
}

func newRehearsal(t *testing.T) *rehearsal {
	t.Helper()
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return &rehearsal{newFixture(t), server, script.NewBrowser(t, server.CAPEM())}
}

// draft reaches the provider by a protocol.
func (r *rehearsal) draft(t signin.Type) idp.Draft {
	settings, clientSecret := r.server.Settings(t)
	draft := idp.Draft{Settings: settings, Secrets: signin.KeepSecrets()}
	if clientSecret.IsSet() {
		draft.Secrets.ClientSecret = secret.Input{Change: secret.Set, Value: clientSecret}
	}
	return draft
}

// signIn lets a person sign in with a draft.
func (r *rehearsal) signIn(t *testing.T, draft idp.Draft, person string) proof.Report {
	t.Helper()
	var browsing error
	done := make(chan struct{})
	report, err := r.providers.SignIn(t.Context(), site, idp.SignInRequest{
		Draft: draft, Run: "run", Wait: time.Minute,
		Prompt: func(p event.Prompt) {
			go func() {
				defer close(done)
				_, browsing = r.browser.SignIn(p.URL, person)
			}()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	<-done
	if browsing != nil {
		t.Fatalf("the browser: %v", browsing)
	}
	return report
}

func (r *rehearsal) check(t *testing.T, draft idp.Draft) proof.Report {
	t.Helper()
	report, err := r.providers.Check(t.Context(), site, idp.ProofRequest{Draft: draft, Run: "run"})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func (r *rehearsal) light(t *testing.T, id string) evidence.Light {
	t.Helper()
	return r.get(t, id).Status.Light
}

// failed lists the checks that a report failed at.
func failed(report proof.Report) []string {
	var names []string
	for _, step := range report.Steps {
		if step.Verdict == proof.Failed {
			names = append(names, step.Name+": "+step.Finding.Code+" "+step.Finding.Cause)
		}
	}
	return names
}

func types() []signin.Type { return []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} }
