package oidc_test

import (
	"net/http"

	"patchbay/backend/protocol/signin"
)

func personFaults() []fault {
	return []fault{
		{
			"user info about another", func(e *evil, _ *signin.Request) { e.user = func(u map[string]any) { u["sub"] = "eve" } },
			map[string]string{"O21": "failed idp.response_invalid userinfo_subject"},
			"another person",
		},
		{"user info refused", func(e *evil, _ *signin.Request) {
			e.userInfo = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("WWW-Authenticate", `Bearer error="insufficient_scope", error_description="no"`)
				w.WriteHeader(http.StatusForbidden)
			}
		}, map[string]string{"O21": "failed idp.check_failed insufficient_scope"}, ""},
		{
			"user info as a page", func(e *evil, _ *signin.Request) { e.userInfo = page(200, "text/html", "<html>") },
			map[string]string{"O21": "failed idp.response_invalid html"},
			"web page",
		},
		{
			"they differ", func(e *evil, _ *signin.Request) { e.user = func(u map[string]any) { u["email"] = "eve@example.test" } },
			map[string]string{"O22": "warned idp.check_failed claims_differ"},
			"email",
		},
		{"no address", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { delete(c, "email"); c["upn"] = "ada@example.test" }
			e.user = func(u map[string]any) { delete(u, "email") }
		}, map[string]string{"O23": "failed idp.email_missing"}, "no claim email"},
		{"an address that is not verified", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { c["email_verified"] = false }
			e.user = func(u map[string]any) { u["email_verified"] = false }
		}, map[string]string{"O23": "warned idp.check_failed email_not_verified"}, "not verified"},
		{
			"not an allowed domain", func(_ *evil, r *signin.Request) { r.Settings.AllowedDomains = []string{"corp.example"} },
			map[string]string{"O24": "failed idp.domain_not_allowed"},
			"example.test is not among",
		},
		{"too many groups", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) {
				delete(c, "groups")
				c["_claim_names"] = map[string]any{"groups": "src1"}
				c["_claim_sources"] = map[string]any{"src1": map[string]any{"endpoint": "https://graph.example.test/"}}
			}
		}, map[string]string{"O25": "warned idp.check_failed groups_overage"}, "more groups"},
		{
			"odd groups", claim("groups", []any{"a", "a", 7, nil, map[string]any{}, ""}),
			map[string]string{"O25": "warned idp.check_failed groups_form"},
			"a duplicate",
		},
		{"nobody", func(e *evil, _ *signin.Request) {
			e.claims = func(c map[string]any) { c["sub"] = "" }
			e.discovery = func(d map[string]any) { delete(d, "userinfo_endpoint") }
		}, map[string]string{"O26": "failed idp.response_invalid no_subject"}, "names nobody"},
		{
			"no refresh token", func(_ *evil, r *signin.Request) { r.Settings.Scopes = []string{"openid", "email", "offline_access"} },
			map[string]string{"O27": "warned idp.check_failed no_refresh_token"},
			"offline",
		},
		{
			"tokens that do not end", func(e *evil, _ *signin.Request) { e.revoke = page(503, "text/plain", "later") },
			map[string]string{"O30": "warned idp.check_failed not_revoked"},
			"end by themselves",
		},
	}
}
