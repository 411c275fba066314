package imap

import (
	"context"
	"strconv"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
)

// startTLS turns the connection into TLS (RFC 9051 §6.2.1), or fails: there is
// no way back to clear text. What the server said it can do is forgotten and
// asked for again; that is part of this step.
func (s *session) startTLS(ctx context.Context) proof.Outcome {
	if !s.offered.has("STARTTLS") {
		return proof.Fail(s.startTLSNotOffered())
	}
	s.offered = nil
	r, err := s.exchange("STARTTLS")
	if err != nil {
		return s.fail(stepStartTLS, err, "waiting for the answer to STARTTLS")
	}
	if !r.ok() {
		return proof.Fail(s.startTLSRefused(r.remote()))
	}
	s.polite = false // from here on everything is TLS or nothing
	if n := s.wire.buffered(); n > 0 {
		return proof.Fail(injection(strconv.Itoa(n) + " bytes"))
	}
	handshake, outcome := s.Shake(ctx)
	if len(handshake.Plain) > 0 {
		return proof.Fail(injection("Bytes"))
	}
	if len(outcome.Failures) > 0 {
		return outcome
	}
	s.offered = nil // what came in clear meanwhile does not count
	if f := s.ask(stepStartTLS); f != nil {
		outcome.Failures = append(outcome.Failures, *f)
		return outcome
	}
	outcome.Detail += "; then offered: " + s.offered.String()
	outcome.Mailbox = &proof.Mailbox{Capabilities: s.offered}
	return outcome
}

func (s *session) startTLSNotOffered() proof.Finding {
	return proof.Finding{
		Code:   CodeSTARTTLSNotOffered,
		Cause:  "The server does not offer STARTTLS on this port. Nothing was sent in clear.",
		Remedy: "Use implicit TLS with port 993. If the server should offer STARTTLS here, a firewall in between may have removed the offer.",
		Fields: []string{"security", "port"},
		Remote: &fault.Remote{Text: s.offered.String()},
	}
}

// startTLSRefused explains an answer to STARTTLS. BAD means no more than NO: the
// server has just offered it.
func (s *session) startTLSRefused(answer fault.Remote) proof.Finding {
	f := s.explain(stepStartTLS, answer)
	if f.Code == CodeProtocolViolation {
		f = refusedAt(stepStartTLS)
		f.Remote = &answer
	}
	return f
}

func injection(what string) proof.Finding {
	return conversation.Injection(CodeSTARTTLSInjection, what, 993)
}
