package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

// standardRules are the codes of OAuth 2.0 and OpenID Connect, as the callback,
// the token endpoint and the user info give them.
func standardRules() []rule {
	return slices.Concat(authorizationRules(), requestRules(), interactionRules(), tokenRules(), userInfoRules(), fetchRules())
}

// authorizationRules are those of RFC 6749 §4.1.2.1.
func authorizationRules() []rule {
	asked := []Place{Authorization, ProviderPage}
	return []rule{
		{
			name: "access_denied", codes: []string{"access_denied"},
			code: signin.CodeRefused, source: sourceRFC6749,
			cause:  "The person or the provider said no: the consent was declined, the person is not assigned to the application, or a policy forbids the sign-in.",
			remedy: "Assign the person to the application at the provider, grant the consent that it asks for, or sign in as somebody else.",
		},
		{
			name: "unauthorized_client", codes: []string{"unauthorized_client"}, places: asked,
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: []string{"clientId"},
			cause:  "The provider knows {clientId}, but does not let it use the authorization code flow.",
			remedy: "Switch on the authorization code flow for this client at the provider; it is also called standard flow, or response type code.",
		},
		{
			name: "unsupported_response_type", codes: []string{"unsupported_response_type"},
			code: signin.CodeClientRejected, source: sourceRFC6749, fields: []string{"clientId"},
			cause:  "The provider does not let {clientId} ask for a code: the client may be limited to the implicit flow.",
			remedy: "Switch on the response type code for this client at the provider.",
		},
		{
			name: "invalid_scope", codes: []string{"invalid_scope"},
			code: signin.CodeCheckFailed, source: sourceRFC6749, fields: []string{"scopes"},
			cause:  "The provider does not know one of {scopes}, or does not let {clientId} ask for it.",
			remedy: "Take out the scopes that the provider does not define, often groups or offline_access, or define them there and allow them to the client.",
		},
		{
			name: "server_error", codes: []string{"server_error", "temporarily_unavailable"},
			code: signin.CodeCheckFailed, source: sourceRFC6749,
			cause:  "The provider has a fault of its own, or is overloaded. It says nothing about the settings.",
			remedy: "Try again in a while. If it stays, give the provider's support the time and the identifiers in its words.",
		},
	}
}

// requestRules are about a request that the provider finds badly made.
func requestRules() []rule {
	return []rule{
		{
			name: "invalid_request", codes: []string{"invalid_request"},
			code: signin.CodeCheckFailed, source: sourceRFC6749,
			cause:  "The provider finds the request badly made: a parameter is missing, given twice, or not allowed there.",
			remedy: "Read the provider's words: they name the parameter. The usual ones are PKCE (field pkce), the scopes, and the redirect URI {redirect}.",
			fields: []string{"pkce", "scopes"},
		},
		{
			name: "pkce_required", texts: []string{"requires pkce", "pkce is required", "code challenge required", "code_challenge is required", "missing parameter: code_challenge", "code challenge is missing"},
			codes: []string{"invalid_request", "invalid_grant"}, code: signin.CodeCheckFailed, source: "RFC 7636 §4.4.1", fields: []string{"pkce"},
			cause:  "The provider requires PKCE, and the request came without it.",
			remedy: "Switch PKCE on, for the target system as well.",
		},
		{
			name: "pkce_refused", texts: []string{"transform algorithm not supported", "code challenge method", "code_challenge_method", "unexpected parameter: code_challenge", "unknown parameter: code_challenge"},
			codes: []string{"invalid_request"}, code: signin.CodeCheckFailed, source: "RFC 7636 §4.4.1", fields: []string{"pkce"},
			cause:  "The provider does not take the PKCE challenge of this request. Patchbay sends the method S256.",
			remedy: "Set the client's PKCE method to S256 at the provider. If the provider knows no PKCE, switch it off here.",
		},
		{
			name: "request_object", codes: []string{"request_not_supported", "request_uri_not_supported", "invalid_request_object", "invalid_request_uri"},
			code: signin.CodeCheckFailed, source: "OpenID Connect Core §3.1.2.6, RFC 9126", fields: []string{"clientId"},
			cause:  "The client and the provider disagree on signed or pushed authorization requests.",
			remedy: "Switch off request objects and pushed authorization requests for this client at the provider: Patchbay sends plain parameters.",
		},
		{
			name: "par_required", texts: []string{"pushed authorization request is required", "pushed authorization request required", "requires pushed authorization", "request_uri is required"},
			code: signin.CodeCheckFailed, source: "RFC 9126 §5", fields: []string{"clientId"},
			cause:  "The provider takes pushed authorization requests only.",
			remedy: "Switch this requirement off for the client at the provider: Patchbay sends plain parameters.",
		},
	}
}

// interactionRules are those of OpenID Connect Core §3.1.2.6.
func interactionRules() []rule {
	return []rule{{
		name: "interaction_required", codes: []string{"login_required", "interaction_required", "consent_required", "account_selection_required"},
		code: signin.CodeRefused, source: "OpenID Connect Core §3.1.2.6", fields: []string{"prompt"},
		cause:  "The provider would have had to ask the person something, and was told not to, or has no session of that person.",
		remedy: "Sign in interactively: leave the prompt empty, or choose login. If an add-on of the target sends prompt=none, switch that off.",
	}}
}
