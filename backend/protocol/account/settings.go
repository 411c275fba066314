package account

import (
	"strings"

	"patchbay/backend/placeholder"
)

// Security says how a connection is protected.
type Security string

// The closed set of securities.
const (
	SecurityImplicitTLS Security = "implicit-tls" // TLS from the first byte (RFC 8314)
	SecuritySTARTTLS    Security = "starttls"     // STARTTLS, required: never falls back
	SecurityNone        Security = "none"         // clear text
)

// Words names a security within a sentence.
func (s Security) Words() string {
	switch s {
	case SecurityImplicitTLS:
		return "implicit TLS"
	case SecuritySTARTTLS:
		return "STARTTLS"
	default:
		return "clear text"
	}
}

// SignIn says how Patchbay signs in.
type SignIn string

// The closed set of ways to sign in.
const (
	SignInNone     SignIn = "none"
	SignInPassword SignIn = "password"
	SignInOAuth2   SignIn = "oauth2"
)

// DefaultTimeoutSeconds is the deadline of a step when none is configured.
const DefaultTimeoutSeconds = 10

// Settings are those of an account, without its secrets. Host, Port, User and
// the OAuth 2.0 settings may hold %name% placeholders; that is why Port is text.
type Settings struct {
	Host string
	Port string // "" is the protocol's default for Security
	// Security is SecurityImplicitTLS when empty.
	Security                   Security
	InsecureAllowPlainPassword bool
	Auth                       SignIn
	User                       string
	OAuth2                     OAuth2Settings
	TimeoutSeconds             int    // for each step; 0 is DefaultTimeoutSeconds
	CAPEM                      string // authorities trusted beside the system's
}

// Lookup gives the value of a variable; ok is false for one that has none.
type Lookup = func(name string) (value string, ok bool)

// Unresolved is a placeholder without a value.
type Unresolved struct {
	Field string // of the document
	Name  string // of the variable
}

// Expandable is a field of a document that may hold placeholders.
type Expandable struct {
	Field string
	Value *string
}

// Expand replaces the placeholders in the fields by the values of lookup, which
// may be nil. Placeholders without a value stay and are returned.
func Expand(fields []Expandable, lookup Lookup) []Unresolved {
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	var unresolved []Unresolved
	for _, field := range fields {
		expanded, missing := placeholder.Expand(*field.Value, lookup)
		*field.Value = expanded
		for _, name := range missing {
			unresolved = append(unresolved, Unresolved{Field: field.Field, Name: name})
		}
	}
	return unresolved
}

// ServerFields lists the fields of the server and of the person that may hold
// placeholders, in document order.
func ServerFields(host, port, user *string, oauth2 *OAuth2Settings) []Expandable {
	return []Expandable{
		{"host", host},
		{"port", port},
		{"user", user},
		{"oauth2.tokenUrl", &oauth2.TokenURL},
		{"oauth2.authUrl", &oauth2.AuthURL},
		{"oauth2.deviceUrl", &oauth2.DeviceURL},
		{"oauth2.clientId", &oauth2.ClientID},
		{"oauth2.scope", &oauth2.Scope},
	}
}

// Expandable lists the fields that may hold placeholders.
func (s *Settings) Expandable() []Expandable {
	return ServerFields(&s.Host, &s.Port, &s.User, &s.OAuth2)
}

// Expand replaces the placeholders by the values of lookup, which may be nil.
// Placeholders without a value stay and are returned.
func (s Settings) Expand(lookup Lookup) (Settings, []Unresolved) {
	unresolved := Expand(s.Expandable(), lookup)
	s.Host, s.Port = strings.TrimSpace(s.Host), strings.TrimSpace(s.Port)
	return s, unresolved
}
