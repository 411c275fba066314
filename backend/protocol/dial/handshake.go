package dial

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Codes of findings about TLS.
const (
	CodeUnknownAuthority = "tls.unknown_authority"
	CodeSelfSigned       = "tls.self_signed"
	CodeHostnameMismatch = "tls.hostname_mismatch"
	CodeExpired          = "tls.expired"
	CodeNotYetValid      = "tls.not_yet_valid"
	CodeExpiresSoon      = "tls.expires_soon"
	CodeProtocolTooOld   = "tls.protocol_too_old"
	CodeHandshakeFailed  = "tls.handshake_failed"
	CodeNotTLS           = "tls.not_tls"
	CodeExpectedTLS      = "tls.expected_tls"
)

// Handshake is what a TLS handshake came to.
type Handshake struct {
	// Conn is for use only when there are no Failures; it is nil when the
	// handshake did not complete.
	Conn     *tls.Conn
	Evidence *proof.TLS // nil when the handshake did not complete
	Failures []proof.Finding
	Warnings []proof.Finding
	// Resumed: the server took up a session of an earlier connection, and showed
	// the certificates there. Who it is was verified again.
	Resumed bool
	// Plain holds the first bytes when the answer was not TLS.
	Plain []byte
}

// Outcome reports the handshake as a step.
func (h Handshake) Outcome() proof.Outcome {
	outcome := proof.Outcome{TLS: h.Evidence, Failures: h.Failures, Warnings: h.Warnings}
	if h.Evidence != nil {
		outcome.Detail = describe(h.Evidence)
	}
	if h.Resumed {
		outcome.Detail += ", resumed the session of an earlier test of this run"
	}
	return outcome
}

// Shake performs a handshake for host (a name in ASCII, or an IP literal) and
// verifies what the server showed.
//
// crypto/tls is told not to verify, because it stops at the first fault and
// keeps the chain to itself; verify then looks at every aspect, and any fault
// is a failure. TLS 1.2 is the least that is spoken (RFC 8996).
func Shake(ctx context.Context, conn net.Conn, host string, authorities Authorities) Handshake {
	const noPort = 0
	return (*Sessions)(nil).Shake(ctx, conn, host, noPort, authorities)
}

// shake is Shake with the sessions that may be resumed, nil for none.
func shake(
	ctx context.Context, conn net.Conn, host string, sessions tls.ClientSessionCache, judge func([]*x509.Certificate) judgement,
) Handshake {
	tapped := &tap{Conn: conn}
	client := tls.Client(tapped, &tls.Config{
		ServerName:         host,
		MinVersion:         tls.VersionTLS12,
		ClientSessionCache: sessions,
		InsecureSkipVerify: true, //nolint:gosec // verified below, aspect by aspect
	})
	if err := client.HandshakeContext(ctx); err != nil {
		if ctx.Err() != nil { // more telling than the closed connection
			err = ctx.Err()
		}
		finding := explainHandshake(err, tapped.first)
		h := Handshake{Failures: []proof.Finding{finding}}
		if finding.Code == CodeNotTLS {
			h.Plain = tapped.first
		}
		return h
	}
	state := client.ConnectionState()
	found := judge(state.PeerCertificates)
	evidence := evidenceOf(state, host)
	evidence.Certificates = found.certificates
	evidence.Trusted = len(found.failures) == 0
	return Handshake{
		Conn: client, Evidence: evidence, Resumed: state.DidResume,
		Failures: slices.Clone(found.failures), Warnings: slices.Clone(found.warnings),
	}
}

// tap keeps the first bytes that were received: when they are not TLS, they
// say what the server is.
type tap struct {
	net.Conn
	first []byte
}

func (t *tap) Read(b []byte) (int, error) {
	const most = 256
	n, err := t.Conn.Read(b)
	if room := most - len(t.first); room > 0 {
		t.first = append(t.first, b[:min(n, room)]...)
	}
	return n, err
}

func explainHandshake(err error, first []byte) proof.Finding {
	var header tls.RecordHeaderError
	switch {
	case errors.As(err, &header):
		return notTLS(first)
	case isOldVersion(err):
		return proof.Finding{
			Code:   CodeProtocolTooOld,
			Cause:  "The server speaks only TLS 1.1 or older, which has been unsafe for years.",
			Remedy: "Have the server's administrator switch on TLS 1.2 or newer. Patchbay sends nothing over older versions.",
			Fields: []string{"host"},
			Remote: &fault.Remote{Text: err.Error()},
		}
	case isAlert(err):
		return handshakeFailed(err)
	case IsTimeout(err), IsClosed(err), errors.Is(err, context.Canceled):
		return Explain(err, "performing the TLS handshake")
	default:
		return handshakeFailed(err)
	}
}

func isOldVersion(err error) bool {
	return strings.Contains(err.Error(), "protocol version not supported") ||
		strings.Contains(err.Error(), "selected unsupported protocol version")
}

func handshakeFailed(err error) proof.Finding {
	cause := "The server ended the TLS handshake."
	remedy := "Ask the server's administrator: server and Patchbay found no common way to encrypt, or the server's TLS is not set up."
	if strings.Contains(err.Error(), "certificate required") || strings.Contains(err.Error(), "bad certificate") {
		cause = "The server wants a certificate from its clients."
		remedy = "Use a port that takes a user name and a password, or ask the server's administrator for one."
	}
	return proof.Finding{
		Code: CodeHandshakeFailed, Cause: cause, Remedy: remedy,
		Fields: []string{"host", "port"}, Remote: &fault.Remote{Text: err.Error()},
	}
}

// notTLS explains an answer in plain text, and quotes it.
func notTLS(first []byte) proof.Finding {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	text := strings.TrimRight(string(line), "\r")
	f := proof.Finding{
		Code:   CodeNotTLS,
		Cause:  "The server answered in plain text where TLS was expected.",
		Remedy: "Choose STARTTLS for this port, or the port for implicit TLS (465 for SMTP, 993 for IMAP).",
		Fields: []string{"security", "port"},
		Remote: &fault.Remote{Text: text},
	}
	if strings.HasPrefix(text, "HTTP/") {
		f.Reason = "http"
		f.Cause = "A web server answered: this is not a mail port."
		f.Remedy = "Enter the mail server's port."
		f.Fields = []string{"port", "host"}
	}
	return f
}
