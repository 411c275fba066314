package account

import (
	"encoding/json"
	"strconv"
)

// OAuth2Document is the "oauth2" member of a document as it is shown: secrets
// are views.
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

// Document returns the member as it may be shown, nil when there is nothing in
// it.
func (o OAuth2Settings) Document(secrets SecretViews) *OAuth2Document {
	doc := OAuth2Document{
		Grant: o.Grant, TokenURL: o.TokenURL, AuthURL: o.AuthURL, DeviceURL: o.DeviceURL,
		ClientID: o.ClientID, ClientAuth: o.ClientAuth,
		ClientSecretExpires: o.ClientSecretExpires, Scope: o.Scope,
		ClientSecret: secrets.ClientSecret, RefreshToken: secrets.RefreshToken,
	}
	if doc == (OAuth2Document{}) {
		return nil
	}
	return &doc
}

// PortJSON writes a port as a number where it is one, else as text; an empty one
// is nil.
func PortJSON(port string) json.RawMessage {
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
