package imap

import (
	"context"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

func (s *session) connect(ctx context.Context) proof.Outcome {
	outcome := s.Connect(ctx)
	for i, f := range outcome.Failures {
		outcome.Failures[i] = withPorts(f)
	}
	return outcome
}

// withPorts names the ports of IMAP in the remedy of a connection that did not
// come about.
func withPorts(f proof.Finding) proof.Finding {
	switch {
	case f.Reason != "":
	case f.Code == dial.CodeRefused:
		f.Remedy = "Check the port (993 for implicit TLS, 143 for STARTTLS) and that the mail server runs at this host."
	case f.Code == dial.CodeTimeout:
		f.Remedy = "Check host and port. Where both are right, a firewall drops the traffic: ask the network's administrator to let port 993 out."
	}
	return f
}

// implicitTLS performs the handshake before anything is said (RFC 8314 §3.2).
func (s *session) implicitTLS(ctx context.Context) proof.Outcome {
	handshake, outcome := s.Shake(ctx)
	if len(handshake.Plain) > 0 {
		s.explainPlain(&outcome.Failures[0], string(handshake.Plain))
	}
	return outcome
}

// explainPlain says who it is that answers a TLS hello in plain text; where it
// is an IMAP server, STARTTLS may be what it wants.
func (s *session) explainPlain(f *proof.Finding, words string) {
	if other, ok := otherProtocol(words); ok && f.Reason == "" {
		f.Reason, f.Cause, f.Remedy, f.Fields = other.Reason, other.Cause, other.Remedy, other.Fields
		return
	}
	if !strings.HasPrefix(words, "* OK") || s.probe || s.Context().Err() != nil {
		return
	}
	if s.probeWith(s.Context(), account.SecuritySTARTTLS).Verdict != proof.Failed {
		f.Alternative = conversation.Door{Port: s.Port, Security: account.SecuritySTARTTLS}.Alternative("Use STARTTLS on this port")
	}
}
