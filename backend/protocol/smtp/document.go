package smtp

import (
	"encoding/json"

	"patchbay/backend/protocol/account"
)

// Document is the configuration document as it is shown: the field names are
// those of the mail-configuration contract, and secrets are views.
type Document struct {
	Enabled                    *bool           `json:"enabled,omitempty"`
	Host                       string          `json:"host"`
	Port                       json.RawMessage `json:"port,omitempty"` // a number, or text with placeholders
	Security                   Security        `json:"security,omitempty"`
	InsecureAllowPlainPassword bool            `json:"insecureAllowPlainPassword,omitempty"`
	Auth                       SignIn          `json:"auth,omitempty"`
	User                       string          `json:"user,omitempty"`
	Password                   *SecretView     `json:"password,omitempty"`
	OAuth2                     *OAuth2Document `json:"oauth2,omitempty"`
	From                       string          `json:"from"`
	FromName                   string          `json:"fromDisplayName,omitempty"`
	ReplyTo                    string          `json:"replyTo,omitempty"`
	ReplyToName                string          `json:"replyToDisplayName,omitempty"`
	EnvelopeFrom               string          `json:"envelopeFrom,omitempty"`
	EHLOName                   string          `json:"ehloName,omitempty"`
	TimeoutSeconds             int             `json:"timeoutSeconds,omitempty"`
	CAPEM                      string          `json:"caPem,omitempty"`
}

// Document returns the document as it may be shown.
func (s Settings) Document(secrets SecretViews) Document {
	return Document{
		Enabled: s.Enabled, Host: s.Host, Port: account.PortJSON(s.Port), Security: s.Security,
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       s.Auth, User: s.User, Password: secrets.Password, OAuth2: s.OAuth2.Document(secrets),
		From: s.From, FromName: s.FromName, ReplyTo: s.ReplyTo, ReplyToName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName,
		TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

// MarshalJSON writes the document without any mention of its secrets.
func (s Settings) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.Document(SecretViews{}))
}
