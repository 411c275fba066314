package script

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strconv"
	"testing"
	"time"

	"patchbay/backend/rehearsal/loopback"
)

// patience ends a conversation that hangs; nothing is measured by it.
const patience = 20 * time.Second

// Dial connects to a rehearsal server in clear, with a deadline for the whole
// conversation. The end of the test closes the connection.
func Dial(t testing.TB, endpoint loopback.Endpoint) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort(endpoint.Host, strconv.Itoa(endpoint.Port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// Trust is a client's side of TLS with 127.0.0.1, for which this authority
// alone vouches.
func Trust(t testing.TB, authorityPEM string) *tls.Config {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(authorityPEM)) {
		t.Fatal("the authority is not a certificate")
	}
	return &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
}
