package smtp

import (
	"context"
	"errors"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
	"patchbay/backend/protocol/dial"
)

const waitingForGreeting = "waiting for the greeting"

// greeting reads the first reply (RFC 5321 §3.1).
func (s *session) greeting(context.Context) proof.Outcome {
	// A read deadline in the past wakes the read below.
	watch := s.WatchSilence(s.hello(), func() { _ = s.Conn.SetReadDeadline(time.Unix(1, 0)) })
	r, err := s.wire.read()
	answeredInTLS := watch.End()
	switch {
	case err != nil && answeredInTLS:
		return proof.Fail(s.ExpectedTLS(watch.Report))
	case err != nil:
		return proof.Fail(s.noGreeting(err, watch.Tried))
	}
	s.polite = r.code != codeClosing
	if r.code != codeReady {
		return proof.Fail(s.explain(greetingRows(), r, greetingRefused()))
	}
	s.Greeted = true
	s.compareClocks(r)
	outcome := proof.Pass(s.withClockNote(r.text()))
	if f, ok := maskedGreeting(r); ok {
		outcome.Warnings = append(outcome.Warnings, f)
	}
	return outcome
}

// noGreeting tells a port that waits for TLS from one that says nothing, and
// names the protocol of one that speaks something else.
func (s *session) noGreeting(err error, triedTLS bool) proof.Finding {
	if !triedTLS && (dial.IsTimeout(err) || dial.IsClosed(err)) {
		if report, waits := s.WaitsForTLS(s.hello()); waits {
			return s.ExpectedTLS(report)
		}
	}
	var v *violation
	if errors.As(err, &v) {
		if f, ok := otherProtocol(v.words); ok {
			return f
		}
	}
	return s.broken(err, waitingForGreeting)
}

// otherProtocol recognises servers by their first words.
func otherProtocol(words string) (f proof.Finding, ok bool) {
	stranger, ok := conversation.StrangerOf("smtp", words)
	if !ok {
		return f, false
	}
	return proof.Finding{
		Code: CodeProtocolViolation, Reason: stranger.Protocol,
		Cause:  "This port belongs to " + stranger.Name + ", not to a server for outgoing mail.",
		Remedy: "Enter the SMTP port: 465 for implicit TLS, 587 for STARTTLS.",
		Fields: []string{"port", "host"},
		Remote: &fault.Remote{Text: words},
	}, true
}

func greetingRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeGreetingRefused,
		Cause:  "The server refuses to talk to this machine.",
		Remedy: "Ask the server's administrator whether this machine's address is allowed, or use the server's submission port (587 or 465).",
		Fields: []string{"host", "port"},
	}
}
