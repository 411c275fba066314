package sso_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

func types() []signin.Type { return []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} }

func start(t testing.TB) *idpd.Server {
	t.Helper()
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func requestOf(server *idpd.Server, kind signin.Type) signin.Request {
	settings, clientSecret := server.Settings(kind)
	return signin.Request{Settings: settings, Secrets: signin.Secrets{ClientSecret: clientSecret}}
}

// signIn runs a sign-in; person is called with what it prompts, beside it.
func signIn(t *testing.T, r sso.SignInRequest, person func(sso.Prompt) error) proof.Report {
	t.Helper()
	done := make(chan error, 1)
	prompted := false
	r.Prompt = func(p sso.Prompt) {
		prompted = true
		go func() { done <- person(p) }()
	}
	report := sso.SignIn(t.Context(), r)
	if !prompted {
		t.Fatalf("nobody was asked: %+v", report)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return report
}

func findings(r proof.Report) (codes []string) {
	for _, step := range r.Steps {
		if step.Finding != nil {
			codes = append(codes, step.Name+" "+step.Finding.Code)
		}
	}
	return codes
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	server := start(t)
	for _, kind := range types() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			var prompt sso.Prompt
			report := signIn(t, sso.SignInRequest{Request: requestOf(server, kind)}, func(p sso.Prompt) error {
				prompt = p
				_, err := script.NewBrowser(t, server.CAPEM()).SignIn(p.URL, "anna")
				return err
			})
			if report.Verdict != proof.Passed || report.Identity == nil || report.Email != "anna@example.com" {
				t.Errorf("%s %v %+v", report.Verdict, findings(report), report.Identity)
			}
			if prompt.ByHand || !strings.HasPrefix(prompt.URL, "http://127.0.0.1:") || !strings.HasPrefix(prompt.ReturnsTo, "http://127.0.0.1:") {
				t.Errorf("%+v", prompt)
			}
			if prompt.ProviderURL != "" && !strings.HasPrefix(prompt.ProviderURL, "https://127.0.0.1:") {
				t.Errorf("the provider's own page is %q", prompt.ProviderURL)
			}
		})
	}
}

// TestPostedRequest: the browser starts from a page of this machine, which has
// no address at the provider.
func TestPostedRequest(t *testing.T) {
	t.Parallel()
	server := start(t)
	r := requestOf(server, signin.SAML)
	r.Settings.SSOBinding = signin.Post
	report := signIn(t, sso.SignInRequest{Request: r}, func(p sso.Prompt) error {
		if p.ProviderURL != "" {
			t.Errorf("a page of the provider's: %q", p.ProviderURL)
		}
		_, err := script.NewBrowser(t, server.CAPEM()).SignIn(p.URL, "anna")
		return err
	})
	if report.Verdict != proof.Passed {
		t.Errorf("%s %v", report.Verdict, findings(report))
	}
}

// TestByHand: the provider answers to the real callback URL, where nothing
// listens, and the answer is pasted.
func TestByHand(t *testing.T) {
	t.Parallel()
	server := start(t)
	for _, kind := range types() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			r := requestOf(server, kind)
			r.Settings.CallbackURL = "https://app.example.com/sign-in/callback"
			answers := make(chan signin.Answer, 1)
			report := signIn(t, sso.SignInRequest{Request: r, ByHand: true, Pasted: answers}, func(p sso.Prompt) error {
				if !p.ByHand || p.ReturnsTo != r.Settings.CallbackURL {
					t.Errorf("%+v", p)
				}
				exit, err := script.NewBrowser(t, server.CAPEM()).Choose(p.URL, "anna")
				if err != nil {
					return err
				}
				text := exit.URL
				if exit.Form != nil {
					text = exit.Form.Encode()
				}
				answer, err := pasted.Read([]byte(text), kind)
				answers <- answer
				return err
			})
			if report.Verdict == proof.Failed || report.Identity == nil || report.Email != "anna@example.com" {
				t.Errorf("%s %v", report.Verdict, findings(report))
			}
		})
	}
}

// TestThreeEndings: cancelled, timed out and refused are not the same.
func TestThreeEndings(t *testing.T) {
	t.Parallel()
	server := start(t)
	for _, kind := range types() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			cancelled := sso.SignIn(ctx, sso.SignInRequest{Request: requestOf(server, kind), Prompt: func(sso.Prompt) { cancel() }})
			late := sso.SignIn(t.Context(), sso.SignInRequest{Request: requestOf(server, kind), Wait: time.Nanosecond})
			refused := signIn(t, sso.SignInRequest{Request: requestOf(server, kind)}, func(p sso.Prompt) error {
				_, err := script.NewBrowser(t, server.CAPEM()).SignIn(p.URL, "nobody")
				return err
			})
			for code, report := range map[string]proof.Report{
				signin.CodeCancelled: cancelled, signin.CodeTimeout: late, signin.CodeRefused: refused,
			} {
				if report.Verdict != proof.Failed || !strings.Contains(strings.Join(findings(report), "\n"), code) {
					t.Errorf("%s: %s %v", code, report.Verdict, findings(report))
				}
			}
		})
	}
}

// TestStrays: the answer of another attempt is not taken, and who waited in vain
// is told that it came.
func TestStrays(t *testing.T) {
	t.Parallel()
	server := start(t)
	for kind, stray := range map[signin.Type]script.Exit{
		signin.OIDC: {URL: "?code=x&state=of+another+attempt"},
		signin.SAML: {Form: url.Values{"SAMLResponse": {"PHg+"}, "RelayState": {"of another attempt"}}},
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			report := sso.SignIn(ctx, sso.SignInRequest{Request: requestOf(server, kind), Prompt: func(p sso.Prompt) {
				defer cancel()
				status, err := script.NewBrowser(t, server.CAPEM()).Deliver(script.Exit{URL: p.ReturnsTo + stray.URL, Form: stray.Form})
				if err != nil || status != http.StatusBadRequest {
					t.Errorf("%d, %v", status, err)
				}
			}})
			if report.Verdict != proof.Failed || report.Identity != nil {
				t.Errorf("%s %v", report.Verdict, findings(report))
			}
		})
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	server := start(t)
	port := taken.Addr().(*net.TCPAddr).Port
	for _, kind := range types() {
		report := sso.SignIn(t.Context(), sso.SignInRequest{Request: requestOf(server, kind), Port: uint16(port)})
		if codes := findings(report); report.Verdict != proof.Failed || len(codes) == 0 {
			t.Errorf("%s: %s %v", kind, report.Verdict, codes)
		}
	}
}

func TestNoType(t *testing.T) {
	t.Parallel()
	for _, report := range []proof.Report{
		sso.Check(t.Context(), signin.Request{}), sso.SignIn(t.Context(), sso.SignInRequest{}),
		sso.Read(t.Context(), signin.Request{}).Report,
		sso.Read(t.Context(), signin.Request{Settings: signin.Settings{Type: signin.OAuth2}}).Report,
	} {
		if report.Verdict != proof.Failed || len(report.Steps) != 1 || report.Steps[0].Finding.Code != "settings.invalid" {
			t.Errorf("%+v", report)
		}
	}
	if f := sso.Probe(t.Context(), signin.Request{}).Finding; f == nil || f.Fields[0] != "type" {
		t.Errorf("%+v", f)
	}
}
