package imap

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// maxLogout bounds the wait for a farewell: nothing depends on it.
const maxLogout = 3 * time.Second

// logout ends the conversation (RFC 9051 §6.1.3). What goes wrong here at worst
// warns. A server that hangs up behind its BYE has said all there is to say.
func (s *session) logout(context.Context) proof.Outcome {
	s.Hurry(maxLogout)
	r, err := s.exchange("LOGOUT")
	s.polite = false
	switch {
	case err != nil && s.bye != nil && dial.IsClosed(err):
		return proof.Pass("")
	case err != nil:
		s.bye = nil // it was asked for
		return proof.Warn(s.broken("logout", err, "waiting for the answer to LOGOUT"))
	case !r.ok():
		remote := r.remote()
		return proof.Warn(proof.Finding{
			Code: CodeProtocolViolation, Reason: "logout_refused",
			Cause:  "The server answered LOGOUT with a refusal.",
			Remedy: "Nothing needs to be done for reading mail.",
			Remote: &remote,
		})
	}
	return proof.Pass("")
}
