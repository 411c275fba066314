package handover

import (
	"patchbay/backend/credential"
	"patchbay/backend/document"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
)

// SecretInputs are the secrets of a document on their way in.
type SecretInputs struct{ ClientSecret, Token secret.Input }

// Parse reads the document of a target. It is strict about the form: what is not
// JSON, an unknown or repeated field, a value of a wrong type, or a mask in place
// of a secret is a fault settings.invalid that names every such field.
func Parse(doc []byte) (mailapi.Settings, SecretInputs, error) {
	r, err := document.Read(doc)
	if err != nil {
		return mailapi.Settings{}, SecretInputs{}, err
	}
	s := mailapi.Settings{
		Form: mailapi.Form(r.Text("form")), URL: r.Text("url"), TokenURL: r.Text("tokenUrl"), ClientID: r.Text("clientId"),
		ClientAuth: r.Text("clientAuth"), Scope: r.Text("scope"), CAPEM: r.Text("caPem"),
		TimeoutSeconds: r.Integer("timeoutSeconds"),
	}
	in := SecretInputs{ClientSecret: r.Secret(fieldClientSecret), Token: r.Secret(fieldToken)}
	if err := r.Finish(); err != nil {
		return mailapi.Settings{}, SecretInputs{}, err
	}
	return s, in, nil
}

// Document is a target as JSON, which [Parse] reads back but for the secret.
type Document struct {
	Form           string              `json:"form"`
	URL            string              `json:"url"`
	TokenURL       string              `json:"tokenUrl,omitempty"`
	ClientID       string              `json:"clientId,omitempty"`
	ClientSecret   *account.SecretView `json:"clientSecret,omitempty"`
	ClientAuth     string              `json:"clientAuth,omitempty"`
	Scope          string              `json:"scope,omitempty"`
	CAPEM          string              `json:"caPem,omitempty"`
	TimeoutSeconds int                 `json:"timeoutSeconds,omitempty"`
}

// Document returns the target as it is shown.
func (t Target) Document() Document {
	return Document{
		Form: string(t.Form), URL: t.URL, TokenURL: t.TokenURL, ClientID: t.ClientID,
		ClientSecret: credential.View(t.ClientSecret), ClientAuth: t.ClientAuth,
		Scope: t.Scope, CAPEM: t.CAPEM, TimeoutSeconds: t.TimeoutSeconds,
	}
}
