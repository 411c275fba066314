package smtp

import (
	"strings"

	"patchbay/backend/placeholder"
	"patchbay/backend/secret"
)

// Security says how a connection is protected.
type Security string

// The closed set of securities.
const (
	SecurityImplicitTLS Security = "implicit-tls" // TLS from the first byte (RFC 8314)
	SecuritySTARTTLS    Security = "starttls"     // STARTTLS, required: never falls back
	SecurityNone        Security = "none"         // clear text
)

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

// Settings is the SMTP configuration document without its secrets. Host, Port,
// User, the addresses, the names and the OAuth 2.0 settings may hold %name%
// placeholders; that is why Port is text.
type Settings struct {
	// Enabled switches notification mail; nil leaves it as it is. Proofs ignore it.
	Enabled *bool
	Host    string
	Port    string // "" is the default of Security
	// Security is SecurityImplicitTLS when empty.
	Security                   Security
	InsecureAllowPlainPassword bool
	Auth                       SignIn // "" is SignInPassword with a User, else SignInNone
	User                       string // "" is From when Auth is not SignInNone
	OAuth2                     OAuth2Settings
	From, FromName             string
	ReplyTo, ReplyToName       string
	EnvelopeFrom               string // "" is From
	EHLOName                   string // "" is chosen when connecting
	TimeoutSeconds             int    // for each step; 0 is DefaultTimeoutSeconds
	CAPEM                      string // authorities trusted beside the system's
}

// Grant says how an access token is obtained.
type Grant string

// The closed set of grants.
const (
	GrantClientCredentials Grant = "client_credentials" // RFC 6749 §4.4: the application itself
	GrantRefreshToken      Grant = "refresh_token"      // RFC 6749 §6: on behalf of a person who signed in
)

// OAuth2Settings names where a mail token comes from.
type OAuth2Settings struct {
	// Grant is GrantRefreshToken when empty and AuthURL or DeviceURL is given
	// or a refresh token is there, else GrantClientCredentials.
	Grant Grant
	// TokenURL is the token endpoint; AuthURL and DeviceURL are the endpoints
	// at which a person signs in, once, to obtain a refresh token.
	TokenURL, AuthURL, DeviceURL string
	ClientID, Scope              string
	// ClientAuth is how the client proves itself to the token endpoint:
	// client_secret_basic, client_secret_post or none; "" finds out.
	ClientAuth string
	// ClientSecretExpires is the day on which the provider ends the client
	// secret, as it said when it was made: 2006-01-02, or "".
	ClientSecretExpires string
}

// Secrets are the values that Settings does not hold.
type Secrets struct {
	Password, ClientSecret, RefreshToken secret.Text
}

// SecretInputs are the secrets of a document on their way in.
type SecretInputs struct {
	Password, ClientSecret, RefreshToken secret.Input
}

// Unresolved is a placeholder without a value.
type Unresolved struct {
	Field string // of the document
	Name  string // of the variable
}

// WithDefaults fills in what the document left out.
func (s Settings) WithDefaults() Settings {
	if s.Security == "" {
		s.Security = SecurityImplicitTLS
	}
	if s.Port == "" {
		s.Port = defaultPort(s.Security)
	}
	if s.Auth == "" {
		s.Auth = SignInNone
		if s.User != "" {
			s.Auth = SignInPassword
		}
	}
	if s.User == "" && s.Auth != SignInNone {
		s.User = s.From
	}
	if s.TimeoutSeconds == 0 {
		s.TimeoutSeconds = DefaultTimeoutSeconds
	}
	return s
}

func defaultPort(security Security) string {
	switch security {
	case SecurityImplicitTLS:
		return "465"
	case SecuritySTARTTLS:
		return "587"
	case SecurityNone:
		return "25"
	default:
		return ""
	}
}

// Expand replaces the placeholders by the values of lookup, which may be nil.
// Placeholders without a value stay and are returned.
func (s Settings) Expand(lookup func(name string) (string, bool)) (Settings, []Unresolved) {
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	var unresolved []Unresolved
	for _, field := range s.expandable() {
		expanded, missing := placeholder.Expand(*field.value, lookup)
		*field.value = expanded
		for _, name := range missing {
			unresolved = append(unresolved, Unresolved{Field: field.name, Name: name})
		}
	}
	s.Host, s.Port = strings.TrimSpace(s.Host), strings.TrimSpace(s.Port)
	return s, unresolved
}

type namedText struct {
	name  string
	value *string
}

// expandable lists the fields that may hold placeholders, in document order.
func (s *Settings) expandable() []namedText {
	return []namedText{
		{"host", &s.Host},
		{"port", &s.Port},
		{"user", &s.User},
		{"oauth2.tokenUrl", &s.OAuth2.TokenURL},
		{"oauth2.authUrl", &s.OAuth2.AuthURL},
		{"oauth2.deviceUrl", &s.OAuth2.DeviceURL},
		{"oauth2.clientId", &s.OAuth2.ClientID},
		{"oauth2.scope", &s.OAuth2.Scope},
		{"from", &s.From},
		{"fromDisplayName", &s.FromName},
		{"replyTo", &s.ReplyTo},
		{"replyToDisplayName", &s.ReplyToName},
		{"envelopeFrom", &s.EnvelopeFrom},
		{"ehloName", &s.EHLOName},
	}
}

// Sender returns the envelope sender: EnvelopeFrom, or From.
func (s Settings) Sender() string {
	if s.EnvelopeFrom != "" {
		return s.EnvelopeFrom
	}
	return s.From
}
