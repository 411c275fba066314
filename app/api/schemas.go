package api

import (
	"maps"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"patchbay/backend/apiclient"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/smtp"
)

// The schemas of bodies. Those of answers are made from the types that are
// written.
const (
	schemaMailConfig    = "MailConfigRequest"
	schemaSMTP          = "SMTPRequest"
	schemaMailbox       = "MailboxRequest"
	schemaProvider      = "IdentityProviderRequest"
	schemaProofRequest  = "ProofRequest"
	schemaTokenRequest  = "TokenRequest"
	schemaRevokeRequest = "RevokeRequest"
)

const schemaPrefix = "#/components/schemas/"

func schemaRef(name string) *huma.Schema { return &huma.Schema{Ref: schemaPrefix + name} }

// newSchemas returns the registry with the schemas of bodies in it.
func newSchemas() huma.Registry {
	registry := huma.NewMapRegistry(schemaPrefix, schemaName)
	maps.Copy(registry.Map(), map[string]*huma.Schema{
		schemaMailConfig:    smtpSchema(),
		schemaSMTP:          smtpSchema(),
		schemaMailbox:       mailboxSchema(),
		schemaProvider:      providerSchema(),
		schemaProofRequest:  proofSchema(),
		schemaTokenRequest:  tokenSchema(),
		schemaRevokeRequest: revokeSchema(),
	})
	for name, example := range examples() {
		registry.Map()[name].Examples = []any{example}
	}
	return registry
}

// schemaName tells apart what several packages call alike.
func schemaName(t reflect.Type, hint string) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[smtp.Document]():
		return "SMTP"
	case reflect.TypeFor[imap.Document]():
		return "MailboxSettings"
	case reflect.TypeFor[signin.Document]():
		return "IdentityProviderSettings"
	case reflect.TypeFor[mailboxDocument]():
		return "Mailbox"
	case reflect.TypeFor[providerDocument]():
		return "IdentityProvider"
	case reflect.TypeFor[deploymentDocument]():
		return "Deployment"
	case reflect.TypeFor[contractAnswer]():
		return "MailConfigAnswer"
	case reflect.TypeFor[proof.Report]():
		return "Proof"
	}
	if t.PkgPath() == reflect.TypeFor[proof.Report]().PkgPath() {
		return "Proof" + t.Name()
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// correct says of the fields that hold JSON of their own what may stand there.
func correct(registry huma.Registry) {
	for _, name := range []string{"SMTP", "Mailbox", "MailboxRow"} {
		if s := registry.Map()[name]; s != nil {
			s.Properties["port"] = &huma.Schema{
				OneOf:       []*huma.Schema{{Type: "integer", Minimum: new(0.0)}, {Type: "string"}},
				Description: "A number, or text with placeholders.",
			}
		}
	}
}

func object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: "object", AdditionalProperties: false, Required: required, Properties: properties}
}

func text(description string) *huma.Schema {
	return &huma.Schema{Type: "string", Description: description}
}

func choice(description string, values ...any) *huma.Schema {
	return &huma.Schema{Type: "string", Description: description, Enum: values}
}

func texts(description string) *huma.Schema {
	return &huma.Schema{Type: "array", Items: &huma.Schema{Type: "string"}, Description: description}
}

// secretText goes one way: no answer has one.
func secretText(description string) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "password", WriteOnly: true, Description: description}
}

// flag is a boolean, also as text, as the mail-configuration contract writes it.
func flag(description string) *huma.Schema {
	return &huma.Schema{
		OneOf:       []*huma.Schema{{Type: "boolean"}, {Type: "string", Enum: []any{"true", "false"}}},
		Description: description,
	}
}

// number is a whole number, also as text.
func number(description string, least, most float64) *huma.Schema {
	return &huma.Schema{
		OneOf: []*huma.Schema{
			{Type: "integer", Minimum: &least, Maximum: &most}, {Type: "string", Pattern: "^[0-9]+$"},
		},
		Description: description,
	}
}

// portSchema is a number, also as text, or text with placeholders.
func portSchema() *huma.Schema {
	return &huma.Schema{
		OneOf:       []*huma.Schema{{Type: "integer", Minimum: new(1.0), Maximum: new(65535.0)}, {Type: "string"}},
		Description: "From 1 to 65535, or with placeholders; by default that of the security.",
	}
}

// accountFields are those that mail accounts have in common.
func accountFields() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"host":                       text("Name or address of the server."),
		"port":                       portSchema(),
		"security":                   choice("Wins over the switches.", "", "implicit-tls", "starttls", "none"),
		"insecureAllowPlainPassword": flag("Needed for a password without encryption."),
		"auth":                       choice("How to sign in.", "", "none", "password", "oauth2"),
		"user":                       text("User name."),
		"password":                   secretText("Left out, the kept one stays; empty, it is removed."),
		"oauth2":                     oauth2Schema(),
		"timeoutSeconds":             number("For each step.", 0, 300),
		"caPem":                      text("Authorities that are trusted beside the system's."),
	}
}

func oauth2Schema() *huma.Schema {
	return object(nil, map[string]*huma.Schema{
		"grant":               choice("How the token is obtained.", "", "client_credentials", "refresh_token"),
		"tokenUrl":            text("Token endpoint."),
		"authUrl":             text("Authorization endpoint."),
		"deviceUrl":           text("Device authorization endpoint."),
		"clientId":            text("Client ID."),
		"clientSecret":        secretText("Client secret."),
		"clientSecretExpires": text("Day on which the secret ends, YYYY-MM-DD."),
		"clientAuth":          text("How the client proves itself."),
		"scope":               text("Scopes, separated by blanks."),
		"refreshToken":        secretText("Refresh token."),
	})
}

func smtpSchema() *huma.Schema {
	fields := accountFields()
	maps.Copy(fields, map[string]*huma.Schema{
		"enabled":            flag("Switches notification mail."),
		"starttls":           flag("Security STARTTLS."),
		"ssl":                flag("Security implicit TLS; wins over starttls."),
		"from":               text("Address of the sender."),
		"fromDisplayName":    text("Name of the sender."),
		"replyTo":            text("Address for replies."),
		"replyToDisplayName": text("Name for replies."),
		"envelopeFrom":       text("Address for bounces."),
		"ehloName":           text("Name that is given to the server."),
	})
	return object([]string{"host", "from"}, fields)
}

func mailboxSchema() *huma.Schema {
	fields := accountFields()
	maps.Copy(fields, map[string]*huma.Schema{
		"mailbox":     text("Address of the mailbox; with PUT it may be left out."),
		"name":        text("Name of the mailbox."),
		"description": text("What it is for."),
		"secure":      flag("Security implicit TLS, or none."),
	})
	return object([]string{"host", "name", "description"}, fields)
}

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

func proofSchema() *huma.Schema {
	return object([]string{"integration"}, map[string]*huma.Schema{
		"integration": choice("What to prove.", integrationSMTP, integrationMailbox, integrationIDP),
		"level":       choice("How far, for smtp; by default signin.", "", "connect", "signin", "envelope", "send", "roundtrip"),
		"to":          text("Recipient of the test message; by default the operator."),
		"mailbox":     text("Address of the mailbox to prove, or to read the test message from."),
		"provider":    text("Name of the identity provider to check."),
	})
}

func tokenSchema() *huma.Schema {
	all := []any{}
	for _, s := range apiclient.Scopes() {
		all = append(all, s.Name)
	}
	return &huma.Schema{Type: "object", Required: []string{"grant_type"}, Properties: map[string]*huma.Schema{
		"grant_type":    choice("The only grant.", "client_credentials"),
		"scope":         {Type: "string", Description: "Scopes, separated by blanks; by default all of the client.", Examples: all},
		"client_id":     text("Client ID, without Basic."),
		"client_secret": secretText("Client secret, without Basic."),
	}}
}

func revokeSchema() *huma.Schema {
	return &huma.Schema{Type: "object", Required: []string{"token"}, Properties: map[string]*huma.Schema{
		"token":           secretText("The access token."),
		"token_type_hint": text("Is ignored."),
		"client_id":       text("Client ID, without Basic."),
		"client_secret":   secretText("Client secret, without Basic."),
	}}
}
