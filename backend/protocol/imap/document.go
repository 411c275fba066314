package imap

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"patchbay/backend/protocol/account"
)

// Document is the mailbox document as it is shown: secrets are views.
type Document struct {
	Mailbox                    string                  `json:"mailbox"`
	Name                       string                  `json:"name,omitempty"`
	Description                string                  `json:"description,omitempty"`
	Host                       string                  `json:"host"`
	Port                       json.RawMessage         `json:"port,omitempty"` // a number, or text with placeholders
	Security                   account.Security        `json:"security,omitempty"`
	InsecureAllowPlainPassword bool                    `json:"insecureAllowPlainPassword,omitempty"`
	Auth                       account.SignIn          `json:"auth,omitempty"`
	User                       string                  `json:"user,omitempty"`
	Password                   *account.SecretView     `json:"password,omitempty"`
	OAuth2                     *account.OAuth2Document `json:"oauth2,omitempty"`
	TimeoutSeconds             int                     `json:"timeoutSeconds,omitempty"`
	CAPEM                      string                  `json:"caPem,omitempty"`
}

// Document returns the document as it may be shown.
func (s Settings) Document(secrets account.SecretViews) Document {
	return Document{
		Mailbox: s.Mailbox, Name: s.Name, Description: s.Description,
		Host: s.Host, Port: account.PortJSON(s.Port), Security: s.Security,
		InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth:                       s.Auth, User: s.User, Password: secrets.Password, OAuth2: s.OAuth2.Document(secrets),
		TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

// MarshalJSON writes the document without any mention of its secrets.
func (s Settings) MarshalJSON() ([]byte, error) {
	return json.Marshal(s.Document(account.SecretViews{}))
}

// Hash identifies the configuration without its secrets: "sha256:" and the
// hash of the document with its defaults. What no proof depends on is left out:
// name, description, and the end of the client secret. [Prove] reports the hash
// of the expanded settings.
func (s Settings) Hash() string {
	s = s.WithDefaults()
	s.Name, s.Description, s.OAuth2.ClientSecretExpires = "", "", ""
	doc, err := json.Marshal(s.Document(account.SecretViews{}))
	if err != nil { // a struct of strings, numbers and booleans always marshals
		return ""
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Destination identifies where a password of expanded settings would go:
// "imap|host|port|security|user", with defaults, the host in lower-case ASCII.
// A stored secret is used only for the destination it was saved with.
func (s Settings) Destination() string {
	return s.WithDefaults().Settings.Destination("imap")
}
