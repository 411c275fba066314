package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

const sourceGitHub = "docs.github.com, troubleshooting OAuth app access token request errors"

// brandRules are the words of Auth0, GitHub, GitLab, LinkedIn and Apple.
func brandRules() []rule {
	return guessed(slices.Concat(auth0Rules(), githubRules(), gitlabRules(), linkedInRules(), appleRules()))
}

func auth0Rules() []rule {
	const application = "Auth0 Dashboard > Applications > the application > "
	return []rule{
		{
			name: "auth0_redirect_uri", texts: []string{"callback url mismatch", "is not in the list of allowed callback urls"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl", "loopbackPort"}, source: "support.auth0.com, redirect URI mismatch",
			cause:  "The redirect URI is not among the allowed ones of the application: {redirect}. Auth0 compares the whole of it, the port included.",
			remedy: "Add exactly {redirect} under " + application + "Settings > Allowed Callback URLs.",
		},
		{
			name: "auth0_grant", codes: []string{"unauthorized_client"}, texts: []string{"not allowed for the client"},
			code: signin.CodeClientRejected, fields: []string{"clientId"},
			cause:  "The grant that was used is probably switched off for this application.",
			remedy: "Switch it on under " + application + "Settings > Advanced Settings > Grant Types; for a sign-in it is Authorization Code.",
		},
		{
			name: "auth0_audience", codes: []string{"access_denied"}, texts: []string{"service not enabled within domain"},
			code: signin.CodeRefused, fields: []string{"scopes"},
			cause:  "The tenant probably has no API with the audience that was asked for.",
			remedy: "Compare the audience with Identifier under Auth0 Dashboard > Applications > APIs, or leave it out.",
		},
	}
}

func githubRules() []rule {
	const application = "GitHub > Settings > Developer settings > OAuth Apps > the application > "
	github := []string{"github", "github-enterprise"}
	return []rule{
		{
			name: "github_redirect_uri", codes: []string{"redirect_uri_mismatch"}, presets: github,
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl", "loopbackHost"}, source: sourceGitHub,
			cause:  "The redirect URI does not fit the callback URL of the OAuth app: {redirect}.",
			remedy: "Enter {redirect} under " + application + "Authorization callback URL. With the loopback host 127.0.0.1 the port need not be equal.",
		},
		{
			name: "github_suspended", codes: []string{"application_suspended"},
			code: signin.CodeRefused, fields: []string{"clientId"},
			cause:  "GitHub has probably suspended the OAuth app.",
			remedy: "Have the app's owner ask GitHub's support, or make another app.",
		},
		{
			name: "github_code", codes: []string{"bad_verification_code"},
			code: signin.CodeCheckFailed, source: sourceGitHub,
			cause:  "The code is wrong, or has run out. GitHub says so with the status 200.",
			remedy: "Begin a new attempt, and finish it at once.",
		},
		{
			name: "github_secret", codes: []string{"incorrect_client_credentials"},
			code: signin.CodeClientRejected, fields: []string{"clientId", "clientSecret"}, source: sourceGitHub,
			cause:  "The client ID or the client secret is wrong. GitHub says so with the status 200.",
			remedy: "Make a new secret under " + application + "Client secrets, and copy it at once: it is shown once.",
		},
		{
			name: "github_email", codes: []string{"unverified_user_email"},
			code: signin.CodeRefused, source: sourceGitHub,
			cause:  "The person's main e-mail address is not verified at GitHub.",
			remedy: "Have the person verify it under GitHub > Settings > Emails.",
		},
	}
}

func gitlabRules() []rule {
	const application = "GitLab > Admin or User settings > Applications > the application > "
	return []rule{
		{
			name: "gitlab_redirect_uri", texts: []string{"the redirect uri included is not valid", "the redirect uri is not valid", "redirect uri included is not valid"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"}, source: "issues linchus/omniauth-gitlab#7, PostHog/posthog#4049",
			cause:  "The redirect URI is not registered for the application: {redirect}.",
			remedy: "Add exactly {redirect} under " + application + "Redirect URI, one on each line.",
		},
		{
			name: "gitlab_scope", codes: []string{"invalid_scope"}, presets: []string{"gitlab"},
			code: signin.CodeCheckFailed, fields: []string{"scopes"},
			cause:  "One of {scopes} is probably not ticked for the application.",
			remedy: "Tick openid, profile and email under " + application + "Scopes.",
		},
	}
}

func linkedInRules() []rule {
	const remedy = "Add Sign In with LinkedIn using OpenID Connect under LinkedIn Developers > the application > Products, and ask for openid, profile and email."
	return []rule{
		{
			name: "linkedin_scope_words", texts: []string{"is not authorized for your application"},
			code: signin.CodeCheckFailed, fields: []string{"scopes"}, source: "community.auth0.com, LinkedIn login fails",
			cause:  "The product that {scopes} belong to is not added to the application, or it has other scopes.",
			remedy: remedy,
		},
		{
			name: "linkedin_scope", codes: []string{"unauthorized_scope_error"},
			code: signin.CodeCheckFailed, fields: []string{"scopes"},
			cause:  "The product that {scopes} belong to is probably not added to the application.",
			remedy: remedy,
		},
		{
			name: "linkedin_cancelled", codes: []string{"user_cancelled_login"},
			code:   signin.CodeRefused,
			cause:  "The person probably cancelled the sign-in at LinkedIn.",
			remedy: "Begin a new attempt, and allow what LinkedIn asks for.",
		},
	}
}

func appleRules() []rule {
	apple := []string{"apple"}
	return []rule{
		{
			name: "apple_client", codes: []string{"invalid_client"}, presets: apple,
			code: signin.CodeClientRejected, fields: []string{"clientSecret", "clientId"},
			cause:  "The client secret is probably not one that Apple takes: it is a JWT with an end of six months at most, and its team, key ID and Services ID must be right.",
			remedy: "Make a new client secret with the key of the team: iss is the team ID, sub the Services ID, aud https://appleid.apple.com, and kid in its header the key's ID.",
		},
		{
			name: "apple_redirect_uri", codes: []string{"invalid_request"}, texts: []string{"invalid web redirect url"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl"}, source: "issue mikebronner/laravel-sign-in-with-apple#43",
			cause:  "The redirect URI is not registered for the Services ID: {redirect}. Apple takes neither localhost nor an IP address.",
			remedy: "Add {callback} under Apple Developer > Identifiers > the Services ID > Sign In with Apple > Website URLs, and prove it by paste.",
		},
		{
			name: "apple_cancelled", codes: []string{"user_cancelled_authorize"},
			code:   signin.CodeRefused,
			cause:  "The person probably cancelled the sign-in.",
			remedy: "Begin a new attempt.",
		},
	}
}
