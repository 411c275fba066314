package account

import (
	"errors"
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

var errHost = errors.New("is not a host name or an IP address")

// hostProfile maps to ASCII as a resolver would, but for the underscore, which
// names of containers hold.
func hostProfile() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false))
}

// ASCIIHost returns a host name in lower-case ASCII without the dot of the
// root, or an IP literal without brackets.
func ASCIIHost(host string) (string, error) {
	literal := strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if addr, err := netip.ParseAddr(literal); err == nil {
		return addr.String(), nil
	}
	ascii, err := hostProfile().ToASCII(strings.TrimSuffix(host, "."))
	if err != nil || !IsHostName(ascii) {
		return "", errHost
	}
	return strings.ToLower(ascii), nil
}

// IsHostName applies RFC 1123 §2.1, with underscores.
func IsHostName(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.IndexFunc(label, notHostRune) >= 0 {
			return false
		}
	}
	return true
}

func notHostRune(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
}

// endsInNumber recognises what is meant as an IPv4 address: no top-level domain
// is a number (RFC 3696 §2).
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// CheckHost explains what is wrong with a host, "" when nothing is.
func CheckHost(host string) string {
	switch {
	case strings.Contains(host, "://"):
		return "must be a host name alone, without a scheme such as https://"
	case strings.ContainsAny(host, " \t"):
		return "contains a space"
	case strings.ContainsAny(host, "/@?#"):
		return "must be a host name alone, without a path or a user"
	}
	if ascii, err := ASCIIHost(host); err == nil {
		if _, err := netip.ParseAddr(ascii); err != nil && endsInNumber(ascii) {
			return "is not a valid IP address"
		}
		return ""
	}
	if name, _, found := strings.Cut(host, ":"); found && (IsHostName(name) || strings.HasPrefix(host, "[")) {
		return "must be a host name alone; the port has a field of its own"
	}
	return errHost.Error()
}
