package saml

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"time"

	"patchbay/backend/secret"
)

const (
	// keyBits is the size of keys that are made here, as NIST SP 800-57 asks for
	// beyond 2030.
	keyBits = 3072
	// keyYears is how long their certificates hold. A provider that looks at the
	// end refuses what is signed after it.
	keyYears = 3
)

// Errors of a key and its certificate.
var (
	ErrCertificate = errors.New("is not one certificate in PEM form")
	ErrKey         = errors.New("is not an RSA key in PEM form (PKCS #8 or PKCS #1)")
	ErrKeyWeak     = errors.New("is an RSA key of less than 2048 bits")
	ErrPair        = errors.New("does not belong to the certificate")
)

// Pair is a key of the service provider with its certificate. One pair signs
// requests and opens what is encrypted.
type Pair struct {
	Certificate *x509.Certificate
	Key         *rsa.PrivateKey
}

// NewKey makes a key and a certificate that it signs itself: providers compare
// certificates and look at no chain. The key is PKCS #8 in PEM form.
func NewKey(commonName string, now time.Time) (certificatePEM string, keyPEM secret.Text, err error) {
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return "", secret.Text{}, fmt.Errorf("make an RSA key: %w", err)
	}
	der, err := selfSign(key, commonName, now)
	if err != nil {
		return "", secret.Text{}, fmt.Errorf("make a certificate: %w", err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", secret.Text{}, fmt.Errorf("write an RSA key: %w", err)
	}
	defer clear(keyDER)
	certificatePEM = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return certificatePEM, secret.New(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})), nil
}

func selfSign(key *rsa.PrivateKey, commonName string, now time.Time) ([]byte, error) {
	const serialBits = 127 // positive, and at most 20 octets (RFC 5280 §4.1.2.2)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), serialBits))
	if err != nil {
		return nil, err
	}
	const longest = 64 // of a common name (RFC 5280 appendix A)
	if len(commonName) > longest {
		commonName = commonName[:longest]
	}
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&key.PublicKey))
	template := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: commonName},
		NotBefore:             now.Add(-time.Hour).UTC(), // clocks differ
		NotAfter:              now.AddDate(keyYears, 0, 0).UTC(),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		BasicConstraintsValid: true,
		SubjectKeyId:          sum[:20],
		SignatureAlgorithm:    x509.SHA256WithRSA,
	}
	return x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
}

// ParsePair reads a certificate and the key that belongs to it. What is wrong is
// [ErrCertificate], [ErrKey], [ErrKeyWeak] or [ErrPair].
func ParsePair(certificatePEM string, keyPEM secret.Text) (Pair, error) {
	certificate, err := parseCertificate(certificatePEM)
	if err != nil {
		return Pair{}, err
	}
	key, err := parseKey(keyPEM)
	if err != nil {
		return Pair{}, err
	}
	if !key.PublicKey.Equal(certificate.PublicKey) {
		return Pair{}, ErrPair
	}
	return Pair{certificate, key}, nil
}

// parseCertificate reads the one certificate of a PEM text.
func parseCertificate(text string) (*x509.Certificate, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, ErrCertificate
	}
	if next, _ := pem.Decode(rest); next != nil {
		return nil, ErrCertificate
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, ErrCertificate
	}
	return certificate, nil
}

func parseKey(text secret.Text) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text.Reveal())
	if block == nil {
		return nil, ErrKey
	}
	defer clear(block.Bytes)
	key, err := readKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	const least = 2048
	if key.N.BitLen() < least {
		return nil, ErrKeyWeak
	}
	return key, nil
}

func readKey(der []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, ErrKey
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, ErrKey
	}
	return key, nil
}
