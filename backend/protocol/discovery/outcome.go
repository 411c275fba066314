package discovery

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"

	"patchbay/backend/protocol/dial"
)

// maxOutcome bounds the words about one attempt, in runes.
const maxOutcome = 400

func foundServers(n int) string {
	switch n {
	case 0:
		return "found nothing"
	case 1:
		return "found 1 server"
	default:
		return fmt.Sprintf("found %d servers", n)
	}
}

// explain puts an error into a few words.
func explain(err error) string {
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
	)
	finding, found := dial.FindingOf(err)
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case found && finding.Code == dial.CodeHostNotFound, errors.As(err, &dns) && dns.IsNotFound:
		return "no such host"
	case dial.IsTimeout(err):
		return "no answer in time"
	case errors.As(err, &dns):
		return "the DNS server did not answer, or answered with a failure"
	case found:
		return excerpt(clause(finding.Cause), maxOutcome)
	case errors.As(err, &certificate):
		return "the certificate is not trusted: " + excerpt(certificate.Err.Error(), maxOutcome)
	default:
		return excerpt(innermost(err).Error(), maxOutcome)
	}
}

// innermost drops what package http says around an error: method and URL.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// clause makes a sentence part of another one.
func clause(text string) string {
	text = strings.TrimSuffix(text, ".")
	if text == "" {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}
