package dial_test

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"

	"patchbay/backend/protocol/dial"
)

// nameServer answers every question on loopback: with addresses for
// mail.example.com, with the code otherwise; with nothing when it is silent.
func nameServer(t *testing.T, code dnsmessage.RCode, silent bool) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			if !silent {
				_, _ = conn.WriteTo(answer(t, buffer[:n], code), from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func answer(t *testing.T, query []byte, code dnsmessage.RCode) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		t.Error(err)
		return nil
	}
	m.Response, m.RecursionAvailable, m.RCode, m.Additionals = true, true, code, nil
	question := m.Questions[0]
	if question.Name.String() == "mail.example.com." && question.Type == dnsmessage.TypeA {
		m.RCode = dnsmessage.RCodeSuccess
		header := dnsmessage.ResourceHeader{Name: question.Name, Class: question.Class, TTL: 60}
		m.Answers = []dnsmessage.Resource{
			{Header: header, Body: &dnsmessage.AResource{A: [4]byte{192, 0, 2, 7}}},
			{Header: header, Body: &dnsmessage.AResource{A: [4]byte{192, 0, 2, 8}}},
		}
	}
	packed, err := m.Pack()
	if err != nil {
		t.Error(err)
	}
	return packed
}

func TestResolve(t *testing.T) {
	tests := []struct {
		name, host string
		code       dnsmessage.RCode
		silent     bool
		want       string // addresses, or
		finding    string
	}{
		{"IPv4 literal", "192.0.2.1", 0, true, "192.0.2.1", ""},
		{"IPv6 literal", "2001:db8::1", 0, true, "2001:db8::1", ""},
		{"two addresses", "mail.example.com", dnsmessage.RCodeSuccess, false, "192.0.2.7, 192.0.2.8", ""},
		{"unknown", "nobody.example.com", dnsmessage.RCodeNameError, false, "", "net.host_not_found"},
		{"no address", "txt.example.com", dnsmessage.RCodeSuccess, false, "", "net.host_not_found"},
		{"server failure", "nobody.example.com", dnsmessage.RCodeServerFailure, false, "", "net.dns_failed"},
		{"refused", "nobody.example.com", dnsmessage.RCodeRefused, false, "", "net.dns_failed"},
		{"silence", "nobody.example.com", 0, true, "", "net.dns_failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx := deadline(t)
			if tt.silent { // which is not asked, or waited for in vain
				short, cancel := context.WithTimeout(ctx, time.Second)
				defer cancel()
				ctx = short
			}
			addrs, finding := dial.Resolve(ctx, nameServer(t, tt.code, tt.silent), tt.host)
			if diff := cmp.Diff(tt.want, dial.List(addrs)); diff != "" {
				t.Error(diff)
			}
			got := ""
			if finding != nil {
				got = finding.Code
			}
			if got != tt.finding {
				t.Errorf("finding %q, want %q", got, tt.finding)
			}
		})
	}
}

func TestConnectTriesEveryAddress(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	port := listener.Addr().(*net.TCPAddr).AddrPort().Port()
	addrs := []netip.Addr{netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.1")}

	c := dial.Connect(t.Context(), addrs, port)
	if c.Conn == nil || c.Addr.Addr() != addrs[1] {
		t.Fatalf("not connected: %+v", c)
	}
	_ = c.Conn.Close()
	outcome := c.Outcome()
	if outcome.Verdict() != "passed" {
		t.Errorf("a refused first address made it %s", outcome.Verdict())
	}

	_ = listener.Close()
	c = dial.Connect(t.Context(), addrs, port)
	if got := codes(c.Outcome().Failures); got != "net.refused" || c.Conn != nil {
		t.Errorf("%s", got)
	}
}

func TestConnectIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := dial.Connect(ctx, []netip.Addr{netip.MustParseAddr("127.0.0.1")}, 1)
	if got := codes(c.Outcome().Failures); got != "net.closed (cancelled)" {
		t.Errorf("%s", got)
	}
}

// TestUnreachable connects to a multicast address, which TCP refuses without
// sending anything.
func TestUnreachable(t *testing.T) {
	c := dial.Connect(t.Context(), []netip.Addr{netip.MustParseAddr("224.0.0.1")}, 25)
	outcome := c.Outcome()
	if len(outcome.Failures) != 1 || outcome.Failures[0].Code != dial.CodeUnreachable {
		t.Errorf("%s: %v", codes(outcome.Failures), c.Attempts)
	}
	if outcome.Detail != "224.0.0.1:25 unreachable" {
		t.Error(outcome.Detail)
	}
}
