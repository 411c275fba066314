package oidc_test

import (
	"net/http"
	"net/url"

	"patchbay/backend/protocol/signin"
)

func answerFaults() []fault {
	return []fault{
		{"the person refuses", func(e *evil, _ *signin.Request) {
			e.answer = func(v url.Values) {
				v.Del("code")
				v.Set("error", "access_denied")
				v.Set("error_description", "resource owner denied")
			}
		}, map[string]string{"O09": "failed idp.refused access_denied"}, ""},
		{
			"no code", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("code") } },
			map[string]string{"O09": "failed idp.response_invalid no_code"},
			"neither a code nor an error",
		},
		{
			"another state", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Set("state", "x") } },
			map[string]string{"O10": "failed idp.state_mismatch"},
			"another attempt",
		},
		{
			"no state", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("state") } },
			map[string]string{"O10": "failed idp.state_mismatch missing"},
			"no state",
		},
		{"another issuer answers", func(e *evil, _ *signin.Request) {
			e.answer = func(v url.Values) { v.Set("iss", e.issuer()+"/") }
		}, map[string]string{"O11": "failed idp.issuer_mismatch answer_of_another_issuer"}, "slash at the end"},
		{
			"the announced issuer is missing", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Del("iss") } },
			map[string]string{"O11": "failed idp.issuer_mismatch answer_without_issuer"},
			"announces",
		},
		{
			"the other client authentication", func(e *evil, _ *signin.Request) { e.auth = "client_secret_post" },
			map[string]string{"O12": "failed idp.client_rejected client_auth"},
			"client_secret_post",
		},
		{
			"a wrong secret", func(_ *evil, r *signin.Request) { r.Secrets.ClientSecret = wrongSecret() },
			map[string]string{"O12": "failed idp.client_rejected oidcprovider_secret"},
			"",
		},
		{
			"a spent code", func(e *evil, _ *signin.Request) { e.answer = func(v url.Values) { v.Set("code", "spent") } },
			map[string]string{"O12": "failed idp.check_failed oidcprovider_grant"},
			"",
		},
		{
			"tokens as a page", func(e *evil, _ *signin.Request) { e.token = page(200, "text/html", "<html>") },
			map[string]string{"O12": "failed idp.response_invalid html"},
			"web page",
		},
		{"tokens elsewhere", func(e *evil, _ *signin.Request) {
			e.token = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
			}
		}, map[string]string{"O12": "failed idp.response_invalid redirected"}, "Secrets"},
		{"an error with status 200", func(e *evil, _ *signin.Request) {
			e.token = page(200, "application/json", `{"error":"bad_verification_code"}`)
		}, map[string]string{"O12": "failed idp.check_failed github_code"}, ""},
		{
			"DPoP", func(e *evil, _ *signin.Request) { e.tokens = func(m map[string]any) { m["token_type"] = "DPoP" } },
			map[string]string{"O13": "failed idp.response_invalid token_type"},
			"DPoP",
		},
		{
			"no ID token", func(e *evil, _ *signin.Request) { e.tokens = func(m map[string]any) { delete(m, "id_token") } },
			map[string]string{"O14": "failed idp.response_invalid no_id_token"},
			"no ID token",
		},
		{
			"an encrypted ID token", func(e *evil, _ *signin.Request) { e.idToken = func(string) string { return "a.b.c.d.e" } },
			map[string]string{"O14": "failed idp.response_invalid encrypted"},
			"encrypted",
		},
		{
			"no JWT", func(e *evil, _ *signin.Request) { e.idToken = func(string) string { return "opaque" } },
			map[string]string{"O14": "failed idp.response_invalid malformed"},
			"three parts",
		},
	}
}
