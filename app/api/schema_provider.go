package api

import (
	"maps"

	"github.com/danielgtaylor/huma/v2"
)

func providerSchema() *huma.Schema {
	fields := providerFields()
	maps.Copy(fields, clientFields())
	maps.Copy(fields, samlFields())
	return object([]string{"type", "callbackUrl"}, fields)
}

func providerFields() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"name":              text("Name of the provider; with PUT it may be left out."),
		"type":              choice("What it speaks.", "oidc", "oauth2", "saml"),
		"enabled":           flag("Whether people may sign in with it."),
		"preset":            text("ID of a known provider."),
		"signInMessage":     text("Text of the button."),
		"allowedDomains":    texts("Domains of addresses that are admitted."),
		"callbackUrl":       text("Where the provider sends the browser back to."),
		"selfServiceSignUp": flag("Whether unknown people get an account."),
		"authUrl":           text("Authorization endpoint."),
		"caPem":             text("Authorities that are trusted beside the system's."),
		"loopbackHost":      choice("Host of a test sign-in.", "", "127.0.0.1", "localhost", "[::1]"),
		"loopbackPort":      number("Port of a test sign-in; 0 is a free one.", 0, 65535),
		"timeoutSeconds":    number("For each step.", 0, 300),
	}
}

func clientFields() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"issuer":              text("Issuer."),
		"clientId":            text("Client ID."),
		"clientSecret":        secretText("Client secret."),
		"clientSecretExpires": text("Day on which the secret ends, YYYY-MM-DD."),
		"scopes":              texts("Scopes."),
		"clientAuth":          choice("How the client proves itself.", "", "client_secret_basic", "client_secret_post", "none"),
		"pkce":                flag("Whether PKCE is used."),
		"prompt":              text("Parameter prompt of the request."),
		"emailClaim":          text("Claim with the address."),
		"groupsClaim":         text("Claim with the groups."),
		"tokenUrl":            text("Token endpoint."),
		"userInfoUrl":         text("User info endpoint."),
		"emailPath":           text("Path to the address in the user info."),
		"idPath":              text("Path to the ID in the user info."),
		"emailsUrl":           text("Endpoint of addresses."),
	}
}

func samlFields() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"metadataUrl":          text("Address of the provider's metadata."),
		"metadataXml":          text("The provider's metadata."),
		"idpEntityId":          text("Entity ID of the provider."),
		"ssoUrl":               text("Single sign-on service."),
		"ssoBinding":           text("HTTP-Redirect or HTTP-POST."),
		"signingCertificates":  texts("Certificates of the provider, PEM."),
		"spEntityId":           text("Entity ID of the service provider."),
		"nameIdFormat":         text("Format of the NameID that is asked for."),
		"signRequests":         flag("Whether requests are signed."),
		"wantAssertionsSigned": flag("Whether assertions must be signed."),
		"wantResponseSigned":   flag("Whether responses must be signed."),
		"emailAttribute":       text("Attribute with the address."),
		"groupsAttribute":      text("Attribute with the groups."),
		"forceAuthn":           flag("Whether the person must sign in anew."),
		"loopbackAcs":          choice("Scheme of a test sign-in.", "", "http", "https"),
		"allowUnsolicited":     flag("Whether answers without a request are taken."),
		"spKeyPem":             secretText("Key of the service provider, PEM."),
		"spCertificatePem":     text("Its certificate, PEM."),
		"spNextKeyPem":         secretText("The key that is to follow."),
		"spNextCertificatePem": text("Its certificate, PEM."),
	}
}
