package refusal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

func settings() signin.Settings {
	return signin.Settings{
		Type: signin.OIDC, Issuer: "https://idp.example.com", ClientID: "desk-1",
		CallbackURL: "https://app.example.com/callback", SPEntityID: "https://app.example.com/saml",
	}
}

func location() signin.Location {
	return signin.Location{URL: "http://127.0.0.1:4711/callback"}
}

func TestExplainAlwaysAnswers(t *testing.T) {
	t.Parallel()
	for _, place := range []refusal.Place{
		"", refusal.Authorization, refusal.TokenEndpoint, refusal.UserInfo,
		refusal.Discovery, refusal.SAMLStatus, refusal.ProviderPage,
	} {
		f := refusal.Explain(refusal.Said{Place: place, Code: "zzz_unheard_of", Description: "Words."}, settings(), location())
		if f.Code == "" || f.Cause == "" || f.Remedy == "" {
			t.Errorf("%q: nothing was said: %+v", place, f)
		}
		if diff := cmp.Diff(&fault.Remote{Code: "zzz_unheard_of", Text: "Words."}, f.Remote); diff != "" {
			t.Errorf("%q: the provider's words (-want +got):\n%s", place, diff)
		}
	}
}

func TestExplainReadsTheBody(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		said   refusal.Said
		remote fault.Remote
		reason string
	}{
		"JSON with traces": {
			refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 400, Body: `{"error":"zzz","error_description":"Words.","error_codes":[1],"trace_id":"t-1","correlation_id":"c-1"}`},
			fault.Remote{Code: "zzz", Text: "Words.\ntrace_id: t-1\ncorrelation_id: c-1"},
			"",
		},
		"a form":                  {refusal.Said{Place: refusal.TokenEndpoint, Body: "error=zzz&error_description=Some+words"}, fault.Remote{Code: "zzz", Text: "Some words"}, ""},
		"an error that is JSON":   {refusal.Said{Place: refusal.UserInfo, Body: `{"error":{"code":403,"message":"Not enabled","status":"ZZZ"}}`}, fault.Remote{Code: "ZZZ", Text: "Not enabled"}, ""},
		"a page":                  {refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 200, Body: "\ufeff <!DOCTYPE html><title>Sign in</title>"}, fault.Remote{Code: "200", Text: "\ufeff <!DOCTYPE html><title>Sign in</title>"}, "html"},
		"nested status":           {refusal.Said{Place: refusal.SAMLStatus, Code: "urn:oasis:names:tc:SAML:2.0:status:Responder", Second: "urn:x:status:Zzz"}, fault.Remote{Code: "urn:oasis:names:tc:SAML:2.0:status:Responder / urn:x:status:Zzz"}, ""},
		"wrong types of members":  {refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 500, Body: `{"error":[1],"error_codes":"x"}`}, fault.Remote{Code: "500", Text: `{"error":[1],"error_codes":"x"}`}, ""},
		"no more than can be put": {refusal.Said{Place: refusal.Discovery, HTTPStatus: 404, Body: strings.Repeat("x", 5000)}, fault.Remote{Code: "404", Text: strings.Repeat("x", 200)}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := refusal.Explain(tt.said, settings(), location())
			if diff := cmp.Diff(&tt.remote, f.Remote); diff != "" {
				t.Errorf("the provider's words (-want +got):\n%s", diff)
			}
			if tt.reason != "" && f.Reason != tt.reason {
				t.Errorf("reason %q, want %q", f.Reason, tt.reason)
			}
		})
	}
}
