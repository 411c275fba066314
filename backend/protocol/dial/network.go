package dial

import (
	"context"
	"net"
	"net/netip"

	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

// Network says how connections leave this machine. The zero value uses the
// system's resolver and no proxy.
type Network struct {
	// Resolver looks up names; nil is the system's.
	Resolver *net.Resolver
	// Proxy chooses the proxy on the way to a host, the zero Proxy for none;
	// nil chooses none.
	Proxy func(host string, port uint16) Proxy
}

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

// Resolve returns the addresses of a host name in ASCII or of an IP literal,
// in the order in which they are to be tried.
func (n Network) Resolve(ctx context.Context, host string) ([]netip.Addr, *proof.Finding) {
	return Resolve(ctx, n.Resolver, host)
}

// Connect tries one address after the other until one answers, as [Connect].
func (n Network) Connect(ctx context.Context, _ string, addrs []netip.Addr, port uint16) Connection {
	return Connect(ctx, addrs, port)
}
