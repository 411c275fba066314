package smtp_test

import (
	"context"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func TestAlternativesNeedAHost(t *testing.T) {
	tests := []struct {
		name string
		set  smtp.Settings
		code string
	}{
		{"none", smtp.Settings{}, "settings.missing"},
		{"variable", smtp.Settings{Host: "mail.%domain%"}, "settings.placeholder_unresolved"},
		{"authorities", smtp.Settings{Host: "127.0.0.1", CAPEM: "x"}, "settings.invalid"},
		{"no such name", smtp.Settings{Host: "nobody.example.com"}, "net.host_not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{
				Request: smtp.Request{Settings: tt.set, Network: zone{}.network(t)},
			})
			if report.Finding == nil || report.Finding.Code != tt.code || len(report.Tried) > 0 || report.Verdict != proof.Failed {
				t.Errorf("%+v", report)
			}
		})
	}
}

// TestCancelEndsAlternatives: the first port to be reached cancels, and every
// connection is closed at once.
func TestCancelEndsAlternatives(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var once sync.Once
	s := script.Serve(t, func(p *script.Peer) {
		once.Do(cancel)
		_, _ = io.Copy(io.Discard, p.Conn)
	})
	set := settings(s, smtp.SecurityImplicitTLS, script.NewAuthority(t))
	set.TimeoutSeconds = 300
	report := smtp.Alternatives(ctx, smtp.AlternativesRequest{Request: smtp.Request{Settings: set}})
	port, _ := strconv.Atoi(s.Port())
	if diff := cmp.Diff(s.Port()+" none: cancelled (net.closed)", wayOf(report, port, smtp.SecurityNone)); diff != "" {
		t.Error(diff)
	}
}

// TestAlternativesThroughAProxy: the proxy looks the host up, and its refusal
// is not taken for the server's.
func TestAlternativesThroughAProxy(t *testing.T) {
	a := script.NewAuthority(t)
	mail := script.Serve(t, behaviour{startTLS: script.TLS(a.Issue(t, named))}.play)
	proxy := script.Serve(t, func(p *script.Peer) {
		first := p.Line()
		for p.Line() != "" {
		}
		if first != "CONNECT mail.example.com:2525 HTTP/1.1" {
			p.Send("HTTP/1.1 403 Forbidden", "")
			return
		}
		onward, err := net.Dial("tcp", mail.Addr())
		if err != nil {
			return
		}
		defer func() { _ = onward.Close() }()
		p.Send("HTTP/1.1 200 OK", "")
		p.Go(func() { _, _ = io.Copy(p.Conn, onward) })
		_, _ = io.Copy(onward, p.Reader)
	})
	network, asked := zone{}.counted(t)
	network.Proxy = func(string, uint16) dial.Proxy {
		return dial.Proxy{Scheme: dial.ProxyHTTP, Address: proxy.Addr()}
	}
	set := smtp.Settings{Host: "mail.example.com", Port: "1", From: user, CAPEM: a.PEM, TimeoutSeconds: 5, EHLOName: "client.example.com"}
	report := smtp.Alternatives(t.Context(), smtp.AlternativesRequest{Request: smtp.Request{Settings: set, Network: network}})
	got := []string{wayOf(report, 2525, smtp.SecuritySTARTTLS), wayOf(report, 587, smtp.SecuritySTARTTLS)}
	want := []string{
		`2525 starttls: works and offers LOGIN, PLAIN -> {"port":2525,"security":"starttls"}`,
		"587 starttls: the proxy does not connect to it: 403 Forbidden (net.unreachable)",
	}
	if diff := cmp.Diff(want, got); diff != "" || asked.Load() != 0 {
		t.Errorf("%d questions, %s", asked.Load(), diff)
	}
}
