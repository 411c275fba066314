package refusal

import "patchbay/backend/protocol/signin"

const oktaApp = "Okta Admin Console > Applications > the application > "

// oktaRules are the words of Okta.
func oktaRules() []rule {
	okta := []string{"okta"}
	rules := []rule{
		{
			name: "okta_redirect_uri", texts: []string{"parameter must be a login redirect uri in the client app settings", "'redirect_uri' parameter must be an absolute uri that is whitelisted in the client app settings"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl", "loopbackPort"}, source: "issues grafana/grafana#88362, okta/okta-spring-boot#90",
			cause:  "The redirect URI is not among the sign-in redirect URIs of the application: {redirect}. Okta compares the whole of it, the port included.",
			remedy: "Add exactly {redirect} under " + oktaApp + "General > Sign-in redirect URIs. For test sign-ins choose a fixed loopback port and add it too.",
		},
		{
			name: "okta_not_assigned", codes: []string{"access_denied"}, texts: []string{"user is not assigned to the client application"},
			code: signin.CodeRefused, source: "issue okta/okta-oidc-ios#339",
			cause:  "The person is not assigned to the application.",
			remedy: "Assign the person or a group under " + oktaApp + "Assignments.",
		},
		{
			name: "okta_policy", texts: []string{"policy evaluation failed for this request"},
			code: signin.CodeRefused, fields: []string{"issuer", "scopes"}, source: "issue oktadev/okta-wordpress-sign-in-widget#35",
			cause:  "No rule of the authorization server's access policy lets this client, person or scope through.",
			remedy: "Add a policy and a rule for the client under Okta Admin Console > Security > API > the authorization server > Access Policies.",
		},
		{
			name: "okta_scope", codes: []string{"invalid_scope"}, texts: []string{"one or more scopes are not configured for the authorization server resource"},
			code: signin.CodeCheckFailed, fields: []string{"scopes", "issuer"}, source: "issue okta-samples/okta-express-sample#6",
			cause:  "The authorization server does not define one of {scopes}. A custom one has no scope groups of its own.",
			remedy: "Take the scope out, or add it under Okta Admin Console > Security > API > the authorization server > Scopes. Check that the issuer names the right authorization server.",
		},
		{
			name: "okta_secret", codes: []string{"invalid_client"}, texts: []string{"the client secret supplied for a confidential client is invalid"},
			code: signin.CodeClientRejected, fields: []string{"clientSecret"},
			cause:  "The client secret is probably wrong.",
			remedy: "Copy the secret from " + oktaApp + "General > Client Credentials once more.",
		},
		{
			name: "okta_redirect_uri_code", codes: []string{"mismatched_redirect_uri"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"},
			cause:  "The redirect URI of the exchange is probably not the one of the request, or is not registered: {redirect}.",
			remedy: "Register exactly {redirect} for this client, and use the same one for both requests.",
		},
		{
			name: "okta_pkce", codes: []string{"invalid_grant"}, texts: []string{"pkce verification failed"}, presets: okta,
			code: signin.CodeCheckFailed, fields: []string{"pkce"},
			cause:  "The PKCE verifier probably does not belong to the challenge.",
			remedy: "Begin a new attempt, and finish only that one.",
		},
	}
	return guessed(rules)
}
