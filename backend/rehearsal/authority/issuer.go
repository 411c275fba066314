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
	"time"
)

// Issuer signs certificates with a key that lives in memory. A nil one lets
// every certificate sign itself.
type Issuer struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// NewIssuer makes an authority of this name, valid at this time.
func NewIssuer(name string, now time.Time) (*Issuer, error) {
	signed, err := (*Issuer)(nil).Issue(&x509.Certificate{
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
	return &Issuer{signed.Leaf, signed.PrivateKey.(*ecdsa.PrivateKey)}, nil
}

// PEM is the issuer's own certificate.
func (i *Issuer) PEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw}))
}

// Issue makes a key and its certificate, with a serial number of its own.
func (i *Issuer) Issue(template *x509.Certificate) (tls.Certificate, error) {
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
