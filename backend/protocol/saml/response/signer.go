package response

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/signin"
)

// signatureHolds is S12: every signature was made by the provider, for what it is
// in.
func (c *checker) signatureHolds() proof.Outcome {
	o := compared(expectedSigners(c.Certificates), "", c.signed()+", SignatureValue")
	var good []string
	for _, s := range c.signatures {
		if s.verified != nil {
			good = append(good, s.of+": certificate "+ordinal(s.place)+" of "+fmt.Sprint(len(c.Certificates)))
			continue
		}
		if s.embedded != nil {
			o.Received = "certificate " + fingerprint(s.embedded)
		}
		o.Failures = append(o.Failures, c.whyNot(s))
	}
	o.Detail = strings.Join(good, "; ")
	return o
}

// whyNot explains a signature that does not verify.
func (c *checker) whyNot(s *signature) proof.Finding {
	switch {
	case len(c.Certificates) == 0:
		return finding(signin.CodeSignatureInvalid, "no_certificate",
			"No certificate of the provider is configured, so no signature can be verified.",
			"Read the provider's metadata, or enter its signing certificate.", fieldCertificates, "metadataUrl")
	case s.altered:
		return finding(signin.CodeSignatureInvalid, "altered",
			"The "+s.of+" was changed after it was signed.",
			"Sign in again. If it stays so, look into what stands between the provider and the browser: something rewrites the response.")
	case s.unknown:
		return finding(signin.CodeSignatureInvalid, "unknown_certificate",
			"The signature of the "+s.of+" was made with a certificate that is not configured: the provider has probably changed it.",
			"Read the provider's metadata again. Compare the fingerprint "+fingerprint(s.embedded)+" with the one that the people who run the provider name before you trust it.",
			fieldCertificates, "metadataUrl")
	}
	return finding(signin.CodeSignatureInvalid, "wrong_key",
		"The signature of the "+s.of+" was not made with any of the configured certificates.",
		"Read the provider's metadata again, and check that it is this provider's.", fieldCertificates, "metadataUrl")
}

func expectedSigners(trusted []*x509.Certificate) string {
	var all []string
	for _, certificate := range trusted {
		all = append(all, "certificate "+fingerprint(certificate))
	}
	if len(all) == 0 {
		return "a configured certificate"
	}
	return listed(all)
}

// fingerprint is the beginning of the SHA-256 of a certificate.
func fingerprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	return hex.EncodeToString(sum[:8]) + "…"
}

func ordinal(place int) string { return fmt.Sprint(place + 1) }

// makers are the certificates that the signatures were made with.
func (c *checker) makers() []*x509.Certificate {
	var all []*x509.Certificate
	for _, s := range c.signatures {
		if s.by != nil && (len(all) == 0 || !all[0].Equal(s.by)) {
			all = append(all, s.by)
		}
	}
	return all
}

const noMaker = "No configured certificate made the signature."

// signingCertificate is S13: which certificate it was, and how long it holds.
// Providers run for years on self-signed certificates that have expired, and the
// key is trusted because it is configured: that warns.
func (c *checker) signingCertificate() proof.Outcome {
	if len(c.makers()) == 0 {
		return proof.Outcome{Skip: noMaker}
	}
	o := proof.Outcome{Where: "signing certificate"}
	var all []string
	for _, certificate := range c.makers() {
		all = append(all, fmt.Sprintf("%s, %s, valid from %s to %s", certificate.Subject, fingerprint(certificate),
			certificate.NotBefore.UTC().Format(time.DateOnly), certificate.NotAfter.UTC().Format(time.DateOnly)))
		switch left := certificate.NotAfter.Sub(c.now); {
		case left < 0:
			o = warn(o, finding(signin.CodeCertificateExpired, "expired",
				"The certificate that signed the response expired "+days(-left)+" ago.",
				"Ask the provider for its new certificate. Many systems go on with an expired one, stricter ones refuse it.", fieldCertificates))
		case c.now.Before(certificate.NotBefore):
			o = warn(o, finding(signin.CodeCertificateExpired, "not_yet_valid",
				"The certificate that signed the response becomes valid in "+days(certificate.NotBefore.Sub(c.now))+".", remedyClock, fieldCertificates))
		case left < dial.Soon:
			o = warn(o, finding(signin.CodeCertificateExpired, "expires_soon",
				"The certificate that signed the response expires in "+days(left)+".",
				"Ask the provider when it changes its certificate, and add the next one beside it.", fieldCertificates))
		}
	}
	o.Received = strings.Join(all, "; ")
	return o
}

func days(d time.Duration) string { return many(int(d/(24*time.Hour)), "day", "days") }

// strength is S16: the key cannot be computed from the certificate.
func (c *checker) strength() proof.Outcome {
	makers := c.makers()
	if len(makers) == 0 {
		return proof.Outcome{Skip: noMaker}
	}
	o := proof.Outcome{Expected: "RSA 2048 or more, or ECDSA P-256 or more", Where: "signing certificate, public key"}
	var found []string
	for _, certificate := range makers {
		name, bits, enough := keySize(certificate.PublicKey)
		found = append(found, fmt.Sprintf("%s %d", name, bits))
		if !enough {
			o = fail(o, failure("weak_key",
				fmt.Sprintf("The provider signs with a key of %d bits, which is too short to withstand an attack.", bits),
				"Have the provider make a key of 2048 bits or more, and read its metadata again.", fieldCertificates))
		}
	}
	o.Received = strings.Join(found, ", ")
	return o
}

func keySize(key any) (name string, bits int, enough bool) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return "RSA", key.N.BitLen(), key.N.BitLen() >= 2048
	case *ecdsa.PublicKey:
		bits := key.Curve.Params().BitSize
		return "ECDSA P-", bits, bits >= 256
	}
	return "unknown", 0, false
}
