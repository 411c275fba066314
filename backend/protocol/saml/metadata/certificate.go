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
	if block, _ := pem.Decode([]byte(text)); block != nil {
		text, problem = base64.StdEncoding.EncodeToString(block.Bytes), problemPEM
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, problemBroken
	}
	if certificate, err = x509.ParseCertificate(der); err != nil {
		return nil, problemBroken
	}
	return certificate, problem
}
