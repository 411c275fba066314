package smtp

import (
	"encoding/json"
	"strconv"
	"time"
)

// SecretView says that a secret is kept, never what it is.
type SecretView struct {
	Set       bool       `json:"set"`
	ChangedAt *time.Time `json:"changedAt,omitempty"`
}

// SecretViews are the secrets of a document on their way out. A nil view is
// left out.
type SecretViews struct {
	Password, ClientSecret, RefreshToken *SecretView
}

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

// OAuth2Document is the "oauth2" member of a Document.
type OAuth2Document struct {
	Grant               Grant       `json:"grant,omitempty"`
	TokenURL            string      `json:"tokenUrl,omitempty"`
	AuthURL             string      `json:"authUrl,omitempty"`
	DeviceURL           string      `json:"deviceUrl,omitempty"`
	ClientID            string      `json:"clientId,omitempty"`
	ClientSecret        *SecretView `json:"clientSecret,omitempty"`
	ClientSecretExpires string      `json:"clientSecretExpires,omitempty"`
	ClientAuth          string      `json:"clientAuth,omitempty"`
	Scope               string      `json:"scope,omitempty"`
	RefreshToken        *SecretView `json:"refreshToken,omitempty"`
}

// Document returns the document as it may be shown.
func (s Settings) Document(secrets SecretViews) Document {
	return Document{
		Enabled: s.Enabled, Host: s.Host, Port: portJSON(s.Port), Security: s.Security,
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       s.Auth, User: s.User, Password: secrets.Password, OAuth2: s.oauth2Document(secrets),
		From: s.From, FromName: s.FromName, ReplyTo: s.ReplyTo, ReplyToName: s.ReplyToName,
		EnvelopeFrom: s.EnvelopeFrom, EHLOName: s.EHLOName,
		TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

// MarshalJSON writes the document without any mention of its secrets.
func (s Settings) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.Document(SecretViews{}))
}

func (s Settings) oauth2Document(secrets SecretViews) *OAuth2Document {
	doc := OAuth2Document{
		Grant: s.OAuth2.Grant, TokenURL: s.OAuth2.TokenURL, AuthURL: s.OAuth2.AuthURL, DeviceURL: s.OAuth2.DeviceURL,
		ClientID: s.OAuth2.ClientID, ClientAuth: s.OAuth2.ClientAuth,
		ClientSecretExpires: s.OAuth2.ClientSecretExpires, Scope: s.OAuth2.Scope,
		ClientSecret: secrets.ClientSecret, RefreshToken: secrets.RefreshToken,
	}
	if doc == (OAuth2Document{}) {
		return nil
	}
	return &doc
}

// portJSON writes a port as a number where it is one.
func portJSON(port string) json.RawMessage {
	if port == "" {
		return nil
	}
	if n, err := strconv.ParseUint(port, 10, 32); err == nil {
		return strconv.AppendUint(nil, n, 10)
	}
	text, err := json.Marshal(port)
	if err != nil { // a string always marshals
		return nil
	}
	return text
}
