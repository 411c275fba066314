package dial_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"
)

// issued is a certificate with its key and those that vouch for it.
type issued struct {
	cert  *x509.Certificate
	key   crypto.Signer
	chain [][]byte // leaf first, without the root
}

func (i issued) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.cert.Raw}))
}

func (i issued) config() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: i.chain, PrivateKey: i.key}}}
}

// issue makes a certificate signed by the parent, or by itself without one.
func issue(t *testing.T, parent *issued, edit func(*x509.Certificate)) issued {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issueFor(t, parent, key, edit)
}

func issueFor(t *testing.T, parent *issued, key crypto.Signer, edit func(*x509.Certificate)) issued {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "mail.example.com"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(365 * 24 * time.Hour),
		DNSNames: []string{"mail.example.com"},
	}
	if edit != nil {
		edit(template)
	}
	made := issued{key: key}
	signer, signed := key, template
	if parent != nil {
		signer, signed = parent.key, parent.cert
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signed, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if made.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	made.chain = [][]byte{der}
	if parent != nil && parent.cert.Issuer.CommonName != parent.cert.Subject.CommonName {
		made.chain = append(made.chain, parent.chain...)
	}
	return made
}

func authority(name string) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject.CommonName, c.DNSNames = name, nil
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
		c.NotBefore, c.NotAfter = time.Now().Add(-1000*24*time.Hour), time.Now().Add(1000*24*time.Hour)
	}
}

func weakKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
