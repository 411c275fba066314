package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

const keycloakClient = "Keycloak admin console > Clients > the client > "

// keycloakRules are the words of Keycloak.
func keycloakRules() []rule {
	return append(guessed(slices.Concat(keycloakPageRules(), keycloakTokenRules())), rule{
		name: "keycloak_broker", texts: []string{"unexpected error when authenticating with identity provider"},
		code: signin.CodeCheckFailed, source: "issue keycloak/keycloak#11917", fields: []string{"clientSecret", "clientAuth", "issuer"},
		cause:  "A Keycloak that passes the sign-in on to this provider could not finish it, and does not say why on the page.",
		remedy: "Look into Keycloak's log at that time: the cause is usually the client secret, the client authentication, the issuer or a certificate authority that Keycloak does not know. A test sign-in here tells which.",
	})
}

// keycloakPageRules are the words on its pages.
func keycloakPageRules() []rule {
	return []rule{
		{
			name: "keycloak_redirect_uri", texts: []string{"invalid parameter: redirect_uri"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"}, source: "issue keycloak/keycloak#10528",
			cause:  "The redirect URI is not among the valid ones of {clientId}: {redirect}.",
			remedy: "Add {redirect} under " + keycloakClient + "Settings > Valid redirect URIs.",
		},
		{
			name: "keycloak_client", texts: []string{"client not found"}, places: []Place{ProviderPage, Authorization},
			code: signin.CodeClientRejected, fields: []string{"clientId", "issuer"},
			cause:  "The realm probably has no client with {clientId}.",
			remedy: "Copy the client ID from Keycloak admin console > Clients, and check that the issuer names the right realm.",
		},
		{
			name: "keycloak_https", texts: []string{"https required"},
			code: signin.CodeCheckFailed, fields: []string{"issuer", "authUrl"}, source: "issue keycloak/keycloak#15084",
			cause:  "The realm takes connections from outside by https only, and this one came by http, or through a proxy that does not say it was https.",
			remedy: "Use the provider's https addresses. Behind a proxy set Keycloak's options proxy-headers and hostname; the realm's demand is under Realm settings > General > Require SSL.",
		},
		{
			name: "keycloak_saml", texts: []string{"invalid requester", "unknown login requester", "invalid request"}, presets: []string{"keycloak"}, types: []signin.Type{signin.SAML},
			code: signin.CodeClientRejected, fields: []string{"spEntityId", "signRequests"}, source: "issues Infisical/infisical#1690, BookStackApp/BookStack#1950",
			cause:  "The realm has no SAML client whose ID is {entityId}, or the client takes signed requests only.",
			remedy: "Make the Client ID under " + keycloakClient + "Settings equal to the entity ID here. Under Keys, import the certificate of this configuration and switch signed requests on here, or switch Client signature required off.",
		},
	}
}

// keycloakTokenRules are the words of its token endpoint.
func keycloakTokenRules() []rule {
	return []rule{
		{
			name: "keycloak_secret", codes: []string{"unauthorized_client", "invalid_client"}, texts: []string{"invalid client or invalid client credentials", "invalid client credentials", "invalid client secret"},
			code: signin.CodeClientRejected, fields: []string{"clientId", "clientSecret", "clientAuth"}, source: "issues keycloak/keycloak#16923, code-specialist/fastapi-keycloak#65",
			cause:  "The client secret is wrong, or was decoded in another way than it was sent, or {clientId} is unknown to the realm.",
			remedy: "Copy the secret from " + keycloakClient + "Credentials, and check that Client authentication is switched on under Settings.",
		},
		{
			name: "keycloak_code", codes: []string{"invalid_grant"}, texts: []string{"code not valid"},
			code:   signin.CodeCheckFailed,
			cause:  "The code was probably used before, or has run out.",
			remedy: "Begin a new attempt, and finish it within a minute.",
		},
		{
			name: "keycloak_redirect_uri_exchange", codes: []string{"invalid_grant"}, texts: []string{"incorrect redirect_uri"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"}, source: "issue keycloak/keycloak#16168",
			cause:  "The redirect URI at the exchange differs from the one of the request: {redirect}.",
			remedy: "Use the same redirect URI for both, equal in every letter.",
		},
		{
			name: "keycloak_pkce", codes: []string{"invalid_grant"}, texts: []string{"pkce verification failed"}, presets: []string{"keycloak"},
			code: signin.CodeCheckFailed, fields: []string{"pkce"}, source: "issue keycloak/keycloak-community#292",
			cause:  "The PKCE verifier does not belong to the challenge.",
			remedy: "Begin a new attempt, and finish only that one.",
		},
	}
}
