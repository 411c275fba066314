package dial

import (
	"bytes"
	"crypto/x509"
	"net/url"

	"patchbay/backend/proof"
)

// unknownAuthority says who issued a certificate that nobody known vouches
// for, and what that means.
func unknownAuthority(chain []*x509.Certificate) proof.Finding {
	leaf, top := chain[0], Anchor(chain)
	f := proof.Finding{
		Code:   CodeUnknownAuthority,
		Cause:  "The certificate was issued by " + issuerOf(leaf) + ", which this machine does not trust.",
		Remedy: "If it is your own authority, add its certificate (PEM) under Advanced. Otherwise have the server's administrator install a certificate of a public authority.",
		Fields: []string{"caPem", "host"},
	}
	product := inspectedBy(chain)
	switch {
	case isSelfSigned(leaf):
		f.Code = CodeSelfSigned
		f.Cause = "The server signed its certificate itself: nobody vouches for it."
		f.Remedy = "Compare the fingerprint with the server's administrator, then add the certificate (PEM) under Advanced; better, have a certificate of an authority installed."
	case product != "":
		f.Reason, f.Unverified = "tls_inspection", true
		f.Cause += " By its name that is an authority of " + product + ", which probably opens encrypted traffic on its way."
		f.Remedy = "Exempt the mail server from inspection in " + product + ", or add the authority of your inspection product (PEM) under Advanced."
	case isSelfSigned(top):
	case issuerURL(top) != "":
		f.Reason = "incomplete_chain"
		f.Cause += " The server did not send the certificate of " + issuerOf(top) + "; it lies at " + issuerURL(top) + ", as the certificate says."
		f.Remedy = "Have the server's administrator install the full chain, with that certificate in it. If " + issuerOf(top) + " is your own authority, add its certificate (PEM) under Advanced."
	case len(chain) == 1:
		f.Reason = "incomplete_chain"
		f.Cause += " The server sent no intermediate certificate."
		f.Remedy = "Have the server's administrator install the full chain. If it is your own authority, add its certificate (PEM) under Advanced."
	}
	return f
}

// Anchor returns the certificate to be trusted where a chain as sent is to be:
// the topmost that leads down to the leaf, which may be the leaf itself. The
// chain has its leaf first and must not be empty; what follows may be in any
// order, or have nothing to do with it.
func Anchor(chain []*x509.Certificate) *x509.Certificate {
	rest := chain[1:min(len(chain), maxChain)]
	top := chain[0]
	for range rest {
		next := issuerAmong(rest, top)
		if next == nil || isSelfSigned(top) {
			break
		}
		top = next
	}
	return top
}

func issuerAmong(certificates []*x509.Certificate, of *x509.Certificate) *x509.Certificate {
	for _, c := range certificates {
		if bytes.Equal(c.RawSubject, of.RawIssuer) && of.CheckSignatureFrom(c) == nil {
			return c
		}
	}
	return nil
}

func isSelfSigned(c *x509.Certificate) bool {
	return bytes.Equal(c.RawIssuer, c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// issuerOf names who issued a certificate.
func issuerOf(c *x509.Certificate) string {
	return name(c.Issuer.CommonName, c.Issuer.String())
}

// issuerURL returns where a certificate says that its issuer's lies
// (RFC 5280 §4.2.2.1), "" without such a page. Directories (LDAP) are of no
// use to a person.
func issuerURL(c *x509.Certificate) string {
	const longest = 300
	for _, text := range c.IssuingCertificateURL {
		u, err := url.Parse(text)
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(text) <= longest {
			return proof.Visible(text)
		}
	}
	return ""
}
