package api_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/secret"
)

// TestATokenThatEndsBeforeItsBodyChangesNothing: a caller that holds its body
// back is no longer a caller once its token has been ended.
func TestATokenThatEndsBeforeItsBodyChangesNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		end  func(*testing.T, *scene)
		want int
	}{
		"nothing happens": {func(*testing.T, *scene) {}, http.StatusCreated},
		"the client's tokens are revoked": {func(t *testing.T, s *scene) {
			client, err := s.bench.Clients.ByClientID(t.Context(), s.acme.ID, "installer")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.bench.Clients.Revoke(t.Context(), s.acme.ID, client.ID); err != nil {
				t.Fatal(err)
			}
		}, http.StatusUnauthorized},
		"the vault is locked": {func(t *testing.T, s *scene) { s.lock(t) }, http.StatusLocked},
		"the vault is locked and unlocked": {func(t *testing.T, s *scene) {
			s.lock(t)
			if _, err := s.bench.Operators.Unlock(t.Context(), "Ada", secret.FromString(adaPassword)); err != nil {
				t.Fatal(err)
			}
		}, http.StatusUnauthorized},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			token := s.token(t, "installer")
			if got := s.putSlowly(t, token, mail, func() { tt.end(t, s) }); got != tt.want {
				t.Errorf("got %d instead of %d", got, tt.want)
			}
			if tt.want == http.StatusLocked {
				return // nothing could be changed, nor read
			}
			if diff := cmp.Diff(tt.want == http.StatusCreated, s.kept(t).Configured()); diff != "" {
				t.Errorf("stored (-want +got):\n%s", diff)
			}
		})
	}
}

func (s *scene) lock(t *testing.T) {
	t.Helper()
	if err := s.bench.Operators.Lock(); err != nil {
		t.Fatal(err)
	}
}

// putSlowly does something once the API asks for the body, which it does when
// everything else has been looked at (RFC 9110 §10.1.1).
func (s *scene) putSlowly(t *testing.T, token, body string, meanwhile func()) (status int) {
	t.Helper()
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM([]byte(s.authority(t)))
	conn, err := tls.Dial("tcp", "127.0.0.1:"+s.port, &tls.Config{RootCAs: authorities, ServerName: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "PUT %s/smtp HTTP/1.1\r\nHost: localhost:%s\r\nAuthorization: Bearer %s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", v1, s.port, token, len(body))
	if err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	if got := nextStatus(t, reader); got != http.StatusContinue {
		t.Fatalf("got %d before the body", got)
	}
	meanwhile()
	if _, err := fmt.Fprint(conn, body); err != nil {
		t.Fatal(err)
	}
	return nextStatus(t, reader)
}

func nextStatus(t *testing.T, reader *bufio.Reader) int {
	t.Helper()
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode
}
