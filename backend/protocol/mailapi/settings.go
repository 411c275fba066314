package mailapi

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"

	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/clientgrant"
)

// Form is which of the contract's addresses is meant.
type Form string

// The closed set of forms.
const (
	FormSSMS  Form = "ssms"  // [SSMSURL]
	FormSHIFT Form = "shift" // [SHIFTURL]
	FormOther Form = "other" // an address that was entered
)

// SSMSURL is where a tenant of an SSMS target takes its mail configuration, ""
// while tenant or host name are not known, or where the tenant ID cannot be part
// of a host name.
func SSMSURL(tenantID, hostname string) string {
	if !account.IsHostName(tenantID) || hostname == "" {
		return ""
	}
	return "https://" + tenantID + "." + hostname + "/digitanium/v4/mail/config"
}

// SHIFTURL is where a tenant of a SHIFT target takes its mail configuration, ""
// while tenant or host name are not known.
func SHIFTURL(tenantID, hostname string) string {
	if tenantID == "" || hostname == "" {
		return ""
	}
	return "https://" + hostname + "/auth/realms/" + url.PathEscape(tenantID) + "/mail/setup"
}

// Settings name a target and where its tokens come from, without the secrets.
// They hold no placeholders.
type Settings struct {
	Form Form   `json:"form"`
	URL  string `json:"url"` // https
	// TokenURL is a token endpoint, ClientID the client that asks it, ClientAuth
	// how it proves itself ("" is clientgrant.ClientSecretBasic), and Scope what
	// it asks for. An empty TokenURL means that a token is given.
	TokenURL       string `json:"tokenUrl,omitempty"`
	ClientID       string `json:"clientId,omitempty"`
	ClientAuth     string `json:"clientAuth,omitempty"`
	Scope          string `json:"scope,omitempty"`
	CAPEM          string `json:"caPem,omitempty"` // authorities trusted beside the system's, at both addresses
	TimeoutSeconds int    `json:"timeoutSeconds"`  // of each step; 0 is account.DefaultTimeoutSeconds
}

// WithDefaults fills in what was left out.
func (s Settings) WithDefaults() Settings {
	s.Form = cmp.Or(s.Form, FormSSMS)
	s.TimeoutSeconds = cmp.Or(s.TimeoutSeconds, account.DefaultTimeoutSeconds)
	if s.TokenURL != "" {
		s.ClientAuth = cmp.Or(s.ClientAuth, clientgrant.ClientSecretBasic)
	}
	return s
}

// Destination identifies where the secrets go:
// "push|url|tokenUrl|clientId|clientAuth", with defaults. A stored secret is
// used only for the destination it was saved with.
func (s Settings) Destination() string {
	s = s.WithDefaults()
	return account.Join("push", strings.TrimSpace(s.URL), strings.TrimSpace(s.TokenURL), s.ClientID, s.ClientAuth)
}

// Hash identifies the settings: "sha256:" and the hash of them with their
// defaults. [Push] reports it.
func (s Settings) Hash() string {
	doc, err := json.Marshal(s.WithDefaults())
	if err != nil { // a struct of strings and a number always marshals
		return ""
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// grant is the part of the settings that is about the token.
func (s Settings) grant() clientgrant.Settings {
	return clientgrant.Settings{
		TokenURL: s.TokenURL, ClientID: s.ClientID, ClientAuth: s.ClientAuth, Scope: s.Scope,
		CAPEM: s.CAPEM, TimeoutSeconds: s.TimeoutSeconds,
	}
}
