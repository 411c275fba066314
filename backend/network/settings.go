// Package network keeps how traffic leaves this machine, for all deployments
// of a vault: through which proxy, and by which DNS server.
//
// The proxy's password is bound to the proxy it was saved for, by the vault's
// encryption.
package network

import (
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Mode says where the proxy comes from.
type Mode string

// The closed set of modes.
const (
	ModeSystem Mode = "system" // from the environment, as other programs
	ModeNone   Mode = "none"
	ModeManual Mode = "manual" // as kept here
)

// Settings say how traffic leaves this machine.
type Settings struct {
	Proxy    Mode             // "" is ModeSystem
	Scheme   dial.ProxyScheme // of a manual proxy
	Address  string           // of a manual proxy: host:port
	User     string           // of a manual proxy; "" when it wants no sign-in
	Resolver string           // a DNS server's IP address, with or without a port; "" is the system's
}

// Draft is what is on its way in.
type Draft struct {
	Settings
	Password secret.Input   // of a manual proxy
	Revision vault.Revision // of the settings it was made from; 0 when none were saved
}

// Stored is what is kept. Without anything saved it is the system's proxy and
// resolver.
type Stored struct {
	Settings
	Password  vault.SecretInfo
	Revision  vault.Revision // 0: nothing was saved
	ChangedAt time.Time      // UTC
}

func (s Settings) withDefaults() Settings {
	if s.Proxy == "" {
		s.Proxy = ModeSystem
	}
	if s.Proxy != ModeManual {
		s.forgetFaults()
	}
	return s
}

// forgetFaults empties what is wrong with a proxy that is not in use: a form
// does not show it then, so that nobody could correct it.
func (s *Settings) forgetFaults() {
	if s.schemeFault() != "" {
		s.Scheme = ""
	}
	if s.addressFault() != "" {
		s.Address = ""
	}
	if s.userFault() != "" {
		s.User = ""
	}
}

// signsIn reports whether a password is of use.
func (s Settings) signsIn() bool { return s.Proxy == ModeManual && s.User != "" }

// destination identifies where the password goes.
func (s Settings) destination() string {
	return strings.Join([]string{"proxy", string(s.Scheme), s.Address, s.User}, "|")
}

func (s Settings) faults() []fault.Field {
	var faults []fault.Field
	blame := func(field, message string) {
		if message != "" {
			faults = append(faults, fault.Field{Name: field, Message: message})
		}
	}
	switch s.Proxy {
	case ModeSystem, ModeNone, ModeManual:
	default:
		blame("proxy", "must be system, none or manual")
	}
	blame("scheme", s.schemeFault())
	blame("address", s.addressFault())
	blame("user", s.userFault())
	blame("resolver", dial.CheckResolver(s.Resolver))
	return faults
}

func (s Settings) schemeFault() string {
	known := s.Scheme == dial.ProxySOCKS5 || s.Scheme == dial.ProxyHTTP
	if known || s.Scheme == "" && s.Proxy != ModeManual {
		return ""
	}
	return "must be socks5 or http"
}

func (s Settings) addressFault() string {
	if s.Address == "" && s.Proxy != ModeManual {
		return ""
	}
	return dial.CheckAddress(s.Address)
}

// maxCredential bounds user and password, in bytes (RFC 1929 §2).
const maxCredential = 255

func (s Settings) userFault() string {
	switch {
	case len(s.User) > maxCredential:
		return "must not be longer than 255 bytes"
	case strings.ContainsFunc(s.User, isControl):
		return "must not contain control characters"
	case s.Scheme == dial.ProxyHTTP && strings.Contains(s.User, ":"): // RFC 7617 §2
		return "must not contain a colon for an HTTP proxy"
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func passwordFault(input secret.Input) string {
	if input.Change != secret.Set {
		return ""
	}
	value := input.Value.Reveal()
	switch {
	case len(value) == 0:
		return "is empty; clear it instead"
	case len(value) > maxCredential:
		return "must not be longer than 255 bytes"
	case strings.ContainsFunc(string(value), isControl):
		return "must not contain control characters"
	case secret.IsMask(string(value)):
		return "is a mask, not the secret itself"
	}
	return ""
}
