package saml

import (
	"errors"
	"fmt"

	"patchbay/backend/protocol/saml/metadata"
	"patchbay/backend/protocol/signin"
)

// ErrNoCallback is returned where neither the target nor a test has an address
// to which a response could be posted.
var ErrNoCallback = errors.New("there is no callback URL to name in the metadata")

// SPMetadata writes the metadata of the service provider, with the assertion
// consumer service of a test sign-in beside that of production when proofACS is
// not "". The settings are expanded. During a rollover both certificates are in
// it.
func SPMetadata(s signin.Settings, proofACS string) ([]byte, error) {
	s = s.WithDefaults()
	if s.CallbackURL == "" && proofACS == "" {
		return nil, ErrNoCallback
	}
	sp := metadata.SP{
		EntityID: s.SPEntityID, ACS: s.CallbackURL, ProofACS: proofACS, NameIDFormat: s.NameIDFormat,
		SignsRequests: s.SignRequests, WantsSigned: *s.WantAssertionsSigned,
	}
	var err error
	if s.SPCertificatePEM != "" {
		if sp.Certificate, err = signin.ParseCertificate(s.SPCertificatePEM); err != nil {
			return nil, fmt.Errorf("the certificate of the service provider %w", err)
		}
	}
	if s.SPNextCertificatePEM != "" {
		if sp.NextCertificate, err = signin.ParseCertificate(s.SPNextCertificatePEM); err != nil {
			return nil, fmt.Errorf("the next certificate of the service provider %w", err)
		}
	}
	return sp.Write()
}
