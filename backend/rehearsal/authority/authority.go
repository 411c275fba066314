package authority

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"time"
)

// Kind is one of the certificates an Authority has ready.
type Kind int

// The closed set of kinds. Every one but Good is to be refused.
const (
	Good Kind = iota
	Expired
	WrongName
	Foreign // of an authority nobody knows
	SelfSigned
	kinds // how many there are
)

// validity is long enough that no leaf is ever reported as expiring soon.
const validity = 90 * 24 * time.Hour

// Authority is a certificate authority that lives in memory for one run. Its
// key is dropped as soon as the leaves are signed, so that whoever is asked to
// trust it trusts these leaves and nothing more.
type Authority struct {
	pem    string
	leaves [kinds]tls.Certificate
}

// New makes an authority and its leaves for the loopback host, valid
// at this time.
func New(now time.Time) (*Authority, error) {
	own, err := NewIssuer("Patchbay rehearsal CA", now)
	if err != nil {
		return nil, err
	}
	foreign, err := NewIssuer("Unknown CA", now)
	if err != nil {
		return nil, err
	}
	var leaves [kinds]tls.Certificate
	for kind := range kinds {
		issuer, template := own, leafTemplate(now)
		switch kind {
		case Expired:
			template.NotBefore, template.NotAfter = now.Add(-validity), now.Add(-24*time.Hour)
		case WrongName:
			template.DNSNames, template.IPAddresses = []string{"mail.example.net"}, nil
		case Foreign:
			issuer = foreign
		case SelfSigned:
			issuer = nil
		case Good, kinds:
		}
		if leaves[kind], err = issuer.Issue(template); err != nil {
			return nil, err
		}
	}
	return &Authority{pem: own.PEM(), leaves: leaves}, nil
}

// PEM is the authority's own certificate.
func (a *Authority) PEM() string { return a.pem }

// Certificate is a leaf with its key.
func (a *Authority) Certificate(kind Kind) tls.Certificate { return a.leaves[kind] }

// Config is a server's side of TLS with this leaf.
func (a *Authority) Config(kind Kind) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{a.leaves[kind]}}
}

// leafTemplate names the loopback host in every way it can be written.
func leafTemplate(now time.Time) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: "localhost"},
		NotBefore:             now.Add(-time.Hour),
		NotAfter:              now.Add(validity),
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
}
