package refusal

import "patchbay/backend/protocol/signin"

const sourceProvider = "oidc-provider 9.13 on loopback"

// openSourceRules are the words of node oidc-provider, Authelia and Ory.
func openSourceRules() []rule {
	return []rule{
		{
			name: "oidcprovider_redirect_uri", codes: []string{"invalid_redirect_uri"}, texts: []string{"redirect_uri did not match any of the client's registered redirect_uris"},
			code: signin.CodeRedirectURIMismatch, source: sourceProvider, fields: []string{"callbackUrl"},
			cause:  "The redirect URI is not among those of the client's registration: {redirect}.",
			remedy: "Add exactly {redirect} to the client's redirect_uris.",
		},
		{
			name: "oidcprovider_client", codes: []string{"invalid_client"}, texts: []string{"client is invalid"},
			code: signin.CodeClientRejected, source: sourceProvider, fields: []string{"clientId"},
			cause:  "The provider does not know {clientId}.",
			remedy: "Copy the client ID from the provider once more, and check that the issuer is the right one.",
		},
		{
			name: "oidcprovider_pkce", codes: []string{"invalid_request"}, texts: []string{"authorization server policy requires pkce to be used for this request"},
			code: signin.CodeCheckFailed, source: sourceProvider, fields: []string{"pkce"},
			cause:  "The provider requires PKCE, and the request came without it.",
			remedy: "Switch PKCE on, for the target system as well.",
		},
		{
			name: "oidcprovider_secret", codes: []string{"invalid_client"}, texts: []string{"client authentication failed"},
			code: signin.CodeClientRejected, source: sourceProvider, fields: []string{"clientSecret", "clientAuth"},
			cause:  "The provider does not accept {clientId} with this secret, or not by {clientAuth}.",
			remedy: "Copy the secret once more, then let Probe find out which client authentication the provider takes.",
		},
		{
			name: "oidcprovider_grant", codes: []string{"invalid_grant"}, texts: []string{"grant request is invalid"},
			code: signin.CodeCheckFailed, source: sourceProvider, fields: []string{"callbackUrl", "pkce"},
			cause:  "The provider does not take the code, and says the same for every reason: it has run out or was used before, or the redirect URI or the PKCE verifier differs.",
			remedy: "Begin a new attempt, and finish only that one. If it stays, compare the registered redirect URI with {redirect}.",
		},
		{
			name: "auth_method", texts: []string{"token_endpoint_auth_method"},
			codes: []string{"invalid_client", "unauthorized_client"}, code: signin.CodeClientRejected,
			source: "issue authelia/authelia#10131", fields: []string{"clientAuth"},
			cause:  "The client is registered with another client authentication than the one that was used, {clientAuth}.",
			remedy: "Choose the one that the provider's words name, or change token_endpoint_auth_method in the client's registration.",
		},
	}
}
