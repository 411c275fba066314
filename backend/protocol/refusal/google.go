package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

const sourceGoogleSAML = "support.google.com/a/answer/6301076"

// googleRules are the words of Google's sign-in and of SAML apps of Google
// Workspace.
func googleRules() []rule {
	return guessed(slices.Concat(googleOAuthRules(), googleAudienceRules(), googleSAMLRules()))
}

const googleClient = "Google Cloud console > APIs & Services > Credentials > the OAuth client"

func googleOAuthRules() []rule {
	return []rule{
		{
			name: "google_redirect_uri", codes: []string{"redirect_uri_mismatch"}, presets: []string{"google"},
			code: signin.CodeRedirectURIMismatch, fields: []string{"callbackUrl", "loopbackPort"}, source: "Google's error page",
			cause:  "The redirect URI is not registered for this client: {redirect}.",
			remedy: "Add exactly {redirect} under " + googleClient + " > Authorized redirect URIs. For test sign-ins choose a fixed loopback port and register it too.",
		},
		{
			name: "google_client", codes: []string{"invalid_client"}, texts: []string{"the oauth client was not found"},
			code: signin.CodeClientRejected, fields: []string{"clientId"},
			cause:  "Google probably knows no client with {clientId}.",
			remedy: "Copy the client ID from " + googleClient + ": it ends in .apps.googleusercontent.com.",
		},
		{
			name: "google_client_deleted", codes: []string{"deleted_client"},
			code: signin.CodeClientRejected, fields: []string{"clientId"}, source: "issue prasmussen/gdrive#646",
			cause:  "The client has been deleted at Google.",
			remedy: "Restore it under Google Cloud console > APIs & Services > Credentials, or make a new one and enter its ID and secret.",
		},
	}
}

// googleAudienceRules are about who may sign in, and where.
func googleAudienceRules() []rule {
	return []rule{
		{
			name: "google_internal", codes: []string{"org_internal"},
			code: signin.CodeRefused, source: "issue googlesamples/google-services#404",
			cause:  "The application is of the user type Internal, and the person is not in the organisation.",
			remedy: "Sign in with an account of the organisation, or change the user type under Google Cloud console > Google Auth Platform > Audience.",
		},
		{
			name: "google_verification", codes: []string{"access_denied"}, texts: []string{"has not completed the google verification process"},
			code: signin.CodeRefused, source: "issues googleworkspace/cli#281, Gururagavendra/gmail-cleaner#9",
			cause:  "The application is in testing, and the person is none of its test users.",
			remedy: "Add the person under Google Cloud console > Google Auth Platform > Audience > Test users, or publish the application.",
		},
		{
			name: "google_admin_policy", codes: []string{"admin_policy_enforced"},
			code: signin.CodeRefused, fields: []string{"scopes"}, source: "support.google.com/accounts/answer/16668185",
			cause:  "The administrator of the person's organisation does not allow this application.",
			remedy: "Have an administrator allow the client ID under Google Admin console > Security > Access and data control > API controls.",
		},
		{
			name: "google_web_view", codes: []string{"disallowed_useragent"},
			code: signin.CodeRefused, source: "issue 3pillarlabs/socialauth-android#101",
			cause:  "Google sees a browser that is embedded in another program, and does not sign in there.",
			remedy: "Copy the link and open it in an ordinary browser.",
		},
		{
			name: "google_grant", codes: []string{"invalid_grant"}, presets: []string{"google"}, places: []Place{TokenEndpoint},
			code: signin.CodeCheckFailed, fields: []string{"callbackUrl"},
			cause:  "The code was probably used before or has run out, or the clocks differ.",
			remedy: "Set the clock by a time server, begin a new attempt and finish it at once.",
		},
	}
}

func googleSAMLRules() []rule {
	const app = "Google Admin console > Apps > Web and mobile apps > the app"
	return []rule{
		{
			name: "google_saml_app", codes: []string{"app_not_configured"},
			code: signin.CodeClientRejected, fields: []string{"spEntityId"}, source: sourceGoogleSAML,
			cause:  "Google Workspace has no SAML app with {entityId}.",
			remedy: "Compare Entity ID under " + app + " > Service provider details with the entity ID here, and check that the person belongs to this Workspace.",
		},
		{
			name: "google_saml_person", codes: []string{"app_not_configured_for_user"},
			code: signin.CodeClientRejected, fields: []string{"spEntityId"}, source: sourceGoogleSAML,
			cause:  "The issuer of the request, {entityId}, is not the entity ID of the SAML app. Capital and small letters count.",
			remedy: "Make Entity ID under " + app + " > Service provider details equal to the entity ID here, and check that the right Google account is signed in.",
		},
		{
			name: "google_saml_off", codes: []string{"app_not_enabled_for_user"},
			code: signin.CodeRefused, source: sourceGoogleSAML,
			cause:  "The SAML app is switched off for the person's organisational unit.",
			remedy: "Switch it on under " + app + " > User access. It may take some hours until it counts.",
		},
		{
			name: "google_saml_mapping", codes: []string{"saml_invalid_user_id_mapping"},
			code: signin.CodeCheckFailed, fields: []string{"nameIdFormat"},
			cause:  "The attribute that the NameID is made of is probably missing, or does not fit {nameIdFormat}.",
			remedy: "Choose Basic information > Primary email as Name ID under " + app + " > Service provider details.",
		},
		{
			name: "google_saml_entity", codes: []string{"saml_invalid_sp_id"},
			code: signin.CodeClientRejected, fields: []string{"spEntityId"},
			cause:  "Google probably knows no service provider with {entityId}.",
			remedy: "Enter exactly the entity ID of this configuration under " + app + " > Service provider details > Entity ID.",
		},
	}
}
