package smtp

import (
	"context"
	"time"

	"patchbay/backend/proof"
)

// maxQuit bounds the wait for a farewell: nothing depends on it.
const maxQuit = 3 * time.Second

// quit ends the conversation. What goes wrong here at worst warns.
func (s *session) quit(context.Context) proof.Outcome {
	s.Hurry(maxQuit)
	r, err := s.exchange("QUIT")
	s.polite = false
	if err != nil {
		return proof.Warn(s.broken(err, "waiting for the answer to QUIT"))
	}
	if !r.ok() {
		remote := r.remote()
		return proof.Warn(proof.Finding{
			Code: CodeProtocolViolation, Reason: "quit_refused",
			Cause:  "The server answered QUIT with a refusal.",
			Remedy: "Nothing needs to be done for sending mail.",
			Remote: &remote,
		})
	}
	return proof.Pass("")
}
