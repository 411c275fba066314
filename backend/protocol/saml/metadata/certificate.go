package metadata

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
)

// What is wrong with a certificate, in a few words.
const (
	problemPEM    = "a certificate stands with its PEM lines where only its base64 belongs"
	problemBroken = "a certificate cannot be read"
)

// readCertificate reads base64 of DER with white space in it, or PEM, which does
// not belong there and is found all the same.
func readCertificate(text string) (certificate *x509.Certificate, problem string) {
	if strings.Contains(text, "-----BEGIN") {
		block, _ := pem.Decode([]byte(text))
		if block == nil {
			return nil, problemBroken
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, problemBroken
		}
		return certificate, problemPEM
	}
	certificate, err := ParseCertificate(text)
	if err != nil {
		return nil, problemBroken
	}
	return certificate, ""
}

// ParseCertificate reads a certificate as people have it: in PEM form, or the
// base64 of its DER alone, as providers show it.
func ParseCertificate(text string) (*x509.Certificate, error) {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return x509.ParseCertificate(block.Bytes)
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}
