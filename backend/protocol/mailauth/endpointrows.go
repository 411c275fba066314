package mailauth

import (
	"slices"
	"strconv"

	"patchbay/backend/proof"
)

// Where the meanings of the errors of token endpoints are known from.
const (
	sourceEntra  = "learn.microsoft.com/entra/identity-platform/reference-error-codes"
	sourceOAuth2 = "RFC 6749 §5.2"
	sourceGIS    = "developers.google.com/identity/protocols/oauth2"
)

// TokenEndpointRows returns what is known of the errors of token endpoints.
// They are matched against "aadsts7000215: description" or "invalid_client:
// description".
func TokenEndpointRows() []Row {
	return slices.Concat(entraClientRows(), entraAccountRows(), entraScopeRows(), googleErrorRows(), oauth2ErrorRows())
}

// entraRow explains one number of Microsoft Entra. Microsoft changes the
// numbers' meanings, so all but the documented are marked unverified.
func entraRow(number int, cause, remedy string, fields ...string) Row {
	return Row{Text: []string{"aadsts" + strconv.Itoa(number) + ":"}, Source: sourceEntra, Finding: proof.Finding{
		Code: CodeTokenRejected, Cause: cause, Remedy: remedy, Fields: fields, Unverified: true,
	}}
}

// entraClientRows are about the application and its tenant.
func entraClientRows() []Row {
	return []Row{
		entraRow(7000215, "The client secret is wrong. It is probably the ID of the secret and not its value.",
			"Enter the value of the client secret, not the secret ID. Entra ID shows the value once, when the secret is made: make a new one under App registrations > Certificates & secrets.", "oauth2.clientSecret"),
		entraRow(7000222, "The client secret has probably expired.",
			"Make a new client secret under App registrations > Certificates & secrets, enter its value, and note when it ends.", "oauth2.clientSecret"),
		entraRow(7000218, "The client secret is missing. The application is probably registered as a confidential client.",
			"Enter the client secret, or for the device flow switch on App registrations > Authentication > Allow public client flows.", "oauth2.clientSecret"),
		entraRow(700016, "The tenant probably does not know this application: the client ID or the tenant in the token URL is wrong.",
			"Compare client ID and tenant with App registrations > Overview (Application ID, Directory ID).", "oauth2.clientId", "oauth2.tokenUrl"),
		entraRow(90002, "The tenant of the token URL was not found. It may be misspelt.",
			"Enter the token URL with the Directory (tenant) ID of App registrations > Overview.", "oauth2.tokenUrl"),
		entraRow(900023, "The token URL may hold something that is neither a tenant ID nor a domain.",
			"Enter the token URL with the Directory (tenant) ID of App registrations > Overview.", "oauth2.tokenUrl"),
	}
}

// entraAccountRows are about a person's account and consent.
func entraAccountRows() []Row {
	const signInAgain = "Sign in again to obtain a new refresh token."
	return []Row{
		entraRow(65001, "Nobody has probably consented to the application's permissions.",
			"Have an administrator grant consent under App registrations > API permissions > Grant admin consent, then sign in again.", "oauth2.clientId", "oauth2.scope"),
		entraRow(50126, "User name or password of the account are probably wrong.",
			"Check user name and password, and sign in through the browser instead of with a password.", "user", "password"),
		entraRow(50076, "The account probably has to confirm the sign-in with a second factor.",
			"Sign in through the browser, where the second factor can be given.", "user"),
		entraRow(50079, "The account probably has to set up a second factor first.",
			"Sign in to the account with a browser, set the second factor up, then sign in here again.", "user"),
		entraRow(53003, "A conditional access policy has probably blocked the token.",
			"Have an administrator look the sign-in up under Entra ID > Sign-in logs, and exempt the application or allow this network.", "user"),
		entraRow(50034, "The tenant probably has no such account.",
			"Check the user name, and the tenant in the token URL.", "user", "oauth2.tokenUrl"),
		entraRow(700082, "The refresh token has probably expired: it was not used for 90 days.",
			signInAgain, "oauth2.refreshToken"),
		entraRow(70008, "The refresh token or the code has probably expired.",
			signInAgain, "oauth2.refreshToken"),
		entraRow(50173, "The refresh token was probably revoked, as happens when the account's password is changed.",
			signInAgain, "oauth2.refreshToken"),
	}
}

// entraScopeRows are about what was asked for.
func entraScopeRows() []Row {
	invalid := entraRow(70011, "The scope is not valid.",
		"Enter https://outlook.office.com/SMTP.Send (and offline_access) for a person, https://outlook.office365.com/.default for the application itself.", "oauth2.scope")
	invalid.Finding.Unverified = false // documented
	return []Row{
		invalid,
		entraRow(1002012, "The scope probably does not fit the application: for itself it has to ask for .default.",
			"Enter https://outlook.office365.com/.default as scope.", "oauth2.scope"),
		entraRow(500011, "The tenant probably does not know what the scope is for: its host is wrong.",
			"Enter a scope of https://outlook.office.com or https://outlook.office365.com.", "oauth2.scope"),
	}
}

// googleErrorRows are known by descriptions and names that Google uses.
func googleErrorRows() []Row {
	row := func(text, cause, remedy string, fields ...string) Row {
		return Row{Text: []string{text}, Source: sourceGIS, Finding: proof.Finding{
			Code: CodeTokenRejected, Cause: cause, Remedy: remedy, Fields: fields, Unverified: true,
		}}
	}
	return []Row{
		row("admin_policy_enforced:", "An administrator of the Google organisation probably does not allow this application.",
			"Have the administrator allow the client under Admin console > Security > API controls > App access control.", "oauth2.clientId"),
		row("redirect_uri_mismatch:", "The application is probably not registered with the address that Patchbay is called back at.",
			"Register the client as Desktop app, for which Google takes every loopback address, or add the address that is shown.", "oauth2.clientId"),
		row("access_denied:", "The sign-in was probably declined, or the account may not use the application.",
			"Sign in again and agree; while Google's consent screen is in testing, add the account as test user.", "user", "oauth2.clientId"),
	}
}

// oauth2ErrorRows are the names of RFC 6749 §5.2, with what they mean at the
// large providers.
func oauth2ErrorRows() []Row {
	row := func(name string, unverified bool, cause, remedy string, fields ...string) Row {
		return Row{Text: []string{name + ":"}, Source: sourceOAuth2, Finding: proof.Finding{
			Code: CodeTokenRejected, Cause: cause, Remedy: remedy, Fields: fields, Unverified: unverified,
		}}
	}
	return []Row{
		row("invalid_grant", true, "The provider does not take the refresh token any more. It was probably revoked or has expired: at Google after a changed password, after six months without use, and after seven days while the consent screen is in testing.",
			"Sign in again to obtain a new refresh token; at Google publish the consent screen first (status In production).", "oauth2.refreshToken"),
		row("invalid_client", false, "The provider does not know the client, or the client secret is wrong.",
			"Compare client ID and client secret with the provider's console.", "oauth2.clientId", "oauth2.clientSecret"),
		row("unauthorized_client", true, "The client may not obtain tokens in this way. With a Google service account, domain-wide delegation or this scope is probably not authorised.",
			"Allow this grant for the client in the provider's console; at Google add client ID and scope under Admin console > Security > API controls > Domain-wide delegation.", "oauth2.clientId", "oauth2.scope"),
		row("invalid_scope", false, "The provider does not know the scope, or does not give it to this client.",
			"Enter the scope that the provider names for mail: https://mail.google.com/ at Google, https://outlook.office365.com/.default for an application at Microsoft.", "oauth2.scope"),
		row("unsupported_grant_type", false, "The token URL does not give tokens in this way.",
			"Check the token URL; the provider may want a person to sign in instead of the application.", "oauth2.tokenUrl", "oauth2.grant"),
		row("invalid_request", false, "The provider misses something in the request, or holds it for malformed.",
			"Read the provider's words, and check token URL, client ID and scope.", "oauth2.tokenUrl", "oauth2.clientId", "oauth2.scope"),
	}
}

func (e endpointError) unknown() proof.Finding {
	if e.number != 0 {
		return proof.Finding{
			Code: CodeTokenRejected, Source: sourceEntra,
			Cause:  "Microsoft Entra ID refused to give a token.",
			Remedy: "Read the provider's words.",
			Fields: []string{"oauth2.clientId", "oauth2.scope"},
		}
	}
	return proof.Finding{
		Code:   CodeTokenRejected,
		Cause:  "The provider refused to give a token.",
		Remedy: "Read the provider's words, and check client ID, client secret and scope.",
		Fields: []string{"oauth2.clientId", "oauth2.clientSecret", "oauth2.scope"},
	}
}

func endpointUnavailable(status int) proof.Finding {
	return proof.Finding{
		Code: CodeTemporarilyUnavailable, Reason: "token_endpoint",
		Cause:  "The provider gives no tokens just now (HTTP status " + strconv.Itoa(status) + "). This says nothing about the client.",
		Remedy: "Try again in a few minutes; if it stays, look at the provider's status page.",
		Fields: []string{"oauth2.tokenUrl"},
	}
}

// notAnEndpoint explains an answer that is not an error object.
func notAnEndpoint(status int) proof.Finding {
	return proof.Finding{
		Code: CodeTokenRejected, Reason: "not_oauth2",
		Cause:  "The token URL answered with something that is not OAuth 2.0 (HTTP status " + strconv.Itoa(status) + ").",
		Remedy: "Enter the token endpoint of the provider as token URL, not the page for people.",
		Fields: []string{"oauth2.tokenUrl"},
	}
}
