package smtp

import (
	"context"
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
)

const waitingForGreeting = "waiting for the greeting"

// greeting reads the first reply (RFC 5321 §3.1).
func (s *session) greeting(context.Context) proof.Outcome {
	var r reply
	expectedTLS, err := s.AwaitGreeting(s.hello(), func() (err error) {
		r, err = s.wire.read()
		return err
	})
	switch {
	case expectedTLS != nil:
		return proof.Fail(*expectedTLS)
	case err != nil:
		return proof.Fail(s.noGreeting(err))
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

// noGreeting names the protocol of a server that speaks something else.
func (s *session) noGreeting(err error) proof.Finding {
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
