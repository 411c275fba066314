package mailapi_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/rehearsal/script"
)

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

// TestSC21ATargetCostsLittle: all that is allocated during the push counts, and
// what is kept of the answer is bounded.
func TestSC21ATargetCostsLittle(t *testing.T) {
	const most, mostKept = 32 << 20, 512 << 10
	chunk := bytes.Repeat([]byte("x"), 32<<10)
	hidden := bytes.Repeat([]byte{0x01}, 32<<10)
	for name, tt := range map[string]struct {
		answer answer
		want   string
	}{
		"an endless body":       {flood("HTTP/1.1 200 OK\r\n\r\n{\"message\":\"", chunk), "push.unexpected_answer (too_large)"},
		"4 GiB, announced":      {flood("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n", chunk), "push.unexpected_answer (too_large)"},
		"an endless refusal":    {flood("HTTP/1.1 400 Bad\r\n\r\n", hidden), "push.rejected"},
		"endless chunks":        {flood("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", []byte("8000\r\n"+string(chunk)+"\r\n")), "push.unexpected_answer (too_large)"},
		"an endless head":       {flood("HTTP/1.1 200 OK\r\n", []byte("X-Line: "+strings.Repeat("x", 1000)+"\r\n")), "push.unexpected_answer (not_http)"},
		"a head of many fields": {sayRaw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: b\r\n", 5000) + "\r\n{}"), "push.unexpected_answer (status)"},
		"what cannot be seen":   {say(200, "text/plain", strings.Repeat("\x01", 60<<10)), "push.unexpected_answer (not_json)"},
		"deep JSON":             {sayJSON(200, strings.Repeat("[", 9<<10)+strings.Repeat("]", 9<<10)), "push.unexpected_answer (too_much)"},
	} {
		t.Run(name, func(t *testing.T) {
			target := serve(t, tt.answer)
			request := target.request()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			result := mailapi.Push(t.Context(), request)
			runtime.ReadMemStats(&after)
			if cost := after.TotalAlloc - before.TotalAlloc; cost > most {
				t.Errorf("it cost %d bytes", cost)
			}
			if codes(result.Report) != tt.want {
				t.Errorf("%s, want %s", codes(result.Report), tt.want)
			}
			kept, err := json.Marshal(result)
			if err != nil || len(kept) > mostKept {
				t.Errorf("%d bytes are kept, %v", len(kept), err)
			}
		})
	}
}

func TestADeadlineEndsAPush(t *testing.T) {
	target := serve(t, func(p *script.Peer, _ *http.Request, _ string) {
		_, _ = io.WriteString(p.Conn, "HTTP/1.1 200 OK\r\n\r\n{")
		p.Wait()
	})
	var result mailapi.Result
	for seconds := 1; seconds < 60; seconds *= 4 { // a busy machine may need the whole of a short time to ask
		request := target.request()
		request.TimeoutSeconds = seconds
		result = mailapi.Push(t.Context(), request)
		if result.Exchange != nil && result.Exchange.Status != 0 {
			break
		}
	}
	f := findingOf(t, result.Report)
	if f.Code != "net.timeout" || !strings.Contains(f.Remedy, "not known") || result.Exchange == nil || result.Exchange.Status != 200 {
		t.Errorf("%+v, %+v", f, result.Exchange)
	}
}

// TestCancelClosesAtOnce: at the token endpoint and at the target.
func TestCancelClosesAtOnce(t *testing.T) {
	for _, name := range []string{"token", "push"} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			closed := make(chan struct{})
			stall := func(p *script.Peer, _ *http.Request, _ string) {
				cancel()
				p.Wait()
				close(closed)
			}
			push, token := answer(stall), issue()
			if name == "token" {
				push, token = took(), stall
			}
			target := serve(t, push)
			request := withTokenFrom(target.request(), serveAs(t, target.authority, token))
			if got := codes(mailapi.Push(ctx, request).Report); got != "net.closed (cancelled)" {
				t.Error(got)
			}
			<-closed
		})
	}
}

// TestNothingLeavesWithoutTLS: a certificate that does not hold, and a port
// without TLS.
func TestNothingLeavesWithoutTLS(t *testing.T) {
	good := script.NewAuthority(t)
	behind := func(authority script.Authority, edit func(*x509.Certificate)) func(*script.Peer) {
		config := script.TLS(authority.Issue(t, edit))
		return func(p *script.Peer) {
			if p.StartTLS(config) {
				p.Wait()
			}
		}
	}
	for name, tt := range map[string]struct {
		script func(*script.Peer)
		want   string
	}{
		"plain HTTP":         {func(p *script.Peer) { p.Send("HTTP/1.1 400 Bad Request", "Content-Length: 0", ""); p.Wait() }, "tls.not_tls"},
		"an expired one":     {behind(good, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) }), "tls.expired"},
		"another name":       {behind(good, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"other.example.com"} }), "tls.hostname_mismatch"},
		"an unknown issuer":  {behind(script.NewAuthority(t), nil), "tls.unknown_authority"},
		"one that hangs up":  {func(*script.Peer) {}, "net.closed"},
		"one that is silent": {(*script.Peer).Wait, "net.timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			target := server{script.Serve(t, tt.script), good}
			request := target.request()
			if tt.want == "net.timeout" { // the others need not be quick
				request.TimeoutSeconds = 1
			}
			result := mailapi.Push(t.Context(), request)
			if got := codes(result.Report); !strings.HasPrefix(got, tt.want) || result.Exchange != nil {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if _, all := target.Received(); strings.Contains(all, "POST") {
				t.Error("something was sent")
			}
			if f := findingOf(t, result.Report); strings.Contains(f.Cause+f.Remedy, "mail server") || strings.Contains(f.Cause+f.Remedy, "provider") {
				t.Errorf("it speaks of somebody else: %s %s", f.Cause, f.Remedy)
			}
		})
	}
}

// TestACertificateThatChanges between the evidence and the request: the request
// looks at it again.
func TestACertificateThatChanges(t *testing.T) {
	good, stranger := script.NewAuthority(t), script.NewAuthority(t)
	first, second := script.TLS(good.Issue(t, nil)), script.TLS(stranger.Issue(t, nil))
	target := server{script.Serve(t, func(p *script.Peer) {
		config := first
		if p.Number > 1 {
			config = second
		}
		if p.StartTLS(config) {
			p.Wait()
		}
	}), good}
	result := mailapi.Push(t.Context(), target.request())
	if got := codes(result.Report); !strings.HasPrefix(got, "tls.unknown_authority") {
		t.Error(got)
	}
	if _, all := target.Received(); strings.Contains(all, "POST") {
		t.Error("something was sent")
	}
	if f := findingOf(t, result.Report); strings.Contains(f.Remedy, "not known") {
		t.Errorf("nothing was sent, and yet: %s", f.Remedy)
	}
}

// TestNobodyElseIsReached: where a target sends a request on to, nobody comes.
func TestNobodyElseIsReached(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	other := script.ServeOn(t, listener, func(p *script.Peer) { p.Wait() })
	for _, status := range []int{300, 301, 302, 303, 307, 308} {
		for _, scheme := range []string{"http://", "https://", "//"} {
			target := serve(t, say(status, "text/plain", "", "Location: "+scheme+other.Addr()+"/", "Refresh: 0; url=http://"+other.Addr()))
			mailapi.Push(t.Context(), target.request())
			tokens := serveAs(t, target.authority, say(status, "text/plain", "", "Location: "+scheme+other.Addr()+"/"))
			mailapi.Push(t.Context(), withTokenFrom(target.request(), tokens))
		}
	}
	if got := other.Connections(); got != 0 {
		t.Errorf("%d connections", got)
	}
}
