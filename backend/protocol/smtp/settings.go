package smtp

import (
	"strings"

	"patchbay/backend/protocol/account"
)

// What SMTP accounts share with those of a mailbox.
type (
	Security       = account.Security
	SignIn         = account.SignIn
	Grant          = account.Grant
	OAuth2Settings = account.OAuth2Settings
	Secrets        = account.Secrets
	SecretInputs   = account.SecretInputs
	SecretView     = account.SecretView
	SecretViews    = account.SecretViews
	OAuth2Document = account.OAuth2Document
	Unresolved     = account.Unresolved
)

// The values of these types.
const (
	SecurityImplicitTLS    = account.SecurityImplicitTLS
	SecuritySTARTTLS       = account.SecuritySTARTTLS
	SecurityNone           = account.SecurityNone
	SignInNone             = account.SignInNone
	SignInPassword         = account.SignInPassword
	SignInOAuth2           = account.SignInOAuth2
	GrantClientCredentials = account.GrantClientCredentials
	GrantRefreshToken      = account.GrantRefreshToken
)

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
	TimeoutSeconds             int    // for each step; 0 is account.DefaultTimeoutSeconds
	CAPEM                      string // authorities trusted beside the system's
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
		s.TimeoutSeconds = account.DefaultTimeoutSeconds
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

// Account is what is true of the account whatever it is used for.
func (s Settings) Account() account.Settings {
	return account.Settings{
		Host: s.Host, Port: s.Port, Security: s.Security, InsecureAllowPlainPassword: s.InsecureAllowPlainPassword,
		Auth: s.Auth, User: s.User, OAuth2: s.OAuth2, TimeoutSeconds: s.TimeoutSeconds, CAPEM: s.CAPEM,
	}
}

// Expand replaces the placeholders by the values of lookup, which may be nil.
// Placeholders without a value stay and are returned.
func (s Settings) Expand(lookup func(name string) (string, bool)) (Settings, []Unresolved) {
	unresolved := account.Expand(s.expandable(), lookup)
	s.Host, s.Port = strings.TrimSpace(s.Host), strings.TrimSpace(s.Port)
	return s, unresolved
}

// expandable lists the fields that may hold placeholders, in document order.
func (s *Settings) expandable() []account.Expandable {
	return append(account.ServerFields(&s.Host, &s.Port, &s.User, &s.OAuth2),
		account.Expandable{Field: "from", Value: &s.From},
		account.Expandable{Field: "fromDisplayName", Value: &s.FromName},
		account.Expandable{Field: "replyTo", Value: &s.ReplyTo},
		account.Expandable{Field: "replyToDisplayName", Value: &s.ReplyToName},
		account.Expandable{Field: "envelopeFrom", Value: &s.EnvelopeFrom},
		account.Expandable{Field: "ehloName", Value: &s.EHLOName},
	)
}

// Sender returns the envelope sender: EnvelopeFrom, or From.
func (s Settings) Sender() string {
	if s.EnvelopeFrom != "" {
		return s.EnvelopeFrom
	}
	return s.From
}
