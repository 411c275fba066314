package oidc_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

const (
	ada        = "ada@example.test"
	realSecret = "s3cret/of+the client"
)

func realProvider(t *testing.T, claims map[string]any) *peers.OIDCProvider {
	t.Helper()
	return peers.RunOIDCProvider(t, peers.OIDCOptions{Claims: claims, Clients: []peers.OIDCClient{
		{ID: "basic", Secret: realSecret, Auth: "client_secret_basic"},
		{ID: "post", Secret: realSecret, Auth: "client_secret_post"},
		{ID: "public", Auth: "none"},
	}})
}

func realRequest(p *peers.OIDCProvider, client string) signin.Request {
	r := signin.Request{Settings: signin.Settings{
		Type: signin.OIDC, Issuer: p.Issuer(), ClientID: client, Scopes: []string{"openid", "profile", "email", "groups"},
		TimeoutSeconds: 20, AllowedDomains: []string{"example.test"}, SelfServiceSignUp: true,
	}}
	switch client {
	case "public":
		r.Settings.ClientAuth = signin.ClientNone
	default:
		r.Settings.ClientAuth = signin.ClientAuth("client_secret_" + client)
		r.Secrets.ClientSecret = secret.FromString(realSecret)
	}
	return r
}

// visitor is where the browser comes back to.
type visitor struct {
	url     string
	arrived chan url.Values
}

func newVisitor(t *testing.T) visitor {
	t.Helper()
	v := visitor{arrived: make(chan url.Values, 1)}
	server := newServer(t, func(_ http.ResponseWriter, r *http.Request) { v.arrived <- r.URL.Query() })
	v.url = server + "/callback"
	return v
}

func realSignIn(t *testing.T, p *peers.OIDCProvider, r signin.Request) proof.Report {
	t.Helper()
	v := newVisitor(t)
	attempt, report := oidc.Begin(t.Context(), r, signin.Location{URL: v.url})
	if report != nil {
		return *report
	}
	if err := p.SignIn(attempt.Opening().URL, ada); err != nil {
		t.Fatal(err)
	}
	values := <-v.arrived
	if !attempt.Accepts(values) || attempt.Accepts(url.Values{"state": {"x"}}) {
		t.Error("the attempt does not know its answer")
	}
	return attempt.Finish(t.Context(), signin.Answer{Values: values, Location: v.url, Method: http.MethodGet})
}

// clear is what remains to be said of a provider on this machine: it speaks HTTP.
func clear() map[string]string {
	return map[string]string{"O03": "warned idp.check_failed clear_text"}
}

// TestRealSignIn: a certified provider, by each way of client authentication.
func TestRealSignIn(t *testing.T) {
	p := realProvider(t, map[string]any{"email_verified": true, "name": "Ada", "groups": []string{"staff"}})
	for _, client := range []string{"basic", "post", "public"} {
		t.Run(client, func(t *testing.T) {
			report := realSignIn(t, p, realRequest(p, client))
			if diff := cmp.Diff(clear(), verdicts(report)); diff != "" {
				t.Error(diff)
			}
			if report.Identity == nil || report.Email != ada || report.EmailTrust != "verified" || report.Identity.Subject != p.Issuer()+" "+ada ||
				report.Decision.Account != proof.AccountCreated {
				t.Errorf("%+v", report.Identity)
			}
			for _, id := range []string{"O11", "O12", "O15", "O21", "O25", "O30"} {
				if s := step(t, report, id); s.Verdict != proof.Passed {
					t.Errorf("%s: %+v", id, s)
				}
			}
			noSecrets(t, report)
		})
	}
}

// TestRealRefusal: the person does not agree.
func TestRealRefusal(t *testing.T) {
	p := realProvider(t, map[string]any{})
	v := newVisitor(t)
	attempt, report := oidc.Begin(t.Context(), realRequest(p, "basic"), signin.Location{URL: v.url})
	if report != nil {
		t.Fatal(verdicts(*report))
	}
	if err := p.Deny(attempt.Opening().URL, ada); err != nil {
		t.Fatal(err)
	}
	ended := attempt.Finish(t.Context(), signin.Answer{Values: <-v.arrived, Location: v.url})
	if s := step(t, ended, "O09"); s.Verdict != proof.Failed || s.Finding.Code != signin.CodeRefused || s.Finding.Remote.Code != "access_denied" {
		t.Errorf("%+v", s.Finding)
	}
}

// TestRealProbe: the provider takes both ways of client authentication from a
// client that has a secret, and wants PKCE.
func TestRealProbe(t *testing.T) {
	p := realProvider(t, map[string]any{})
	for client, want := range map[string]map[string]signin.ProbeVerdict{
		"basic":  {"client_secret_basic": signin.ProbeTaken, "client_secret_post": signin.ProbeTaken, "none": signin.ProbeRefused},
		"public": {"client_secret_basic": signin.ProbeUnclear, "client_secret_post": signin.ProbeUnclear, "none": signin.ProbeTaken},
	} {
		probed := oidc.Probe(t.Context(), realRequest(p, client))
		if probed.Finding != nil {
			t.Fatalf("%+v", probed.Finding)
		}
		got := map[string]signin.ProbeVerdict{}
		for _, row := range probed.Rows {
			got[row.Value] = row.Verdict
			if row.Alternative != nil && (row.Current || row.Verdict != signin.ProbeTaken) {
				t.Errorf("%+v is offered", row)
			}
		}
		want["true"], want["false"] = signin.ProbeTaken, signin.ProbeRefused
		want[p.Issuer()], want[p.Issuer()+"/"] = signin.ProbeTaken, signin.ProbeRefused
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", client, diff)
		}
	}
}

// TestRealProbeWithAWrongSecret takes no way for the right one.
func TestRealProbeWithAWrongSecret(t *testing.T) {
	p := realProvider(t, map[string]any{})
	r := realRequest(p, "basic")
	r.Secrets.ClientSecret = secret.FromString("another")
	for _, row := range oidc.Probe(t.Context(), r).Rows {
		if row.Setting == "clientAuth" && row.Verdict != signin.ProbeRefused {
			t.Errorf("%+v", row)
		}
	}
}
