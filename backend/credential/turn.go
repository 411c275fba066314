package credential

import (
	"context"
	"crypto/sha256"

	"patchbay/backend/secret"
)

// tokenKey recognises a refresh token of a token endpoint. A refresh token
// cannot be guessed, so that its digest tells nothing.
type tokenKey struct {
	destination string // of the token endpoint
	digest      [sha256.Size]byte
}

// turn is the use of a refresh token, and of those that take its place
// meanwhile.
type turn struct {
	keys  []tokenKey
	ended chan struct{}
}

func keyOf(value secret.Text, destination string) tokenKey {
	return tokenKey{destination: destination, digest: sha256.Sum256(value.Reveal())}
}

// turn waits until nobody else uses a refresh token, and keeps others waiting
// until end is called. Two proofs at once would begin with the same refresh
// token, and the second one's use of it may end the sign-in altogether
// (RFC 9700 §4.14.2). waited says that it may have been replaced meanwhile.
// When ctx ends first there is no turn: a cancelled proof asks for no token.
func (t *tokens) turn(ctx context.Context, value secret.Text, destination string) (end func(), waited bool) {
	for {
		other, mine := t.begin(value, destination)
		if mine != nil {
			return func() { t.end(mine) }, waited
		}
		waited = true
		select {
		case <-other.ended:
		case <-ctx.Done():
			return func() {}, waited
		}
	}
}

// begin takes the turn, or returns that of another.
func (t *tokens) begin(value secret.Text, destination string) (other, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := keyOf(t.newest(value, destination), destination)
	if other, taken := t.busy[key]; taken {
		return other, nil
	}
	if t.busy == nil {
		t.busy = map[tokenKey]*turn{}
	}
	mine = &turn{keys: []tokenKey{key}, ended: make(chan struct{})}
	t.busy[key] = mine
	return nil, mine
}

// adopt makes the token that has replaced another part of the same turn.
func (t *tokens) adopt(old, fresh secret.Text, destination string) {
	key := keyOf(fresh, destination)
	mine, taken := t.busy[keyOf(old, destination)]
	if _, there := t.busy[key]; taken && !there {
		mine.keys = append(mine.keys, key)
		t.busy[key] = mine
	}
}

func (t *tokens) end(mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(mine.ended)
	for _, key := range mine.keys {
		delete(t.busy, key)
	}
}
