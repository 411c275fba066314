package dial

import (
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"

	"patchbay/backend/proof"
)

// Soon is how long before its end a certificate, or a secret, is warned of.
const Soon = 30 * 24 * time.Hour

// verify looks at each aspect of a chain by itself, leaf first. The gravest
// fault comes first: who vouches for the server, then for which name, then when.
func verify(chain []*x509.Certificate, host string, authorities Authorities, now time.Time) (failures, warnings []proof.Finding) {
	if len(chain) == 0 {
		return []proof.Finding{handshakeFailed(errors.New("the server showed no certificate"))}, nil
	}
	leaf := chain[0]
	for _, aspect := range []*proof.Finding{
		verifyAuthority(chain, authorities, now),
		verifyName(leaf, host),
		verifyTime(leaf, now),
	} {
		if aspect != nil {
			failures = append(failures, *aspect)
		}
	}
	if left := leaf.NotAfter.Sub(now); left >= 0 && left < Soon {
		warnings = append(warnings, expiresSoon(leaf, left))
	}
	return failures, warnings
}

// verifyAuthority verifies the chain as if the leaf were within its time, so
// that its end does not hide who signed it.
func verifyAuthority(chain []*x509.Certificate, authorities Authorities, now time.Time) *proof.Finding {
	leaf := chain[0]
	intermediates := x509.NewCertPool()
	for _, certificate := range chain[1:] {
		intermediates.AddCert(certificate)
	}
	err := authorities.verify(leaf, x509.VerifyOptions{
		Intermediates: intermediates,
		CurrentTime:   within(leaf, now),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err == nil {
		return nil
	}
	f := unknownAuthority(chain)
	var invalid x509.CertificateInvalidError
	if errors.As(err, &invalid) {
		if invalid.Reason == x509.Expired && verifyTime(leaf, now) != nil {
			return nil // the authority is known but younger than the leaf, whose time is at fault
		}
		f = invalidChain(invalid)
	}
	return &f
}

// within returns now, moved into the validity of the certificate.
func within(c *x509.Certificate, now time.Time) time.Time {
	if now.After(c.NotAfter) {
		return c.NotAfter
	}
	if now.Before(c.NotBefore) {
		return c.NotBefore
	}
	return now
}

func invalidChain(invalid x509.CertificateInvalidError) proof.Finding {
	f := proof.Finding{
		Code: CodeUnknownAuthority, Reason: "invalid_chain",
		Cause:  "The chain of certificates does not hold: " + strings.TrimPrefix(invalid.Error(), "x509: ") + ".",
		Remedy: "Have the server's administrator install a certificate that is made for servers, with its full chain.",
		Fields: []string{"host"},
	}
	if invalid.Reason == x509.Expired {
		f.Code, f.Reason = CodeExpired, "authority_expired"
		f.Cause = "A certificate of the authority in the chain is not valid any more."
		f.Remedy = "Have the server's administrator install the authority's current certificates. If you added an authority under Advanced, replace it."
		f.Fields = []string{"caPem", "host"}
	}
	return f
}

func day(t time.Time) string { return t.UTC().Format("2 January 2006") }

func name(common, whole string) string {
	if common != "" {
		return common
	}
	return whole
}

func list(names []string) string {
	const most = 5
	if len(names) == 0 {
		return "nobody"
	}
	if more := len(names) - most; more > 0 {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}
