package smtp_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func addressLines(results []smtp.AddressResult) []string {
	var lines []string
	for _, r := range results {
		line := fmt.Sprintf("%s %s %s: %s", r.Address, r.Family, r.Verdict, r.Detail)
		if r.Code != "" {
			line += " (" + r.Code + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

// named makes a certificate for the host's name alone.
func named(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"mail.example.com"} }

func TestAddresses(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, named))
	other := script.TLS(a.Issue(t, func(c *x509.Certificate) {
		c.IPAddresses, c.DNSNames = nil, []string{"old.example.com", "mx.example.com"}
	}))
	first := script.Serve(t, behaviour{implicit: good}.play)
	servers := []*script.Server{
		first,
		serveAt(t, "127.0.0.13:"+first.Port(), behaviour{implicit: other}.play),
		serveAt(t, "[::1]:"+first.Port(), behaviour{implicit: good}.play),
	}
	network, asked := zone{"mail.example.com": {"127.0.0.1", "127.0.0.13", "127.0.0.14", "::1", "ff01::1"}}.counted(t)
	set := settings(first, smtp.SecurityImplicitTLS, a)
	set.Host, set.EHLOName = "mail.example.com", "client.example.com"
	results := smtp.Addresses(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Network: network})
	want := map[string]bool{
		"127.0.0.1 IPv4 passed: works": true,
		"127.0.0.13 IPv4 failed: certificate is for old.example.com and 1 more (tls.hostname_mismatch)": true,
		"127.0.0.14 IPv4 failed: refused (net.refused)":                                                 true,
		"::1 IPv6 passed: works": true,
		"ff01::1 IPv6 skipped: this machine has no route to IPv6 addresses such as this one (net.unreachable)": true,
	}
	got := map[string]bool{}
	for _, line := range addressLines(results) {
		got[line] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if asked.Load() != 1 {
		t.Errorf("the host was looked up %d times", asked.Load())
	}
	for _, s := range servers {
		if _, all := s.Received(); leaks(all) || strings.Contains(all, "AUTH") || s.Connections() != 1 {
			t.Errorf("%d connections, received %q", s.Connections(), all)
		}
	}
}

func TestAddressesInOrder(t *testing.T) {
	s := script.Serve(t, behaviour{}.play)
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.Host, set.Auth = "mail.example.com", smtp.SignInNone
	var many []string
	for i := range 20 {
		many = append(many, fmt.Sprintf("127.0.1.%d", i+1))
	}
	network := zone{"mail.example.com": many}.network(t)
	addrs, f := network.Resolve(t.Context(), "mail.example.com")
	if f != nil {
		t.Fatal(f.Cause)
	}
	var want, got []string
	for _, addr := range addrs {
		want = append(want, addr.String())
	}
	for _, r := range smtp.Addresses(t.Context(), smtp.Request{Settings: set, Network: network}) {
		got = append(got, r.Address.String())
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) != 16 {
		t.Errorf("%d addresses: %s", len(got), diff)
	}
}

func TestAddressesThatCannotBeKnown(t *testing.T) {
	proxied := func(string, uint16) dial.Proxy { return dial.Proxy{Scheme: dial.ProxySOCKS5, Address: "127.0.0.1:1"} }
	tests := []struct {
		name  string
		set   smtp.Settings
		proxy func(string, uint16) dial.Proxy
		want  []string
	}{
		{"no host", smtp.Settings{}, nil, []string{"invalid IP  failed: The settings are not complete: host is required. (settings.missing)"}},
		{"no such name", smtp.Settings{Host: "nobody.example.com"}, nil, []string{"invalid IP  failed: No host has the name nobody.example.com. (net.host_not_found)"}},
		{"port", smtp.Settings{Host: "127.0.0.1", Port: "x"}, nil, []string{"invalid IP  failed: The settings are not valid: port must be a number from 1 to 65535. (settings.invalid)"}},
		{"proxy", smtp.Settings{Host: "nobody.example.com"}, proxied, []string{"invalid IP  skipped: the proxy looks the host up, so that its addresses are not known here"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			network := zone{}.network(t)
			network.Proxy = tt.proxy
			results := smtp.Addresses(t.Context(), smtp.Request{Settings: tt.set, Network: network})
			if diff := cmp.Diff(tt.want, addressLines(results)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestCancelEndsAddresses: the first address to be reached cancels.
func TestCancelEndsAddresses(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var once sync.Once
	s := script.Serve(t, func(p *script.Peer) {
		once.Do(cancel)
		_, _ = io.Copy(io.Discard, p.Conn)
	})
	set := settings(s, smtp.SecurityNone, script.Authority{})
	set.TimeoutSeconds = 300
	results := smtp.Addresses(ctx, smtp.Request{Settings: set})
	if diff := cmp.Diff([]string{"127.0.0.1 IPv4 failed: cancelled (net.closed)"}, addressLines(results)); diff != "" {
		t.Error(diff)
	}
}
