package api

import (
	"maps"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
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
	schemaMessages      = "MessagesRequest"
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
		schemaMessages:      messagesSchema(),
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
	case reflect.TypeFor[mailbox.Document]():
		return "Mailbox"
	case reflect.TypeFor[mailbox.SummaryDocument]():
		return "MailboxRow"
	case reflect.TypeFor[idp.Document]():
		return "IdentityProvider"
	case reflect.TypeFor[deploymentDocument]():
		return "Deployment"
	case reflect.TypeFor[messagesAnswer]():
		return "Messages"
	case reflect.TypeFor[messageDocument]():
		return "Message"
	case reflect.TypeFor[decisionDocument]():
		return "Decision"
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
