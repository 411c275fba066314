package refusal_test

import (
	"slices"
	"testing"

	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// example is a refusal in the provider's words, and the rule that explains it.
type example struct {
	want string
	said refusal.Said
}

// TestExamples provokes every rule of the table.
func TestExamples(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, tt := range slices.Concat(standardExamples(), checkExamples(), entraExamples(), providerExamples(), statusExamples(), browserExamples()) {
		met[tt.want] = true
		f := refusal.Explain(tt.said, settings(), location())
		if f.Reason != tt.want {
			t.Errorf("%+v:\nexplained by %q, want %q", tt.said, f.Reason, tt.want)
		}
	}
	for _, name := range refusal.RuleNames() {
		if !met[name] {
			t.Errorf("no example provokes the rule %q", name)
		}
	}
}

func standardExamples() []example {
	return slices.Concat(
		answered(refusal.Authorization, map[string]string{
			"access_denied": "access_denied", "unauthorized_client": "unauthorized_client",
			"unsupported_response_type": "unsupported_response_type", "invalid_scope": "invalid_scope",
			"server_error": "server_error", "temporarily_unavailable": "server_error",
			"invalid_request": "invalid_request", "invalid_client": "client_unknown",
			"login_required": "interaction_required", "interaction_required": "interaction_required",
			"consent_required": "interaction_required", "account_selection_required": "interaction_required",
			"request_not_supported": "request_object", "request_uri_not_supported": "request_object", "invalid_request_object": "request_object",
		}),
		answered(refusal.TokenEndpoint, map[string]string{
			"invalid_client": "invalid_client", "invalid_grant": "invalid_grant",
			"unauthorized_client": "unauthorized_client_secret", "unsupported_grant_type": "unsupported_grant_type",
			"invalid_target": "invalid_target", "invalid_scope": "invalid_scope",
		}),
		answered(refusal.UserInfo, map[string]string{"invalid_token": "invalid_token", "insufficient_scope": "insufficient_scope"}),
		answered(refusal.ProviderPage, map[string]string{"redirect_uri_mismatch": "redirect_uri", "invalid_redirect_uri": "redirect_uri"}),
		[]example{
			said("pkce_required", refusal.Authorization, "invalid_request", "Missing parameter: code_challenge"),
			said("pkce_refused", refusal.Authorization, "invalid_request", "Transform algorithm not supported for code_challenge_method"),
			said("par_required", refusal.Authorization, "invalid_request", "Pushed Authorization Request is required."),
			said("invalid_grant_pkce", refusal.TokenEndpoint, "invalid_grant", "The code_verifier is wrong."),
			said("invalid_grant_redirect", refusal.TokenEndpoint, "invalid_grant", "redirect_uri does not match the one of the request"),
			said("redirect_uri_words", refusal.ProviderPage, "", "The redirect URI does not match."),
			status("token_address", refusal.TokenEndpoint, 404),
			status("token_unauthorized", refusal.TokenEndpoint, 401),
			status("too_many_requests", refusal.TokenEndpoint, 429),
			status("provider_fault", refusal.Discovery, 503),
			status("userinfo_unauthorized", refusal.UserInfo, 401),
			status("userinfo_forbidden", refusal.UserInfo, 403),
			status("userinfo_address", refusal.UserInfo, 404),
			status("discovery_address", refusal.Discovery, 404),
			status("discovery_forbidden", refusal.Discovery, 403),
			status("proxy_sign_in", refusal.Discovery, 407),
			status("network_sign_in", refusal.Discovery, 511),
			{"html", refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 200, Body: "<!DOCTYPE html><html><title>Sign in</title>"}},
			{"error_with_success", refusal.Said{Place: refusal.TokenEndpoint, HTTPStatus: 200, Body: "error=some_error_of_its_own"}},
		},
	)
}

// checkExamples are the exact words of go-oidc and of others who check answers.
func checkExamples() []example {
	page := func(want, words string) example { return said(want, refusal.ProviderPage, "", words) }
	return []example{
		page("state_mismatch", "OAuth callback failed: state did not match"),
		page("issuer_discovered", `oidc: issuer URL provided to client ("https://a") did not match the issuer URL returned by provider ("https://a/")`),
		page("issuer_token", `oidc: id token issued by a different provider, expected "https://a" got "https://b"`),
		page("issuer_response", "iss parameter is missing from the authorization response"),
		page("audience", `oidc: expected audience "a" got ["b"]`),
		page("expired", "oidc: token is expired (Token Expiry: 2026-11-22 11:00:00 +0000 UTC)"),
		page("not_yet", "oidc: current time 2026-11-22 11:00:00 +0000 UTC before the nbf (not before) time: 2026-11-22 12:00:00 +0000 UTC"),
		page("algorithm", "oidc: malformed jwt: unexpected signature algorithm"),
		page("key_unknown", "failed to verify signature: failed to verify id token signature"),
		page("keys_unreachable", "failed to verify signature: fetching keys oidc: get keys failed"),
		page("no_access_token", "oauth2: server response missing access_token"),
	}
}

// answered makes examples of codes that come without words.
func answered(place refusal.Place, codes map[string]string) []example {
	var all []example
	for code, want := range codes {
		all = append(all, said(want, place, code, ""))
	}
	return all
}

func said(want string, place refusal.Place, code, words string) example {
	return example{want, refusal.Said{Place: place, Code: code, Description: words}}
}

func status(want string, place refusal.Place, code int) example {
	return example{want, refusal.Said{Place: place, HTTPStatus: code, Body: "no"}}
}

func by(preset string, e example) example {
	e.said.Preset = preset
	return e
}

func saml(e example) example {
	e.said.Type = signin.SAML
	return e
}
