package idpd

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// registered reports whether an answer may be sent to this address: one on this
// machine (RFC 8252 §7.3), whatever its port, or an https one under a name that
// is kept for examples (RFC 2606), which nobody can own.
func registered(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Fragment != "" || u.User != nil || strings.Contains(address, "*") {
		return false
	}
	host := strings.ToLower(u.Hostname())
	switch u.Scheme {
	case "http":
		return isLoopback(host)
	case "https":
		return isLoopback(host) || isExample(host)
	}
	return false
}

func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func isExample(host string) bool {
	reserved := []string{"example", "test", "invalid", "example.com", "example.net", "example.org"}
	return slices.ContainsFunc(reserved, func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}

// withQuery adds parameters to an address that may have some.
func withQuery(address string, values url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // it was registered: that cannot be
	}
	query := u.Query()
	for name := range values {
		query.Set(name, values.Get(name))
	}
	u.RawQuery = query.Encode()
	return u.String()
}
