package saml

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// SigningCertificates are those that the provider signs with: the ones that are
// entered, else those in the metadata that is entered. Metadata at an address is
// not asked for. An error is a certificate, or metadata, that cannot be read.
func SigningCertificates(s signin.Settings) ([]*x509.Certificate, error) {
	certificates, err := enteredCertificates(s)
	if err != nil {
		return nil, fmt.Errorf("signing certificate: %w", err)
	}
	if len(certificates) > 0 || strings.TrimSpace(s.MetadataXML) == "" {
		return certificates, nil
	}
	doc, err := metadata.Parse([]byte(s.MetadataXML))
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	if entity, ok := doc.Find(s.IDPEntityID); ok {
		return entity.Certificates, nil
	}
	if len(doc.Entities) == 1 && s.IDPEntityID == "" {
		return doc.Entities[0].Certificates, nil
	}
	return nil, nil
}

// enteredCertificates are those that stand in the settings themselves.
func enteredCertificates(s signin.Settings) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	for _, text := range s.SigningCertificates {
		certificate, err := signin.ParseCertificate(text)
		if err != nil {
			return certificates, err
		}
		if !slices.ContainsFunc(certificates, certificate.Equal) {
			certificates = append(certificates, certificate)
		}
	}
	return certificates, nil
}
