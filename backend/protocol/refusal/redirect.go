package refusal

import "patchbay/backend/protocol/signin"

// redirectRules are the many words for a redirect URI that is not registered.
// The standard has no code for it: the provider must not send the browser back
// (RFC 6749 §4.1.2.1).
func redirectRules() []rule {
	return []rule{
		{
			name: "redirect_uri", codes: []string{"redirect_uri_mismatch", "invalid_redirect_uri", "mismatched_redirect_uri", "redirect_mismatch", "invalid_redirect"},
			code: signin.CodeRedirectURIMismatch, source: "RFC 6749 §3.1.2", fields: []string{"callbackUrl"},
			cause:  "The redirect URI is not registered for {client}: {redirect}.",
			remedy: "Register exactly {redirect} for this client at the provider. Scheme, host, port, upper and lower case and a final slash count.",
		},
		{
			name: "redirect_uri_words", texts: []string{
				"invalid redirect uri", "invalid redirect_uri", "redirect_uri did not match", "redirect uri does not match", "redirect_uri does not match",
				"redirect uri mismatch", "invalid redirection uri", "redirect uri is not registered", "redirect_uri is not registered", "mismatching redirection uri", "mismatching redirect uri",
			},
			places: []Place{ProviderPage, Authorization}, code: signin.CodeRedirectURIMismatch, source: "RFC 6749 §3.1.2", fields: []string{"callbackUrl"},
			cause:  "The redirect URI is not registered for {client}: {redirect}.",
			remedy: "Register exactly {redirect} for this client at the provider. Scheme, host, port, upper and lower case and a final slash count.",
		},
	}
}
