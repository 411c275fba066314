package dial

import (
	"context"
	"net"
	"net/netip"
	"strconv"

	"patchbay/backend/proof"
)

// Network says how connections leave this machine. The zero value uses the
// system's resolver and no proxy.
type Network struct {
	// Resolver looks up names; nil is the system's.
	Resolver *net.Resolver
	// Proxy chooses the proxy on the way to a host, the zero Proxy for none;
	// nil chooses none. It is not asked about this machine.
	Proxy func(host string, port uint16) Proxy
}

// ProxyTo returns the proxy on the way to a host. This machine itself is always
// reached directly.
func (n Network) ProxyTo(host string, port uint16) Proxy {
	if n.Proxy == nil || isLocal(host) {
		return Proxy{}
	}
	return n.Proxy(host, port)
}

// Resolve returns the addresses of a host name in ASCII or of an IP literal,
// in the order in which they are to be tried. Behind a proxy it returns none
// and asks nobody: the proxy resolves.
func (n Network) Resolve(ctx context.Context, host string) ([]netip.Addr, *proof.Finding) {
	const anyPort = 0
	if n.ProxyTo(host, anyPort).IsSet() {
		return nil, nil
	}
	return Resolve(ctx, n.Resolver, host)
}

// Connect goes through the proxy to a host, if there is one on the way; else it
// tries one address after the other until one answers, as [Connect], and looks
// them up when none are given.
func (n Network) Connect(ctx context.Context, host string, addrs []netip.Addr, port uint16) Connection {
	if proxy := n.ProxyTo(host, port); proxy.IsSet() {
		return proxy.connection(ctx, n.Resolver, host, port)
	}
	if len(addrs) == 0 {
		found, finding := Resolve(ctx, n.Resolver, host)
		if finding != nil {
			err := &Error{Finding: *finding, cause: ctx.Err()}
			return Connection{target: joinPort(host, port), Attempts: []Attempt{{Err: err}}}
		}
		addrs = found
	}
	return Connect(ctx, addrs, port)
}

func joinPort(host string, port uint16) string {
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}
