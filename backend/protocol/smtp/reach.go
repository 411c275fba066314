package smtp

import (
	"context"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

func (s *session) connect(ctx context.Context) proof.Outcome {
	return s.knownPort(s.Connect(ctx))
}

// implicitTLS performs the handshake before anything is said (RFC 8314 §3.3).
func (s *session) implicitTLS(ctx context.Context) proof.Outcome {
	handshake, outcome := s.shake(ctx)
	if !s.probe && len(handshake.Plain) > 0 {
		s.offerSTARTTLS(&outcome.Failures[0])
	}
	return s.knownPort(outcome)
}

// shake performs a handshake and goes on over TLS if the server is trusted.
func (s *session) shake(ctx context.Context) (dial.Handshake, proof.Outcome) {
	handshake, outcome := s.Shake(ctx)
	if len(outcome.Failures) > 0 {
		s.polite = false
		s.askForClock(handshake)
	}
	return handshake, outcome
}

// hangUp ends the connection of a proof that did not come to QUIT. A server
// that still listens is told, without waiting for its answer.
func (s *session) hangUp() {
	if s.Conn == nil {
		return
	}
	if s.polite && s.Context().Err() == nil && s.Recorder.Failed() {
		_ = s.wire.write([]byte("QUIT")) // a courtesy: it may fail
		s.Recorder.Client("QUIT")
	}
	s.Close()
}
