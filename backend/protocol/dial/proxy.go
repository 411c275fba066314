package dial

import (
	"net"
	"net/url"
	"strings"

	"patchbay/backend/secret"
)

// ProxyScheme is the protocol that a proxy is spoken to.
type ProxyScheme string

// The closed set of proxy schemes.
const (
	ProxySOCKS5 ProxyScheme = "socks5" // RFC 1928, names are resolved by the proxy
	ProxyHTTP   ProxyScheme = "http"   // CONNECT, RFC 9110 §9.3.6
)

// Proxy is a way through another machine. The zero value is none.
type Proxy struct {
	Scheme   ProxyScheme
	Address  string // host:port
	User     string // "" when the proxy wants no sign-in
	Password secret.Text
}

// IsSet reports whether there is a proxy.
func (p Proxy) IsSet() bool { return p.Scheme != "" }

// String writes a proxy as a URL without its credentials, "" for none.
func (p Proxy) String() string {
	if !p.IsSet() {
		return ""
	}
	return string(p.Scheme) + "://" + p.Address
}

// maxProxyCredential bounds user and password, in bytes (RFC 1929 §2).
const maxProxyCredential = 255

// parseProxy reads the URL of a proxy. A text without a scheme is the address
// of an HTTP proxy. What cannot be used is no proxy.
func parseProxy(text string) Proxy {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return Proxy{}
	}
	scheme, port := schemeOf(u.Scheme)
	if u.Port() != "" {
		port = u.Port()
	}
	p := Proxy{Scheme: scheme, Address: net.JoinHostPort(u.Hostname(), port), User: u.User.Username()}
	password, _ := u.User.Password()
	if !p.IsSet() || CheckAddress(p.Address) != "" || len(p.User) > maxProxyCredential || len(password) > maxProxyCredential {
		return Proxy{}
	}
	p.Password = secret.FromString(password)
	return p
}

// schemeOf returns the scheme of a proxy's URL with its usual port. The proxy
// is always given names, so that socks5 and socks5h are one.
func schemeOf(scheme string) (_ ProxyScheme, port string) {
	switch scheme {
	case "socks5", "socks5h":
		return ProxySOCKS5, "1080"
	case "http":
		return ProxyHTTP, "80"
	default:
		return "", ""
	}
}
