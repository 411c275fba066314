package signin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"

	"patchbay/backend/protocol/account"
)

// Hash identifies the configuration without its secrets: "sha256:" and the hash
// of the document of its type with its defaults. What no sign-in depends on is
// left out: name, preset, what is shown on the button, and what the target does
// with a person who has signed in and is not known yet. Proofs report the hash
// of the expanded settings.
func (s Settings) Hash() string {
	s = s.OfType().WithDefaults()
	s.Name, s.Enabled, s.Preset, s.SignInMessage = "", nil, "", ""
	s.SelfServiceSignUp, s.ClientSecretExpires, s.LoopbackPort = false, "", 0
	doc, err := json.Marshal(s.Document(SecretViews{}))
	if err != nil { // a struct of strings, numbers and booleans always marshals
		return ""
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Destination identifies where the secret of a field of expanded settings would
// go: to the token endpoint that the issuer names or the settings do, for one
// client. A private key is sent nowhere: it belongs to the service provider. A
// stored secret is used only for the destination it was saved with.
//
// How a client proves itself there is not part of it: both methods give the same
// secret to the same endpoint.
func (s Settings) Destination(field string) string {
	switch {
	case field != FieldClientSecret:
		return "saml|sp"
	case s.Type == OIDC && s.TokenURL != "":
		return account.Join("oidc", canonical(s.Issuer), s.ClientID, canonical(s.TokenURL))
	case s.Type == OIDC:
		return account.Join("oidc", canonical(s.Issuer), s.ClientID)
	}
	return account.Join(string(s.Type), canonical(s.TokenURL), s.ClientID)
}

// canonical writes an address so that two spellings of one place are the same:
// the host in lower-case ASCII, without the scheme's own port and a final slash.
func canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	u.Scheme = strings.ToLower(u.Scheme)
	host, port := u.Hostname(), u.Port()
	if ascii, err := account.ASCIIHost(host); err == nil {
		host = ascii
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && (u.Scheme != "https" || port != "443") && (u.Scheme != "http" || port != "80") {
		host += ":" + port
	}
	u.Host = host
	return strings.TrimSuffix(u.String(), "/")
}
