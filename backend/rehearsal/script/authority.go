package script

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"testing"
	"time"

	"patchbay/backend/rehearsal/authority"
)

// Authority is a certificate authority made for one test. The zero value signs
// nothing and is what a test without TLS trusts.
type Authority struct {
	PEM    string // its own certificate
	issuer *authority.Issuer
}

// NewAuthority makes one with a key of its own.
func NewAuthority(t testing.TB) Authority {
	t.Helper()
	issuer, err := authority.NewIssuer("Test Authority", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return Authority{PEM: issuer.PEM(), issuer: issuer}
}

// Issue makes a server certificate for 127.0.0.1; edit may change it.
func (a Authority) Issue(t testing.TB, edit func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "mail.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if edit != nil {
		edit(template)
	}
	leaf, err := a.issuer.Issue(template)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// TLS is a server's side of TLS with this certificate, and with Go's defaults.
func TLS(certificate tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{certificate}}
}
