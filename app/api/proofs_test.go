package api_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"patchbay/backend/apiclient"
	"patchbay/backend/secret"
)

// silent is a server that takes connections and says nothing. It tells of each
// when it has begun and when it has ended.
func silent(t *testing.T) (port int, begun, ended chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	begun, ended = make(chan struct{}, 8), make(chan struct{}, 8)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			begun <- struct{}{}
			go func() {
				_, _ = io.Copy(io.Discard, conn) // until the other side goes
				_ = conn.Close()
				ended <- struct{}{}
			}()
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port, begun, ended
}

func (s *scene) keepSilent(t *testing.T, token string, port, timeout int) {
	t.Helper()
	body := fmt.Sprintf(`{"host":"127.0.0.1","port":%d,"from":"a@example.com","security":"none","auth":"none","timeoutSeconds":%d}`, port, timeout)
	if got := s.send(t, s.ask("PUT", v1+"/smtp").bearer(token).json(body)); got.status != 201 {
		t.Fatalf("%d %s", got.status, got.body)
	}
}

// TestAProofEndsWithItsCaller: nobody waits for what nobody will read.
func TestAProofEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	for name, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			if http2 {
				s.speakHTTP2(t)
			}
			port, begun, ended := silent(t)
			token := s.token(t, "installer")
			s.keepSilent(t, token, port, 300)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+v1+"/proofs", strings.NewReader(`{"integration":"smtp"}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header = s.ask("", "").bearer(token).json("").header
			answered := make(chan error, 1)
			go func() {
				_, err := s.http.Do(r) //nolint:bodyclose // it is never answered
				answered <- err
			}()
			<-begun
			cancel()
			<-ended
			if err := <-answered; err == nil {
				t.Error("it was answered")
			}
		})
	}
}

// TestAProofMayTakeLongerThanACall: the deadlines of a connection are for calls,
// a proof has its own.
func TestAProofMayTakeLongerThanACall(t *testing.T) {
	t.Parallel()
	for name, http2 := range map[string]bool{"HTTP/1.1": false, "HTTP/2": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seconds := 1
			got, err := proveSlowly(t, seconds, http2)
			for err != nil && seconds < 16 { // a busy machine may be too slow to ask in so short a time
				seconds *= 4
				got, err = proveSlowly(t, seconds, http2)
			}
			if err != nil || got.status != 200 || !strings.Contains(got.body, `"code":"net.timeout"`) {
				t.Errorf("%v: %d %s", err, got.status, got.body)
			}
		})
	}
}

// proveSlowly has a proof take so many seconds, where a call may take less than half
// of that.
func proveSlowly(t *testing.T, seconds int, http2 bool) (answered, error) {
	t.Helper()
	s := newScene(t)
	port, _, _ := silent(t)
	s.keepSilent(t, s.token(t, "installer"), port, seconds)
	if err := s.server.Stop(); err != nil {
		t.Fatal(err)
	}
	wait := time.Duration(seconds) * 400 * time.Millisecond
	s.server.Shorten(wait)
	s.server.ShortenWrites(wait)
	s.start(t)
	if http2 {
		s.speakHTTP2(t)
	}
	token, err := s.bench.Clients.Issue(t.Context(), apiclient.TokenRequest{
		ClientID: "installer", Secrets: []secret.Text{secret.FromString(s.secrets["installer"])},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.try(t, s.ask("POST", v1+"/proofs").bearer(string(token.Value.Reveal())).json(`{"integration":"smtp"}`))
}
