package dial

import (
	"context"
	"errors"
	"net"
	"net/netip"
)

// NewResolver returns a resolver that asks one DNS server only: by UDP, and by
// TCP what does not fit. The server is an IP address with or without a port;
// "" returns nil, the system's resolver. One that [CheckResolver] refuses
// resolves nothing: the system's never stands in for it.
//
// The file of fixed names that most systems have (/etc/hosts) still comes first.
func NewResolver(server string) *net.Resolver {
	if server == "" {
		return nil
	}
	address, err := parseResolver(server)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		if err != nil {
			return nil, err
		}
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, address.String())
	}}
}

// CheckResolver says what is wrong with a DNS server, "" when nothing is.
func CheckResolver(server string) string {
	if server == "" {
		return ""
	}
	if _, err := parseResolver(server); err != nil {
		return err.Error()
	}
	return ""
}

func parseResolver(server string) (netip.AddrPort, error) {
	const port = 53
	address, err := netip.ParseAddrPort(server)
	if err != nil {
		addr, alone := netip.ParseAddr(server)
		if alone != nil {
			return netip.AddrPort{}, errors.New("must be an IP address, such as 192.0.2.53 or [2001:db8::53]:53")
		}
		address = netip.AddrPortFrom(addr, port)
	}
	switch {
	case address.Port() == 0:
		return netip.AddrPort{}, errors.New("the port must be 1 to 65535")
	case address.Addr().IsUnspecified(), address.Addr().IsMulticast():
		return netip.AddrPort{}, errors.New("is not the address of one server")
	}
	return address, nil
}
