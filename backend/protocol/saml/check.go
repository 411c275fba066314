package saml

import (
	"context"
	"crypto/x509"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// Check makes the checks that need no sign-in.
func Check(context.Context, signin.Request) proof.Report { return proof.Report{} }

// Begin makes the request of one sign-in. Exactly one of its results is there:
// the report says why nothing could begin.
func Begin(context.Context, signin.Request, signin.Location) (signin.Attempt, *proof.Report) {
	return nil, &proof.Report{}
}

// Probe tries the ambiguous settings by name, without a person.
func Probe(context.Context, signin.Request) signin.ProbeReport { return signin.ProbeReport{} }

// Read fetches or reads the provider's metadata and says what it would fill in.
func Read(context.Context, signin.Request) signin.Reading { return signin.Reading{} }

// SPMetadata writes the metadata of the service provider, with the assertion
// consumer service of a test sign-in beside that of production when proofACS is
// not "".
func SPMetadata(signin.Settings, string) ([]byte, error) { return nil, nil }

// SigningCertificates are those of the settings that the provider signs with.
func SigningCertificates(signin.Settings) ([]*x509.Certificate, error) { return nil, nil }
