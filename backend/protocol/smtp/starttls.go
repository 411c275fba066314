package smtp

import (
	"context"
	"strconv"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
)

// startTLS turns the connection into TLS (RFC 3207), or fails: there is no way
// back to clear text. The capabilities read before are forgotten and read
// again, as RFC 3207 §4.2 demands; that second EHLO is part of this step.
func (s *session) startTLS(ctx context.Context) proof.Outcome {
	if !s.offered.has("STARTTLS") {
		return proof.Fail(s.startTLSNotOffered())
	}
	s.offered = capabilities{}
	r, err := s.exchange("STARTTLS")
	if err != nil {
		return s.fail(err, "waiting for the answer to STARTTLS")
	}
	if r.code != codeReady {
		return proof.Fail(s.explain(startTLSRows(), r, startTLSRefused()))
	}
	s.polite = false // from here on everything is TLS or nothing
	if n := s.wire.buffered(); n > 0 {
		return proof.Fail(injection(strconv.Itoa(n) + " bytes"))
	}
	handshake, outcome := s.shake(ctx)
	if len(handshake.Plain) > 0 {
		return proof.Fail(injection("Bytes"))
	}
	if len(outcome.Failures) > 0 {
		return outcome
	}
	if f := s.introduce(); f != nil {
		outcome.Failures = append(outcome.Failures, *f)
		return outcome
	}
	outcome.Detail += "; then offered: " + s.offered.String()
	return outcome
}

func startTLSRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeSTARTTLSRefused,
		Cause:  "The server offers STARTTLS but refused to begin it: its certificate or key is probably not set up.",
		Remedy: "Tell the server's administrator, or try implicit TLS with port 465.",
		Fields: []string{"security", "port"},
	}
}

func injection(what string) proof.Finding {
	return conversation.Injection(CodeSTARTTLSInjection, what, 465)
}
