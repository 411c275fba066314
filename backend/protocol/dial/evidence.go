package dial

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"

	"patchbay/backend/proof"
)

// maxChain bounds the certificates kept as evidence.
const maxChain = 10

// evidenceOf is the evidence without the certificates.
func evidenceOf(state tls.ConnectionState, host string) *proof.TLS {
	return &proof.TLS{
		Version:     tls.VersionName(state.Version),
		CipherSuite: tls.CipherSuiteName(state.CipherSuite),
		ServerName:  host,
	}
}

func describeChain(chain []*x509.Certificate) []proof.Certificate {
	described := make([]proof.Certificate, min(len(chain), maxChain))
	for i := range described {
		described[i] = Describe(chain[i])
	}
	return described
}

// Describe says what a certificate is and whom it is made out to, fit to be shown.
func Describe(c *x509.Certificate) proof.Certificate {
	sum := sha256.Sum256(c.Raw)
	return proof.Certificate{
		Subject:     proof.Visible(c.Subject.String()),
		Issuer:      proof.Visible(c.Issuer.String()),
		Names:       namesOf(c),
		NotBefore:   c.NotBefore.UTC(),
		NotAfter:    c.NotAfter.UTC(),
		Fingerprint: hex.EncodeToString(sum[:]),
		PublicKey:   publicKey(c),
		Signature:   c.SignatureAlgorithm.String(),
		SelfSigned:  isSelfSigned(c),
		CA:          c.BasicConstraintsValid && c.IsCA,
		IssuerURL:   issuerURL(c),
		PEM:         string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})),
	}
}

// namesOf returns the names and addresses a certificate is made out to.
func namesOf(c *x509.Certificate) []string {
	names := []string{}
	for _, dns := range c.DNSNames {
		names = append(names, proof.Visible(dns))
	}
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

func publicKey(c *x509.Certificate) string {
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", key.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA " + key.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	default:
		return c.PublicKeyAlgorithm.String()
	}
}

// describe puts a handshake into one line, with what is weak about it.
func describe(evidence *proof.TLS) string {
	parts := []string{evidence.Version, evidence.CipherSuite}
	if len(evidence.Certificates) > 0 {
		leaf := evidence.Certificates[0]
		parts = append(parts, leaf.PublicKey, "certificate until "+leaf.NotAfter.Format("2006-01-02"))
		parts = append(parts, weaknesses(leaf)...)
	}
	return strings.Join(parts, ", ")
}

func weaknesses(leaf proof.Certificate) []string {
	var weak []string
	if bits := 0; strings.HasPrefix(leaf.PublicKey, "RSA ") {
		if _, err := fmt.Sscanf(leaf.PublicKey, "RSA %d", &bits); err == nil && bits < 2048 {
			weak = append(weak, "weak key")
		}
	}
	if strings.HasPrefix(leaf.Signature, "SHA1-") || strings.HasPrefix(leaf.Signature, "MD5-") || strings.HasSuffix(leaf.Signature, "-SHA1") {
		weak = append(weak, "weak signature")
	}
	return weak
}
