package apiclient

import (
	"time"

	"patchbay/backend/credential"
	"patchbay/backend/document"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

// Parse reads the document of a client. It refuses, as [document.CodeInvalid],
// what is not one JSON object, unknown fields and values of a wrong type;
// whether the values are good, Check says. The caller wipes the secret.
func Parse(doc []byte) (Settings, secret.Input, error) {
	r, err := document.Read(doc)
	if err != nil {
		return Settings{}, secret.Input{}, err
	}
	s := Settings{
		ClientID: r.Text("clientId"), Description: r.Text("description"), Scopes: r.Texts("scopes"),
		TokenURL: r.Text("tokenUrl"), ClientAuth: r.Text("clientAuth"), CAPEM: r.Text("caPem"),
	}
	if on := r.Flag("default"); on != nil {
		s.Default = *on
	}
	input := r.Secret(fieldSecret)
	if err := r.Finish(); err != nil {
		input.Value.Wipe()
		return Settings{}, secret.Input{}, err
	}
	return s, input, nil
}

// Document is a client as it is shown: its secret is only said to be there.
type Document struct {
	ClientID    string              `json:"clientId"`
	Description string              `json:"description,omitempty"`
	Scopes      []string            `json:"scopes"`
	Default     bool                `json:"default"`
	TokenURL    string              `json:"tokenUrl,omitempty"`
	ClientAuth  string              `json:"clientAuth"`
	CAPEM       string              `json:"caPem,omitempty"`
	Secret      *account.SecretView `json:"secret,omitempty"`
	LastUsedAt  *time.Time          `json:"lastUsedAt,omitempty"`
}

// Document returns the client as it is shown.
func (c Client) Document() Document {
	d := Document{
		ClientID: c.ClientID, Description: c.Description, Scopes: append([]string{}, c.Scopes...),
		Default: c.Default, TokenURL: c.TokenURL, ClientAuth: c.ClientAuth, CAPEM: c.CAPEM,
		Secret: credential.View(c.Secret),
	}
	if !c.LastUsedAt.IsZero() {
		at := c.LastUsedAt.UTC()
		d.LastUsedAt = &at
	}
	return d
}
