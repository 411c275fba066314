package oidc_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
)

// TestProbeTellsWhatIsTaken from a provider that takes one way only.
func TestProbeTellsWhatIsTaken(t *testing.T) {
	for taken, other := range map[string]string{"client_secret_post": "client_secret_basic", "client_secret_basic": "client_secret_post"} {
		e := newEvil(t)
		e.auth = taken
		s := e.settings()
		s.ClientAuth = signin.ClientAuth(other)
		got, offered := map[string]signin.ProbeVerdict{}, map[string]string{}
		for _, row := range oidc.Probe(t.Context(), e.request(s)).Rows {
			got[row.Value] = row.Verdict
			if row.Alternative != nil {
				offered[row.Value] = string(row.Alternative.Patch)
			}
		}
		want := map[string]signin.ProbeVerdict{
			taken: signin.ProbeTaken, other: signin.ProbeRefused, "none": signin.ProbeRefused,
			e.issuer(): signin.ProbeTaken, e.issuer() + "/": signin.ProbeRefused, "true": signin.ProbeTaken, "false": signin.ProbeTaken,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", taken, diff)
		}
		if diff := cmp.Diff(map[string]string{taken: `{"clientAuth":"` + taken + `"}`}, offered); diff != "" {
			t.Error(diff)
		}
	}
}

// TestProbeOfABlindEndpoint: one that looks at the code first says nothing about
// the client.
func TestProbeOfABlindEndpoint(t *testing.T) {
	e := newEvil(t)
	e.token = page(400, "application/json", `{"error":"invalid_grant"}`)
	for _, row := range oidc.Probe(t.Context(), e.request(e.settings())).Rows {
		if strings.HasPrefix(row.Value, "client_secret") && row.Verdict != signin.ProbeUnclear {
			t.Errorf("%+v", row)
		}
	}
}

// TestProbeWithoutAProvider says why nothing could be tried.
func TestProbeWithoutAProvider(t *testing.T) {
	e := newEvil(t)
	e.discover = page(404, "text/plain", "no")
	if probed := oidc.Probe(t.Context(), e.request(e.settings())); probed.Finding == nil || len(probed.Rows) != 0 {
		t.Errorf("%+v", probed)
	}
}

// TestRead fills in what the provider announces.
func TestRead(t *testing.T) {
	e := newEvil(t)
	e.discovery = func(d map[string]any) { d["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"} }
	s := signin.Settings{Type: signin.OIDC, Issuer: e.issuer() + "/.well-known/openid-configuration", CAPEM: e.authority()}
	reading := oidc.Read(t.Context(), signin.Request{Settings: s})
	var patch map[string]any
	if err := json.Unmarshal(reading.Patch, &patch); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"issuer": e.issuer(), "clientAuth": "client_secret_post"}, patch); diff != "" {
		t.Error(diff)
	}
	e.discover = page(404, "text/plain", "no")
	if reading := oidc.Read(t.Context(), signin.Request{Settings: s}); reading.Patch != nil || reading.Report.Verdict != proof.Failed {
		t.Errorf("%s", reading.Patch)
	}
}

// TestPushedRequest: a provider that wants the request in advance gets it, and
// the browser carries the reference only (RFC 9126).
func TestPushedRequest(t *testing.T) {
	e := newEvil(t)
	var pushed url.Values
	e.discovery = func(d map[string]any) {
		d["pushed_authorization_request_endpoint"] = e.issuer() + "/par"
		d["require_pushed_authorization_requests"] = true
	}
	handler := e.server.Config.Handler
	e.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		switch {
		case r.URL.Path == "/par" && e.knows(r):
			pushed = r.PostForm
			writeJSON(w, http.StatusCreated, map[string]any{"request_uri": "urn:example:1", "expires_in": 60})
		case r.URL.Path == "/par":
			writeJSON(w, http.StatusUnauthorized, map[string]any{"error": "invalid_client"})
		case r.URL.Path == "/authorize":
			if diff := cmp.Diff(url.Values{"client_id": {clientID}, "request_uri": {"urn:example:1"}}, r.URL.Query()); diff != "" {
				t.Error(diff)
			}
			r.URL.RawQuery = pushed.Encode()
			e.authorize(w, r)
		default:
			handler.ServeHTTP(w, r)
		}
	})
	if report := e.signIn(t, e.request(e.settings())); report.Verdict != proof.Passed {
		t.Errorf("%v", verdicts(report))
	}
	r := e.request(e.settings())
	r.Secrets.ClientSecret = wrongSecret()
	report := e.signIn(t, r)
	if got := step(t, report, "O09"); got.Verdict != proof.Failed || got.Finding.Code != signin.CodeClientRejected {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(everything(), names(report)); diff != "" {
		t.Error(diff)
	}
}

// TestReadNeedsAnIssuer, and nothing else.
func TestReadNeedsAnIssuer(t *testing.T) {
	report := oidc.Read(t.Context(), signin.Request{Settings: signin.Settings{Type: signin.OIDC}}).Report
	if got := step(t, report, "settings"); got.Verdict != proof.Failed || got.Finding.Fields[0] != "issuer" {
		t.Errorf("%+v", got)
	}
}
