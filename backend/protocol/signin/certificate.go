package signin

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
)

// maxCertificate bounds a certificate as a text, in bytes.
const maxCertificate = 64 << 10

// What is wrong with the text of a certificate.
var (
	errNotCertificate = errors.New("is not a certificate in PEM form or in base64")
	errPrivateKey     = errors.New("is a private key, not a certificate; it must not stand here")
	errSeveral        = errors.New("holds several certificates; give each its own entry")
)

// ParseCertificate reads one certificate in PEM form, or the base64 of its DER
// form as SAML metadata has it.
func ParseCertificate(text string) (*x509.Certificate, error) {
	if len(text) > maxCertificate {
		return nil, errNotCertificate
	}
	der, err := certificateDER(strings.TrimSpace(text))
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, errNotCertificate
	}
	return certificate, nil
}

func certificateDER(text string) ([]byte, error) {
	if strings.Contains(text, "PRIVATE KEY") {
		return nil, errPrivateKey
	}
	if strings.HasPrefix(text, "-----BEGIN") {
		block, rest := pem.Decode([]byte(text))
		switch {
		case block == nil, block.Type != "CERTIFICATE":
			return nil, errNotCertificate
		case strings.Contains(string(rest), "-----BEGIN"):
			return nil, errSeveral
		}
		return block.Bytes, nil
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil || len(der) == 0 {
		return nil, errNotCertificate
	}
	return der, nil
}
