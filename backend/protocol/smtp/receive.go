package smtp

import (
	"context"
	"time"

	"patchbay/backend/proof"
)

// DefaultPatience is how long a round trip may take after the message was
// handed over, when nothing else is requested.
const DefaultPatience = 60 * time.Second

// Sent is the test message of a round trip, as it was handed over.
type Sent struct {
	MessageID string // with angle brackets
	Subject   string // holds a word that no other message has
	From, To  string // addresses
	// At is the moment at which the server took it.
	At time.Time
}

// wholeTime is the deadline of the whole proof, with the time that the message
// may take to arrive.
func (r Request) wholeTime() time.Duration {
	if r.Level == LevelRoundTrip {
		return r.Timeout + r.Patience
	}
	return r.Timeout
}

// receive has the message read back. The server is told farewell before,
// because it would hang up while the message is waited for; what came of that
// is the step quit, which is reported behind this one.
func (s *session) receive(whole context.Context) proof.Outcome {
	ctx, cancel := s.Limited()
	s.farewell = s.withClock(s.quit(ctx))
	cancel()
	s.Close()
	return s.request.Receive(whole, s.sent)
}

// quitBefore reports what came of the farewell that [session.receive] has said.
func (s *session) quitBefore(context.Context) proof.Outcome { return s.farewell }
