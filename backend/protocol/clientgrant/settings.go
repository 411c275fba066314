package clientgrant

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
)

// Ways in which the client proves itself to the token endpoint (RFC 6749
// §2.3.1). A client without a secret could be anyone: it gets no token by this
// grant.
const (
	ClientSecretBasic = string(signin.ClientSecretBasic)
	ClientSecretPost  = string(signin.ClientSecretPost)
)

// Names of the fields that clients of this package call by different names.
const (
	fieldSecret = "secret"
	fieldScope  = "scopes"
)

// Settings name a token endpoint and the client that asks it, without its
// secret. They hold no placeholders.
type Settings struct {
	TokenURL       string `json:"tokenUrl"` // https
	ClientID       string `json:"clientId"`
	ClientAuth     string `json:"clientAuth"`      // "" is ClientSecretBasic
	Scope          string `json:"scope,omitempty"` // names with blanks between them; "" leaves it to the server
	CAPEM          string `json:"caPem,omitempty"` // authorities trusted beside the system's
	TimeoutSeconds int    `json:"timeoutSeconds"`  // of each step; 0 is account.DefaultTimeoutSeconds
}

// WithDefaults fills in what was left out.
func (s Settings) WithDefaults() Settings {
	s.ClientAuth = cmp.Or(s.ClientAuth, ClientSecretBasic)
	s.TimeoutSeconds = cmp.Or(s.TimeoutSeconds, account.DefaultTimeoutSeconds)
	return s
}

// Check returns what is wrong with the settings, field by field: nil when the
// endpoint can be asked. The fields are named as in the document of an API
// client: tokenUrl, clientId, clientAuth, scopes, caPem, timeoutSeconds.
func (s Settings) Check() []fault.Field {
	c := &account.Checker{Resolved: true}
	s.check(c)
	return append(c.Missing, c.Invalid...)
}

func (s Settings) check(c *account.Checker) {
	s = s.WithDefaults()
	c.Required("tokenUrl", s.TokenURL)
	c.Required("clientId", s.ClientID)
	c.Text("tokenUrl", s.TokenURL, CheckAddress)
	c.Text("clientId", s.ClientID, nil)
	c.Choice("clientAuth", s.ClientAuth, ClientSecretBasic, ClientSecretPost)
	c.Text(fieldScope, s.Scope, CheckScope)
	c.Bounds(s.TimeoutSeconds, s.CAPEM)
}

// CheckAddress explains what is wrong with an address that a credential is sent
// to, "" when nothing is. It wants TLS (RFC 6749 §3.2), on this machine too, whose
// own API has it as well.
func CheckAddress(text string) string {
	to := signin.Endpoint{URL: text}
	switch {
	case to.Safety() != signin.Safe:
		return "must be an https address without user name and fragment"
	case to.Address() == "":
		return "has no valid host or port"
	}
	return ""
}

// CheckScope explains what is wrong with a list of scopes (RFC 6749 §3.3), ""
// when nothing is.
func CheckScope(text string) string {
	for name := range strings.SplitSeq(text, " ") {
		if name == "" || strings.IndexFunc(name, notScopeRune) >= 0 {
			return "must be names of printable ASCII with one blank between two, without quotes and backslashes"
		}
	}
	return ""
}

func notScopeRune(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' }

// Hash identifies the settings: "sha256:" and the hash of them with their
// defaults. [Prove] reports it.
func (s Settings) Hash() string {
	doc, err := json.Marshal(s.WithDefaults())
	if err != nil { // a struct of strings and a number always marshals
		return ""
	}
	sum := sha256.Sum256(doc)
	return "sha256:" + hex.EncodeToString(sum[:])
}
