package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

// clientFields are to blame when a client is not accepted.
func clientFields() []string { return []string{"clientId", "clientSecret", "clientAuth"} }

// tokenRules are those of RFC 6749 §5.2.
func tokenRules() []rule { return slices.Concat(clientRules(), grantRules(), endpointRules()) }

// clientRules are about how the client proves who it is.
func clientRules() []rule {
	token := []Place{TokenEndpoint}
	return []rule{
		{
			name: "invalid_client", codes: []string{"invalid_client"}, places: token,
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: clientFields(),
			cause: "The provider does not accept {clientId} with this secret. The secret is wrong or has run out, it was sent by a method that the client may not use ({clientAuth}), " +
				"or the client is public and must not send one.",
			remedy: "Copy the secret's value once more, not its ID. Then try the other ways of client authentication: Probe finds out which one the provider takes.",
		},
		{
			name: "client_unknown", codes: []string{"invalid_client"}, places: []Place{Authorization, ProviderPage},
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: []string{"clientId"},
			cause:  "The provider does not know {clientId}.",
			remedy: "Copy the client ID from the provider once more, and check that the issuer or the authorization URL belongs to the same provider and tenant.",
		},
		{
			name: "unauthorized_client_secret", codes: []string{"unauthorized_client"}, places: token,
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: clientFields(),
			cause:  "The provider does not let {clientId} exchange codes. Some providers also say this for a wrong secret.",
			remedy: "Switch on the authorization code flow for this client at the provider, and copy the client secret once more.",
		},
	}
}

// grantRules are about the code that is exchanged.
func grantRules() []rule {
	return []rule{
		{
			name: "invalid_grant", codes: []string{"invalid_grant", "invalid_code"}, places: []Place{TokenEndpoint, ProviderPage},
			code: signin.CodeCheckFailed, source: sourceRFC6749, fields: []string{"callbackUrl", "pkce"},
			cause:  "The provider does not take the code: it has run out or was used before, it was issued for another redirect URI, client or tenant, or the PKCE verifier does not fit.",
			remedy: "Begin a new attempt and finish it within a minute. If it stays, compare the redirect URI that is registered with {redirect}, letter by letter, and the clocks of both sides.",
		},
		{
			name: "invalid_grant_pkce", codes: []string{"invalid_grant"}, texts: []string{"pkce verification failed", "code_verifier", "code verifier", "pkce verification", "failed pkce"},
			code: signin.CodeCheckFailed, source: "RFC 7636 §4.6", fields: []string{"pkce"},
			cause:  "The provider finds that the PKCE verifier does not belong to the challenge: the code is of another attempt, or something in between changed the request.",
			remedy: "Begin a new attempt, and finish only that one. If a target system shows this, check that it keeps the verifier between the two requests.",
		},
		{
			name: "invalid_grant_redirect", codes: []string{"invalid_grant"}, texts: []string{"incorrect redirect_uri", "redirect_uri does not match", "redirect uri does not match", "redirect_uri mismatch", "incorrect redirect uri"},
			code: signin.CodeRedirectURIMismatch, source: sourceRFC6749, fields: []string{"callbackUrl"},
			cause:  "The code was issued for another redirect URI than the one at the exchange, {redirect}.",
			remedy: "Use the same redirect URI for both: it must be equal in every letter, the final slash included.",
		},
	}
}

// endpointRules are about the token endpoint itself.
func endpointRules() []rule {
	token := []Place{TokenEndpoint}
	return []rule{
		{
			name: "unsupported_grant_type", codes: []string{"unsupported_grant_type"},
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: []string{"clientId", "tokenUrl"},
			cause:  "The token endpoint does not exchange authorization codes, or not for {clientId}.",
			remedy: "Switch on the grant authorization_code for this client at the provider, and check the token URL.",
		},
		{
			name: "invalid_target", codes: []string{"invalid_target"},
			code: signin.CodeCheckFailed, source: "RFC 8707 §2", fields: []string{"scopes"},
			cause:  "The provider does not know the resource or the audience that the token is for.",
			remedy: "Set a default audience for this client at the provider, or the scopes of the right one here.",
		},
		{
			name: "token_address", places: token, status: []int{404, 405, 410},
			code: signin.CodeResponseInvalid, source: "RFC 9110 §15", fields: []string{"tokenUrl"},
			cause:  "There is no token endpoint at this address.",
			remedy: "Compare the token URL with the provider's documentation, letter by letter.",
		},
		{
			name: "token_unauthorized", places: token, status: []int{401, 403},
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: clientFields(),
			cause:  "The token endpoint refused the client, without saying why.",
			remedy: "Copy the client ID and the client secret once more, then let Probe find out which client authentication the provider takes.",
		},
		throttled(),
		ailing(),
	}
}

// throttled is a provider that wants to be asked less often.
func throttled() rule {
	return rule{
		name: "too_many_requests", status: []int{429},
		code: signin.CodeCheckFailed, source: "RFC 6585 §4",
		cause:  "The provider has been asked too often.",
		remedy: "Wait some minutes, then try once.",
	}
}

// ailing is a provider with a fault of its own.
func ailing() rule {
	return rule{
		name: "provider_fault", status: []int{500, 502, 503, 504},
		code: signin.CodeCheckFailed, source: "RFC 9110 §15.6",
		cause:  "The provider, or a gateway in front of it, has a fault of its own.",
		remedy: "Try again in a while. If it stays, give the provider's support the time of the attempt.",
	}
}
