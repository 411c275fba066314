package outgoing

import "context"

// turn waits until nobody else uses the tokens of an endpoint, and keeps others
// waiting until end is called. Two proofs at once would begin with the same
// refresh token, and the second one's use of it may end the sign-in altogether
// (RFC 9700 §4.14.2). When ctx ends first there is no turn: a cancelled proof
// asks for no token.
func (t *tokens) turn(ctx context.Context, destination string) (end func()) {
	for {
		ended, mine := t.begin(destination)
		if mine {
			return func() { t.end(destination) }
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return func() {}
		}
	}
}

// begin takes the turn, or returns what is closed at the end of the present
// one.
func (t *tokens) begin(destination string) (ended <-chan struct{}, mine bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if busy, taken := t.busy[destination]; taken {
		return busy, false
	}
	if t.busy == nil {
		t.busy = map[string]chan struct{}{}
	}
	t.busy[destination] = make(chan struct{})
	return nil, true
}

func (t *tokens) end(destination string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.busy[destination])
	delete(t.busy, destination)
}
