package dial_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"patchbay/backend/protocol/dial"
)

func TestCheckResolver(t *testing.T) {
	for server, good := range map[string]bool{
		"": true, "192.0.2.53": true, "192.0.2.53:5353": true, "2001:db8::53": true, "[2001:db8::53]:53": true,
		"fe80::1%eth0": true, "[fe80::1%eth0]:53": true,
		"dns.example.com": false, "192.0.2.53:": false, "192.0.2.53:0": false, "192.0.2.53:70000": false,
		"[2001:db8::53]": false, "0.0.0.0": false, "::": false, "224.0.0.251:5353": false,
		"192.0.2.53 ": false, "192.0.2.53,192.0.2.54": false, "https://192.0.2.53": false,
	} {
		if got := dial.CheckResolver(server); (got == "") != good {
			t.Errorf("%q: %q", server, got)
		}
	}
}

// TestNamedResolver asks a name server that cuts its answers by UDP short, so
// that the rest is asked for by TCP.
func TestNamedResolver(t *testing.T) {
	server, protocols := bothWays(t)
	addrs, finding := dial.Resolve(deadline(t), dial.NewResolver(server), "mail.example.com.")
	if got := dial.List(addrs); got != "192.0.2.7, 192.0.2.8" || finding != nil {
		t.Errorf("%s, %+v", got, finding)
	}
	if asked := protocols.all(); !slices.Contains(asked, "udp") || !slices.Contains(asked, "tcp") {
		t.Errorf("asked by %v", asked)
	}
}

// TestASilentOrWrongResolverIsNotReplaced by the system's: that
// would tell others what is looked up.
func TestASilentOrWrongResolverIsNotReplaced(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	for _, server := range []string{silent.LocalAddr().String(), "dns.example.com", "192.0.2.53:0"} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		_, finding := dial.Resolve(ctx, dial.NewResolver(server), "mail.example.com.")
		cancel()
		if finding == nil || finding.Code != dial.CodeDNSFailed {
			t.Errorf("%s: %+v", server, finding)
		}
	}
	if dial.NewResolver("") != nil {
		t.Error("no server is the system's resolver")
	}
}

// bothWays is a name server by UDP, where it says only that there is more, and
// by TCP on the same port.
func bothWays(t *testing.T) (address string, protocols *heard) {
	t.Helper()
	protocols = &heard{}
	listener, packets := samePort(t)
	t.Cleanup(func() { _ = packets.Close(); _ = listener.Close() })
	go func() {
		query := make([]byte, 1500)
		for {
			n, from, err := packets.ReadFrom(query)
			if err != nil {
				return
			}
			protocols.add("udp")
			_, _ = packets.WriteTo(truncated(t, query[:n]), from)
		}
	}()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				size := make([]byte, 2)
				_, _ = io.ReadFull(conn, size)
				query := make([]byte, binary.BigEndian.Uint16(size))
				if _, err := io.ReadFull(conn, query); err != nil {
					return
				}
				protocols.add("tcp")
				reply := answer(t, query, dnsmessage.RCodeSuccess)
				_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
			}()
		}
	}()
	return listener.Addr().String(), protocols
}

// samePort listens by TCP and by UDP. A port that is free for the one may be
// taken for the other.
func samePort(t *testing.T) (net.Listener, net.PacketConn) {
	t.Helper()
	for range 20 {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		packets, err := net.ListenPacket("udp", listener.Addr().String())
		if err == nil {
			return listener, packets
		}
		_ = listener.Close()
	}
	t.Fatal("no port is free for both")
	return nil, nil
}

func truncated(t *testing.T, query []byte) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		t.Error(err)
		return nil
	}
	m.Response, m.Truncated, m.Additionals = true, true, nil
	packed, err := m.Pack()
	if err != nil {
		t.Error(err)
	}
	return packed
}

// FuzzCheckResolver: what is accepted is an address that can be asked.
func FuzzCheckResolver(f *testing.F) {
	f.Add("192.0.2.53:5353")
	f.Add("[fe80::1%eth0]:53")
	f.Fuzz(func(t *testing.T, server string) {
		if dial.CheckResolver(server) != "" || server == "" {
			return
		}
		host, port, err := net.SplitHostPort(server)
		if err != nil {
			host, port = server, "53"
		}
		if net.ParseIP(host) == nil && !strings.Contains(host, "%") || port == "0" {
			t.Errorf("accepted %q", server)
		}
	})
}
