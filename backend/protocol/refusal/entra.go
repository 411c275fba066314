package refusal

import (
	"slices"

	"patchbay/backend/protocol/signin"
)

const appRegistration = "Microsoft Entra admin center > App registrations > the application > "

// entraRules are the numbers of Microsoft Entra ID. Microsoft changes the texts,
// but not the numbers.
func entraRules() []rule {
	return slices.Concat(entraApplicationRules(), entraSecretRules(), entraCodeRules(), entraPersonRules(), entraAccountRules(), entraPolicyRules(), entraServiceRules(), entraSAMLRules(), []rule{{
		name: "entra", series: "AADSTS",
		code: signin.CodeCheckFailed, source: sourceMicrosoft,
		cause:  "Microsoft Entra ID refused the sign-in with a number that is not in Patchbay's table.",
		remedy: "Open https://login.microsoftonline.com/error?code= with the digits of the number behind it: Microsoft explains it there. Keep the trace ID and the time for its support.",
	}})
}

// entra is a rule about numbers of Entra ID.
func entra(name, code, cause, remedy string, fields []string, numbers ...string) rule {
	for i := range numbers {
		numbers[i] = "AADSTS" + numbers[i]
	}
	return rule{
		name: name, numbers: numbers, code: code, cause: cause, remedy: remedy,
		fields: fields, source: sourceMicrosoft,
	}
}

// only restricts a rule to protocols.
func (r rule) only(types ...signin.Type) rule {
	r.types = types
	return r
}

// guessed marks the rules that no source confirms.
func guessed(rules []rule) []rule {
	for i := range rules {
		if rules[i].source == "" {
			rules[i].source, rules[i].unverified = sourceCommon, true
		}
	}
	return rules
}

func entraApplicationRules() []rule {
	callback, client := []string{"callbackUrl"}, []string{"clientId", "issuer"}
	return []rule{
		entra("entra_reply_url", signin.CodeRedirectURIMismatch,
			"The redirect URI of the request is not registered for this application: {redirect}.",
			"Enter exactly {redirect} under "+appRegistration+"Authentication > Web > Redirect URIs. Upper and lower case of the path and a final slash count. Plain http is taken there with the host localhost only: for a test sign-in choose the loopback host localhost first.",
			[]string{"callbackUrl", "loopbackHost"}, "50011", "70004").only(signin.OIDC, signin.OAuth2),
		entra("entra_reply_url_saml", signin.CodeRedirectURIMismatch,
			"The assertion consumer service of the request is not registered for this application: {redirect}.",
			"Enter exactly {redirect} under Microsoft Entra admin center > Enterprise applications > the application > Single sign-on > Basic SAML Configuration > Reply URL.",
			callback, "50011").only(signin.SAML),
		entra("entra_reply_url_scheme", signin.CodeRedirectURIMismatch,
			"Entra ID takes plain http for the host localhost only, and the redirect URI is {redirect}.",
			"Use https for the callback URL. For the test sign-in choose the loopback host localhost.",
			[]string{"callbackUrl", "loopbackHost"}, "500117"),
		entra("entra_no_reply_url", signin.CodeRedirectURIMismatch,
			"No redirect URI is registered for this application.",
			"Enter {redirect} under "+appRegistration+"Authentication > Web > Redirect URIs.",
			callback, "900971"),
		entra("entra_application", signin.CodeClientRejected,
			"There is no application with {clientId} in {tenant}: the client ID is wrong, or belongs to another tenant.",
			"Copy Application (client) ID and Directory (tenant) ID from "+appRegistration+"Overview. The issuer is https://login.microsoftonline.com/TENANT-ID/v2.0.",
			client, "700016", "700011").only(signin.OIDC, signin.OAuth2),
		entra("entra_identifier", signin.CodeClientRejected,
			"No application of this tenant has {entityId} as its identifier.",
			"Enter exactly the entity ID of this configuration under Microsoft Entra admin center > Enterprise applications > the application > Single sign-on > Basic SAML Configuration > Identifier (Entity ID).",
			[]string{"spEntityId", "metadataUrl"}, "700016", "700011").only(signin.SAML),
		entra("entra_misconfigured", signin.CodeClientRejected,
			"The application lacks a permission that the request asks for, is not consented to in this tenant, or its identifier differs from the entity ID.",
			"Add the permissions under "+appRegistration+"API permissions and grant admin consent. With SAML, compare Identifier (Entity ID) with {entityId}.",
			[]string{"scopes", "spEntityId"}, "650056", "65005"),
		entra("entra_single_tenant", signin.CodeClientRejected,
			"The application is for one tenant, and the request went to common or organizations.",
			"Enter the issuer with the tenant's ID: https://login.microsoftonline.com/TENANT-ID/v2.0.",
			[]string{"issuer", "authUrl"}, "50194", "9002332"),
		entra("entra_tenant", signin.CodeClientRejected,
			"Microsoft knows no tenant by the name or ID in the address, or the address has none.",
			"Copy Directory (tenant) ID from Microsoft Entra admin center > Overview, and enter the issuer https://login.microsoftonline.com/TENANT-ID/v2.0.",
			[]string{"issuer", "authUrl", "metadataUrl"}, "90002", "90019", "50059", "50128"),
		entra("entra_response_type", signin.CodeClientRejected,
			"The request asks for an ID token from the authorization endpoint, which is switched off for this application.",
			"Use the authorization code flow, as Patchbay does. A target that needs the hybrid flow needs ID tokens under "+appRegistration+"Authentication.",
			nil, "700054"),
		entra("entra_scope", signin.CodeCheckFailed,
			"Entra ID does not take {scopes} for this application: one is unknown, or scopes of two interfaces are mixed.",
			"Use openid profile email, and add further scopes with the address of their interface, such as https://graph.microsoft.com/User.Read.",
			[]string{"scopes"}, "70011", "28002", "28003"),
	}
}
