package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

const sourceGoOIDC = "the source of go-oidc 3.21"

// checkRules are the words in which relying parties say why they refuse what a
// provider answered: those of the library most of them written in Go use, and
// those about the state that all have. They are found on a target's own page.
func checkRules() []rule { return slices.Concat(issuerRules(), idTokenRules()) }

// issuerRules are about who has answered, and to which attempt.
func issuerRules() []rule {
	return []rule{
		{
			name: "state_mismatch", texts: []string{"state mismatch", "state did not match", "state does not match", "invalid state", "state is invalid", "state_mismatch", "invalid_state", "missing state"},
			places: []Place{ProviderPage, Authorization}, code: signin.CodeStateMismatch, source: "RFC 6749 §10.12",
			cause:  "The answer does not belong to the sign-in that is waiting: it is of an older attempt, of a second window, or of another browser.",
			remedy: "Close the other windows, and begin a new attempt.",
		},
		{
			name: "issuer_discovered", texts: []string{"did not match the issuer", "issuer did not match"},
			code: signin.CodeIssuerMismatch, source: sourceGoOIDC, fields: []string{"issuer"},
			cause:  "The provider calls itself by another name than {issuer}. The two must be equal in every letter, the final slash included.",
			remedy: "Enter the issuer exactly as the provider spells it: Read takes it over.",
		},
		{
			name: "issuer_token", texts: []string{"id token issued by a different provider"},
			code: signin.CodeIssuerMismatch, source: sourceGoOIDC, fields: []string{"issuer"},
			cause:  "The ID token names another issuer than {issuer}.",
			remedy: "Enter the issuer exactly as the token spells it. At Microsoft Entra ID use the issuer with the tenant's ID, not common.",
		},
		{
			name: "issuer_response", texts: []string{"iss parameter", "authorization response iss", "issuer in the authorization response"},
			code: signin.CodeIssuerMismatch, source: "RFC 9207 §2.4", fields: []string{"issuer"},
			cause:  "The answer names no issuer, or another one than {issuer}: the answer may come from another provider.",
			remedy: "Compare the parameter iss in the address with the issuer, letter by letter, and enter the provider's spelling.",
		},
	}
}

// idTokenRules are about the ID token and its signature.
func idTokenRules() []rule {
	return []rule{
		{
			name: "audience", texts: []string{"oidc: expected audience"},
			code: signin.CodeAudienceMismatch, source: sourceGoOIDC, fields: []string{"clientId"},
			cause:  "The ID token was issued for another client than {clientId}.",
			remedy: "Enter the client ID that the token names as audience, or have the provider issue it for this client.",
		},
		{
			name: "expired", texts: []string{"oidc: token is expired"},
			code: signin.CodeAssertionExpired, source: sourceGoOIDC,
			cause:  "The ID token had run out when it was checked: the clocks of the two sides differ, or the answer was left lying.",
			remedy: "Set the clock of this computer and of the target by a time server, and begin a new attempt.",
		},
		{
			name: "not_yet", texts: []string{"before the nbf"},
			code: signin.CodeCheckFailed, source: sourceGoOIDC,
			cause:  "The ID token is not valid yet: the provider's clock is ahead of this one.",
			remedy: "Set the clock of this computer and of the target by a time server.",
		},
		{
			name: "algorithm", texts: []string{"oidc: malformed jwt"},
			code: signin.CodeSignatureInvalid, source: sourceGoOIDC, fields: []string{"clientId"},
			cause:  "What came as ID token is not a JWT that is signed with a key pair. It may be encrypted, or signed with HS256 and the client secret, or not signed.",
			remedy: "Set the client's ID token signature at the provider to RS256 or ES256, and switch its encryption off.",
		},
		{
			name: "keys_unreachable", texts: []string{"fetching keys", "oidc: get keys failed"},
			code: signin.CodeUnreachable, source: sourceGoOIDC, fields: []string{"issuer"},
			cause:  "The provider's keys cannot be fetched (jwks_uri).",
			remedy: "Open the jwks_uri of the provider's description from the same machine: a firewall, a proxy or a private certificate authority may stand in between.",
		},
		{
			name: "key_unknown", texts: []string{"failed to verify id token signature", "failed to verify signature", "kidnotfound"},
			code: signin.CodeSignatureInvalid, source: sourceGoOIDC, fields: []string{"issuer"},
			cause:  "None of the provider's published keys verifies the ID token. At Microsoft Entra ID this is so when the application has a signing key of its own.",
			remedy: "Check that the issuer is the one that signed. At Entra ID remove the custom signing key, or have the target fetch the keys with ?appid= and the client ID {clientId}.",
		},
		{
			name: "no_access_token", texts: []string{"server response missing access_token"},
			code: signin.CodeResponseInvalid, source: "the source of golang.org/x/oauth2 0.37", fields: []string{"tokenUrl"},
			cause:  "The token endpoint answered with success, but without an access token.",
			remedy: "Check the token URL: what answered may be another page of the provider, or of a proxy.",
		},
	}
}
