package oidc_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
)

// TestTrustInAnAddress: a missing email_verified is not a false one, a text is
// none of the two to many systems, and it says nothing of another claim.
func TestTrustInAnAddress(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		verified any
		claim    string
		trust    string
		detail   string
	}{
		"true":          {true, "", "verified", "is true"},
		"false":         {false, "", "unverified", ""},
		"missing":       {nil, "", "unknown", "does not say"},
		"the text true": {"true", "", "verified", "no boolean"},
		"a word":        {"maybe", "", "unknown", "neither"},
		"a number":      {1, "", "unknown", "neither"},
		"another claim": {true, "upn", "unknown", "says nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			set := func(c map[string]any) {
				c["upn"] = "ada@example.test"
				if c["email_verified"] = tt.verified; tt.verified == nil {
					delete(c, "email_verified")
				}
			}
			e.claims, e.user = set, set
			r := e.request(e.settings())
			r.Settings.EmailClaim = tt.claim
			report := e.signIn(t, r)
			if report.EmailTrust != tt.trust || !strings.Contains(step(t, report, "O23").Detail, tt.detail) {
				t.Errorf("%s: %+v", report.EmailTrust, step(t, report, "O23"))
			}
		})
	}
}

// TestEntrasWordForIt stands in the place of email_verified, as a boolean or as a
// number or a text that means one.
func TestEntrasWordForIt(t *testing.T) {
	for _, tt := range []struct {
		edov  any
		trust string
	}{{true, "verified"}, {1, "verified"}, {"1", "verified"}, {false, "unverified"}, {"0", "unverified"}, {[]int{}, "unknown"}} {
		e := newEvil(t)
		e.claims = func(c map[string]any) { delete(c, "email_verified"); c["xms_edov"] = tt.edov }
		e.user = func(u map[string]any) { delete(u, "email_verified") }
		if got := e.signIn(t, e.request(e.settings())).EmailTrust; got != tt.trust {
			t.Errorf("%v: %s", tt.edov, got)
		}
	}
}

// TestGooglesHostedDomain: an allowed domain is not enough.
func TestGooglesHostedDomain(t *testing.T) {
	const google = "https://accounts.google.com"
	domains := []string{"example.test"}
	if !oidc.IsOutsider(google, nil, domains) || oidc.IsOutsider(google, nil, nil) ||
		oidc.IsOutsider(google, map[string]any{"hd": "example.test"}, domains) || oidc.IsOutsider("https://other.example", nil, domains) {
		t.Error("who belongs to an organisation at Google is not told")
	}
}

// TestAnUnsignedAddressIsNotTrusted, whatever it says of itself.
func TestAnUnsignedAddressIsNotTrusted(t *testing.T) {
	e := newEvil(t)
	e.header = map[string]any{"alg": "none"}
	report := e.signIn(t, e.request(e.settings()))
	if report.EmailTrust != "unknown" || report.Verdict != proof.Failed {
		t.Errorf("%s, %s", report.EmailTrust, report.Verdict)
	}
}

// TestTheClaimThatHoldsAnAddressIsOffered.
func TestTheClaimThatHoldsAnAddressIsOffered(t *testing.T) {
	e := newEvil(t)
	e.claims = func(c map[string]any) { delete(c, "email"); c["preferred_username"] = "ada@example.test" }
	e.user = func(u map[string]any) { delete(u, "email") }
	f := step(t, e.signIn(t, e.request(e.settings())), "O23").Finding
	if f.Alternative == nil || string(f.Alternative.Patch) != `{"emailClaim":"preferred_username"}` {
		t.Errorf("%+v", f)
	}
}

// TestTheClocksAreCompared: the provider's is ten minutes behind, and says so.
func TestTheClocksAreCompared(t *testing.T) {
	e := newEvil(t)
	behind := 10 * time.Minute
	handler := e.server.Config.Handler
	e.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(-behind).UTC().Format(http.TimeFormat))
		handler.ServeHTTP(w, r)
	})
	e.claims = func(c map[string]any) {
		c["iat"], c["exp"] = time.Now().Add(-behind).Unix(), time.Now().Add(-behind+5*time.Minute).Unix()
	}
	got := step(t, e.signIn(t, e.request(e.settings())), "O18")
	if !strings.Contains(got.Detail, "behind") || !strings.Contains(got.Finding.Cause, "5m") || !strings.Contains(got.Finding.Cause, "behind this one") {
		t.Errorf("%s | %+v", got.Detail, got.Finding)
	}
}

// TestEveryTenant: Entra ID's documents for several tenants leave a place for the
// one that a token names.
func TestEveryTenant(t *testing.T) {
	t.Parallel()
	const tenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
	for name, tt := range map[string]struct{ tid, iss, found string }{
		"its tenant":     {tenant, tenant, ""},
		"another tenant": {tenant, "11111111-1111-1111-1111-111111111111", "failed idp.issuer_mismatch id_token"},
		"no tenant":      {"../evil", "../evil", "failed idp.issuer_mismatch id_token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEvil(t)
			handler := e.server.Config.Handler
			e.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.URL.Path = strings.TrimPrefix(r.URL.Path, "/organizations/v2.0")
				handler.ServeHTTP(w, r)
			})
			e.discovery = func(d map[string]any) {
				d["issuer"] = e.issuer() + "/{tenantid}/v2.0"
				delete(d, "authorization_response_iss_parameter_supported")
			}
			e.answer = func(v url.Values) { v.Del("iss") }
			e.claims = func(c map[string]any) {
				c["tid"], c["oid"], c["iss"] = tt.tid, "o", e.issuer()+"/"+tt.iss+"/v2.0"
			}
			r := e.request(e.settings())
			r.Settings.Issuer += "/organizations/v2.0"
			report := e.signIn(t, r)
			got := verdicts(report)
			if got["O02"] != "warned idp.issuer_mismatch any_tenant" || got["O16"] != tt.found {
				t.Errorf("%v", got)
			}
			if report.Identity.Subject != "o "+tt.tid {
				t.Errorf("subject %q", report.Identity.Subject)
			}
		})
	}
}
