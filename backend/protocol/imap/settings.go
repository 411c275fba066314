package imap

import (
	"patchbay/backend/protocol/account"
)

// Settings is the mailbox document without its secrets. Name and Description
// are kept for people and change nothing.
type Settings struct {
	Mailbox     string // the address of the mailbox; may hold %name% placeholders
	Name        string
	Description string
	account.Settings
}

// WithDefaults fills in what the document left out.
func (s Settings) WithDefaults() Settings {
	if s.Security == "" {
		s.Security = account.SecurityImplicitTLS
	}
	if s.Port == "" {
		s.Port = defaultPort(s.Security)
	}
	if s.Auth == "" {
		s.Auth = account.SignInPassword
		if s.OAuth2 != (account.OAuth2Settings{}) {
			s.Auth = account.SignInOAuth2
		}
	}
	if s.User == "" {
		s.User = s.Mailbox
	}
	if s.TimeoutSeconds == 0 {
		s.TimeoutSeconds = account.DefaultTimeoutSeconds
	}
	return s
}

// defaultPort is the port that RFC 8314 §3.2 and RFC 9051 §2.1 give to a
// security.
func defaultPort(security account.Security) string {
	switch security {
	case account.SecurityImplicitTLS:
		return "993"
	case account.SecuritySTARTTLS, account.SecurityNone:
		return "143"
	default:
		return ""
	}
}

// Expand replaces the placeholders by the values of lookup, which may be nil.
// Placeholders without a value stay and are returned.
func (s Settings) Expand(lookup account.Lookup) (Settings, []account.Unresolved) {
	unresolved := account.Expand([]account.Expandable{{Field: "mailbox", Value: &s.Mailbox}}, lookup)
	expanded, more := s.Settings.Expand(lookup)
	s.Settings = expanded
	return s, append(unresolved, more...)
}
