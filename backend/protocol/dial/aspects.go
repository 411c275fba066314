package dial

import (
	"crypto/x509"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"patchbay/backend/proof"
)

func verifyName(leaf *x509.Certificate, host string) *proof.Finding {
	if leaf.VerifyHostname(withoutZone(host)) == nil {
		return nil
	}
	f := proof.Finding{
		Code:   CodeHostnameMismatch,
		Cause:  fmt.Sprintf("The certificate is made out to %s, not to %s.", list(namesOf(leaf)), host),
		Remedy: "Enter a name that the certificate holds, if it is the same server; otherwise have a certificate for this name installed.",
		Fields: []string{"host"},
	}
	if best := bestName(leaf); best != "" {
		f.Remedy = "Enter " + best + " as host if it is the same server; otherwise have a certificate for " + host + " installed."
	}
	if len(namesOf(leaf)) == 0 {
		f.Reason = "no_names"
		f.Cause = "The certificate names no host in its list of names; the common name has not counted for years."
		f.Remedy = "Have the server's administrator install a certificate with the host's name as subject alternative name."
	}
	return &f
}

// bestName returns the one name of a certificate that can be entered as host,
// "" when there is none or a choice.
func bestName(leaf *x509.Certificate) string {
	best := ""
	for _, name := range leaf.DNSNames {
		name = strings.ToLower(name)
		switch {
		case !isHostName(name) || !strings.Contains(name, ".") || isLocal(name) || name == best:
		case best != "":
			return ""
		default:
			best = name
		}
	}
	return best
}

func withoutZone(host string) string {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.WithZone("").String()
	}
	return host
}

func verifyTime(leaf *x509.Certificate, now time.Time) *proof.Finding {
	clock := " This machine's clock says " + day(now) + "."
	switch {
	case now.After(leaf.NotAfter):
		return &proof.Finding{
			Code:   CodeExpired,
			Cause:  "The certificate expired on " + day(leaf.NotAfter) + "." + clock,
			Remedy: "Have the server's administrator renew the certificate. If the clock is wrong, correct it.",
			Fields: []string{"host"},
		}
	case now.Before(leaf.NotBefore):
		return &proof.Finding{
			Code:   CodeNotYetValid,
			Cause:  "The certificate is valid only from " + day(leaf.NotBefore) + "." + clock,
			Remedy: "Correct this machine's clock; if it is right, have the server's administrator install a certificate that is valid now.",
			Fields: []string{"host"},
		}
	default:
		return nil
	}
}

func expiresSoon(leaf *x509.Certificate, left time.Duration) proof.Finding {
	return proof.Finding{
		Code:   CodeExpiresSoon,
		Cause:  fmt.Sprintf("The certificate expires on %s, in %d days.", day(leaf.NotAfter), int(left.Hours()/24)),
		Remedy: "Have the server's administrator renew it before then.",
		Fields: []string{"host"},
	}
}
