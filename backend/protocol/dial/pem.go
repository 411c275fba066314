package dial

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
)

// ErrPEM and its companions say what is wrong with additional authorities.
var (
	ErrPEM        = errors.New("is not a certificate in PEM form")
	ErrPEMKey     = errors.New("holds a private key; only certificates belong here")
	ErrPEMForeign = errors.New("holds something that is not a certificate")
)

// parsePEM reads "", or certificates in PEM form and nothing else but comments
// between them.
func parsePEM(text string) ([]*x509.Certificate, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var certificates []*x509.Certificate
	rest := []byte(text)
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			break
		}
		if strings.Contains(block.Type, "PRIVATE KEY") {
			return nil, ErrPEMKey
		}
		if block.Type != "CERTIFICATE" {
			return nil, ErrPEMForeign
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, ErrPEM
		}
		certificates = append(certificates, certificate)
	}
	// pem.Decode skips what is broken: count what was meant to be there.
	if len(certificates) == 0 || strings.Count(text, "-----BEGIN ") != len(certificates) {
		return nil, ErrPEM
	}
	return certificates, nil
}
