package saml

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
)

func list(texts []string) string { return strings.Join(texts, ", ") }

// certificatesHold is check S13 as far as it can be made without a sign-in: the
// provider's certificates are there and in time. One that has run out is a
// warning: only its key counts, and many providers never renew it. Unread says that
// there is metadata which may hold some.
func (s *session) certificatesHold(unread bool) proof.Outcome {
	if len(s.provider.certificates) == 0 && unread {
		return proof.Outcome{Skip: "the metadata could not be read"}
	}
	if len(s.provider.certificates) == 0 {
		return proof.Fail(proof.Finding{
			Code: signin.CodeMetadataInvalid, Reason: "no_certificate",
			Cause:  "No signing certificate of the provider is known: nothing that it says could be verified.",
			Remedy: "Enter the certificate that the provider signs with, or metadata that has it.",
			Fields: []string{"signingCertificates"},
		})
	}
	o := proof.Outcome{Received: named(s.provider.certificates), Where: "signing certificates"}
	for _, c := range s.provider.certificates {
		if f := s.term(c, "The provider's signing certificate "+c.Subject.String(), "signingCertificates"); f != nil {
			f.Remedy = "Ask the provider's administrator for the next one in time, and enter it beside this one."
			o.Warnings = append(o.Warnings, *f)
		}
	}
	return o
}

// term says what is to be said about the time of a certificate, nil when it
// holds for long.
func (s *session) term(c *x509.Certificate, what, field string) *proof.Finding {
	f := &proof.Finding{Code: signin.CodeCertificateExpired, Fields: []string{field}}
	switch now := s.Now(); {
	case now.After(c.NotAfter):
		f.Reason, f.Cause = "expired", what+" ran out on "+c.NotAfter.Format(time.DateOnly)+"."
	case now.Before(c.NotBefore):
		f.Reason, f.Cause = "not_yet_valid", what+" is valid from "+c.NotBefore.Format(time.DateOnly)+" on only."
	case now.Add(dial.Soon).After(c.NotAfter):
		f.Reason, f.Cause = "expires_soon", what+" runs out on "+c.NotAfter.Format(time.DateOnly)+"."
	default:
		return nil
	}
	return f
}

// keysStrong is check S16: RSA from 2048 bits on, ECDSA from P-256 on.
func (s *session) keysStrong() proof.Outcome {
	if len(s.provider.certificates) == 0 {
		return proof.Outcome{Skip: "no signing certificate is known"}
	}
	o := proof.Outcome{Expected: "RSA 2048, ECDSA P-256, or more", Where: "signing certificates"}
	var kinds []string
	for _, c := range s.provider.certificates {
		kind, strong := strength(c)
		kinds = append(kinds, kind)
		if !strong {
			o.Warnings = append(o.Warnings, proof.Finding{
				Code: signin.CodeCheckFailed, Reason: "weak_key",
				Cause:  "The provider signs with a weak key: " + kind + ".",
				Remedy: "Ask the provider's administrator for a certificate with a stronger key.",
				Fields: []string{"signingCertificates"},
			})
		}
	}
	o.Received = list(kinds)
	return o
}

func strength(c *x509.Certificate) (kind string, strong bool) {
	const leastRSA, leastECDSA = 2048, 256
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen()), key.N.BitLen() >= leastRSA
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Params().Name, key.Params().BitSize >= leastECDSA
	}
	return c.PublicKeyAlgorithm.String(), false
}

// ownKeys looks at the keys of the service provider. The same pair signs and
// decrypts, so that it takes what a provider encrypts.
func (s *session) ownKeys() proof.Outcome {
	switch {
	case s.pairError != nil:
		return proof.Fail(*s.pairError)
	case s.madeForRun:
		return proof.Pass("a key made for this run signs the requests")
	case len(s.pairs) == 0 && s.settings.SPCertificatePEM != "":
		return proof.Outcome{Skip: "the key is not at hand"}
	case len(s.pairs) == 0:
		return proof.Outcome{NotApplicable: "requests are not signed, and nothing can be encrypted for this service provider"}
	}
	var certificates []*x509.Certificate
	o := proof.Outcome{Where: "service provider"}
	for i, pair := range s.pairs {
		certificates = append(certificates, pair.Certificate)
		field := []string{"spCertificatePem", "spNextCertificatePem"}[min(i, 1)]
		if f := s.term(pair.Certificate, "The certificate of the service provider", field); f != nil {
			f.Remedy = "Begin a rollover: make the next key, and give the provider the metadata with both."
			o.Warnings = append(o.Warnings, *f)
		}
	}
	o.Received = named(certificates)
	return o
}

// callback holds the callback URL against what providers take.
func (s *session) callback() proof.Outcome {
	if s.settings.CallbackURL == "" {
		return proof.Outcome{Skip: "the callback URL of the target is not entered"}
	}
	return preset.CallbackOutcome(s.settings, signin.CodeCheckFailed)
}
