package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
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
	own, err := newIssuer("Patchbay rehearsal CA", now)
	if err != nil {
		return nil, err
	}
	foreign, err := newIssuer("Unknown CA", now)
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
		if leaves[kind], err = issuer.sign(template); err != nil {
			return nil, err
		}
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.certificate.Raw})
	return &Authority{pem: string(block), leaves: leaves}, nil
}

// PEM is the authority's own certificate.
func (a *Authority) PEM() string { return a.pem }

// Certificate is a leaf with its key.
func (a *Authority) Certificate(kind Kind) tls.Certificate { return a.leaves[kind] }

// Config is a server's side of TLS with this leaf.
func (a *Authority) Config(kind Kind) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{a.leaves[kind]}}
}

type issuer struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newIssuer(name string, now time.Time) (*issuer, error) {
	signed, err := (*issuer)(nil).sign(&x509.Certificate{
		Subject: pkix.Name{CommonName: name},
		// Older than the oldest leaf: that must be expired and nothing else.
		NotBefore:             now.Add(-validity - time.Hour),
		NotAfter:              now.Add(validity),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	})
	if err != nil {
		return nil, err
	}
	return &issuer{signed.Leaf, signed.PrivateKey.(*ecdsa.PrivateKey)}, nil
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

// sign makes a key and its certificate; a nil issuer makes it self-signed.
func (i *issuer) sign(template *x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make a rehearsal key: %w", err)
	}
	// 127 random bits: a serial number is positive (RFC 5280 §4.1.2.2).
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return tls.Certificate{}, fmt.Errorf("make a rehearsal certificate: %w", err)
	}
	parent, signer := template, key
	if i != nil {
		parent, signer = i.certificate, i.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("make a rehearsal certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("read a rehearsal certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, nil
}
