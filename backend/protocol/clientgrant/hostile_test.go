package clientgrant_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/rehearsal/script"
)

// sayRaw answers with these bytes and hangs up.
func sayRaw(text string) answer {
	return func(p *script.Peer, _ *http.Request, _ string) { _, _ = io.WriteString(p.Conn, text) }
}

// flood answers with a head, and then with chunk until the client has had enough.
func flood(head string, chunk []byte) answer {
	return func(p *script.Peer, _ *http.Request, _ string) {
		_, _ = io.WriteString(p.Conn, head)
		for {
			if _, err := p.Conn.Write(chunk); err != nil {
				return
			}
		}
	}
}

// TestSC21AnEndpointCostsLittle: all that is allocated during the proof counts.
func TestSC21AnEndpointCostsLittle(t *testing.T) {
	const most = 32 << 20
	chunk := bytes.Repeat([]byte("x"), 32<<10)
	for name, tt := range map[string]struct {
		answer answer
		want   string
	}{
		"an endless body":    {flood("HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"", chunk), "token.invalid_answer (too_large)"},
		"4 GiB, announced":   {flood("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n", chunk), "token.invalid_answer (too_large)"},
		"an endless refusal": {flood("HTTP/1.1 400 Bad\r\n\r\n", chunk), "token.invalid_answer (too_large)"},
		"endless chunks":     {flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", []byte("8000\r\n"+string(chunk)+"\r\n")), "token.invalid_answer (too_large)"},
		"an endless head":    {flood("HTTP/1.1 200 OK\r\n", []byte("X-Line: "+strings.Repeat("x", 1000)+"\r\n")), "token.invalid_answer (not_http)"},
		"an endless line":    {flood("HTTP/1.1 200 ", chunk), "token.invalid_answer (not_http)"},
		"nested JSON":        {sayJSON(200, strings.Repeat("[", 60<<10)), "token.invalid_answer (not_json)"},
		"deep JSON":          {sayJSON(200, strings.Repeat("[", 9<<10)+strings.Repeat("]", 9<<10)), "token.invalid_answer (too_much)"},
		"many values":        {sayJSON(200, "["+strings.Repeat("1,", 25_000)+"1]"), "token.invalid_answer (too_much)"},
	} {
		t.Run(name, func(t *testing.T) {
			e := serve(t, tt.answer)
			request := e.request()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			report := clientgrant.Prove(t.Context(), request)
			runtime.ReadMemStats(&after)
			if cost := after.TotalAlloc - before.TotalAlloc; cost > most {
				t.Errorf("it cost %d bytes", cost)
			}
			if codes(report) != tt.want {
				t.Errorf("%s, want %s", codes(report), tt.want)
			}
		})
	}
}

// TestADeadlineEndsAStep: an endpoint that answers byte by byte.
func TestADeadlineEndsAStep(t *testing.T) {
	e := serve(t, func(p *script.Peer, _ *http.Request, _ string) {
		_, _ = io.WriteString(p.Conn, "HTTP/1.1 200 OK\r\n\r\n{")
		p.Wait()
	})
	request := e.request()
	request.TimeoutSeconds = 1
	if got := codes(clientgrant.Prove(t.Context(), request)); got != "net.timeout" {
		t.Error(got)
	}
}

// TestCancelClosesAtOnce: wherever the endpoint leaves one waiting.
func TestCancelClosesAtOnce(t *testing.T) {
	for name, head := range map[string]string{"before the answer": "", "in the head": "HTTP/1.1 200 OK\r\nX:", "in the body": "HTTP/1.1 200 OK\r\n\r\n{"} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			closed := make(chan struct{})
			e := serve(t, func(p *script.Peer, _ *http.Request, _ string) {
				_, _ = io.WriteString(p.Conn, head)
				cancel()
				p.Wait()
				close(closed)
			})
			if got := codes(clientgrant.Prove(ctx, e.request())); got != "net.closed (cancelled)" {
				t.Error(got)
			}
			<-closed
		})
	}
}

// TestTheSecretStaysBehindTLS: a certificate that does not hold, and a port
// without TLS.
func TestTheSecretStaysBehindTLS(t *testing.T) {
	good := script.NewAuthority(t)
	clearText := script.Serve(t, func(p *script.Peer) { p.Send("HTTP/1.1 400 Bad Request", "Content-Length: 0", ""); p.Wait() })
	expired := good.Issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	other := good.Issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example.com"} })
	stranger := script.NewAuthority(t).Issue(t, nil)
	tls := func(p *script.Peer, handshake func(*script.Peer) bool) {
		if handshake(p) {
			p.Wait()
		}
	}
	for name, tt := range map[string]struct {
		server *script.Server
		want   string
	}{
		"plain HTTP":         {clearText, "tls.not_tls"},
		"an expired one":     {script.Serve(t, func(p *script.Peer) { tls(p, func(p *script.Peer) bool { return p.StartTLS(script.TLS(expired)) }) }), "tls.expired"},
		"another name":       {script.Serve(t, func(p *script.Peer) { tls(p, func(p *script.Peer) bool { return p.StartTLS(script.TLS(other)) }) }), "tls.hostname_mismatch"},
		"an unknown issuer":  {script.Serve(t, func(p *script.Peer) { tls(p, func(p *script.Peer) bool { return p.StartTLS(script.TLS(stranger)) }) }), "tls.unknown_authority"},
		"nobody":             {gone(t), "net.refused"},
		"one that hangs up":  {script.Serve(t, func(*script.Peer) {}), "net.closed"},
		"one that is silent": {script.Serve(t, (*script.Peer).Wait), "net.timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			e := endpoint{Server: tt.server, authority: good}
			request := e.request()
			if tt.want == "net.timeout" { // the others need not be quick
				request.TimeoutSeconds = 1
			}
			report := clientgrant.Prove(t.Context(), request)
			if got := codes(report); !strings.HasPrefix(got, tt.want) || report.Verdict != proof.Failed {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if _, all := tt.server.Received(); strings.Contains(all, "POST") {
				t.Error("something was sent")
			}
			if f := findingOf(t, report); strings.Contains(f.Cause+f.Remedy, "mail server") || strings.Contains(f.Cause+f.Remedy, "provider") {
				t.Errorf("it speaks of somebody else: %s %s", f.Cause, f.Remedy)
			}
		})
	}
}

// gone is a server that has been closed.
func gone(t *testing.T) *script.Server {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := script.ServeOn(t, listener, func(*script.Peer) {})
	server.Close()
	return server
}
