package dial_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
)

// unasked is a resolver that fails the test when it is asked anything.
func unasked(t *testing.T) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		t.Error("a DNS server was asked")
		return nil, errors.ErrUnsupported
	}}
}

// TestLocalhostIsNeverLookedUp: RFC 6761 §6.3. Names that are only like it are
// not loopback.
func TestLocalhostIsNeverLookedUp(t *testing.T) {
	const loopback = "127.0.0.1, ::1"
	for _, host := range []string{"localhost", "LOCALHOST", "localhost.", "acme.localhost", "Acme.LocalHost.", "a.b.localhost"} {
		addrs, finding := dial.Resolve(t.Context(), unasked(t), host)
		if diff := cmp.Diff(loopback, dial.List(addrs)); diff != "" || finding != nil {
			t.Errorf("%s: %s %+v", host, diff, finding)
		}
		network := dial.Network{Resolver: unasked(t), Proxy: func(string, uint16) dial.Proxy {
			t.Error("a proxy was to lead to this machine")
			return dial.Proxy{}
		}}
		if addrs, finding = network.Resolve(t.Context(), host); dial.List(addrs) != loopback || finding != nil {
			t.Errorf("%s: %v %+v", host, addrs, finding)
		}
	}
	failing := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.ErrUnsupported
	}}
	for _, host := range []string{"localhost.example.com", "notlocalhost", "localhosts", "a b.localhost", "..localhost"} {
		if addrs, finding := dial.Resolve(t.Context(), failing, host); finding == nil {
			t.Errorf("%s: %v", host, addrs)
		}
	}
}

func TestLocalhostIsReached(t *testing.T) {
	server := greeter(t)
	_, port, err := net.SplitHostPort(server)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := dial.Network{Resolver: unasked(t)}.DialContext(t.Context(), "tcp", "acme.localhost:"+port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if got := conn.RemoteAddr().String(); got != server {
		t.Error(got)
	}
}

// TestAProxyOnLocalhostIsReached: nor does a proxy's name say otherwise.
func TestAProxyOnLocalhostIsReached(t *testing.T) {
	proxy := &socksProxy{to: greeter(t)}
	through := proxy.start(t)
	_, port, err := net.SplitHostPort(through.Address)
	if err != nil {
		t.Fatal(err)
	}
	through.Address = "proxy.localhost:" + port
	network := dial.Network{Resolver: unasked(t), Proxy: func(string, uint16) dial.Proxy { return through }}
	conn, err := network.DialContext(t.Context(), "tcp", "mail.example.com:25")
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}

// TestAMissingFamilyHidesNothing: the second address cannot be reached for want
// of a route; what the first one says counts. Where there is none else, that is
// what is said.
func TestAMissingFamilyHidesNothing(t *testing.T) {
	refused := dial.Attempt{Addr: netip.MustParseAddr("127.0.0.1"), Err: dial.ErrRefused}
	missing := dial.Attempt{Addr: netip.IPv6Loopback(), Err: dial.ErrNetwork}
	for want, attempts := range map[string][]dial.Attempt{
		"net.refused":                           {refused, missing},
		"net.unreachable (no_route_to_network)": {missing, missing},
	} {
		if got := codes(dial.Connection{Attempts: attempts}.Outcome().Failures); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
