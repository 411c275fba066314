package credential

import (
	"context"
	"crypto/rand"
	"sync"

	"patchbay/backend/secret"
)

// Bounds of what is held in memory: of sign-ins that were never saved, and of
// tokens that were replaced.
const (
	maxObtained = 32
	maxReplaced = 256
)

// tokens holds refresh tokens between the sign-in that brought them and the
// draft that is saved with them: a page never gets one, only its handle. It
// also knows which token has replaced which, because a provider may end the
// old one at the moment of a proof. Locking the vault wipes all of it.
type tokens struct {
	mu       sync.Mutex
	epoch    int // counts the locks: what began before one adds nothing after it
	obtained []obtainedToken
	replaced []replacedToken
	busy     map[tokenKey]*turn
	life     context.Context    // ends with the next lock; nil while nobody waits for it
	lock     context.CancelFunc // of life
}

type obtainedToken struct {
	handle      string
	destination string // of the token endpoint that gave it
	value       secret.Text
}

type replacedToken struct {
	destination string // of the token endpoint that replaced it
	old, fresh  secret.Text
}

// now returns what a later hold or replace is to be given.
func (t *tokens) now() (epoch int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.epoch
}

// hold keeps a token and returns its handle. It owns the token, which it wipes
// when the vault was locked since epoch.
func (t *tokens) hold(value secret.Text, destination string, epoch int) (handle string, held bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if epoch != t.epoch {
		value.Wipe()
		return "", false
	}
	if len(t.obtained) == maxObtained {
		t.obtained[0].value.Wipe()
		t.obtained = t.obtained[1:]
	}
	handle = rand.Text()
	t.obtained = append(t.obtained, obtainedToken{handle: handle, destination: destination, value: value})
	return handle, true
}

// take returns a copy of a held token. It is bound to the token endpoint that
// gave it like a stored one.
func (t *tokens) take(handle, destination string) (value secret.Text, known, bound bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, o := range t.obtained {
		if o.handle == handle {
			return t.newest(o.value, o.destination).Clone(), true, o.destination == destination
		}
	}
	return secret.Text{}, false, false
}

// replace remembers that fresh has taken the place of old. It owns fresh, which
// it wipes when the vault was locked since epoch.
func (t *tokens) replace(old, fresh secret.Text, destination string, epoch int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if epoch != t.epoch {
		fresh.Wipe()
		return
	}
	t.adopt(old, fresh, destination)
	if len(t.replaced) == maxReplaced {
		t.replaced[0].wipe()
		t.replaced = t.replaced[1:]
	}
	t.replaced = append(t.replaced, replacedToken{destination: destination, old: old.Clone(), fresh: fresh})
}

// current returns a copy of the token that has taken the place of value at a
// token endpoint, which may be value itself. Another endpoint's tokens are none
// of its business.
func (t *tokens) current(value secret.Text, destination string) secret.Text {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.newest(value, destination).Clone()
}

func (t *tokens) newest(value secret.Text, destination string) secret.Text {
	for _, r := range t.replaced { // in order, so one pass follows the chain
		if value.IsSet() && r.destination == destination && r.old.Equal(value) {
			value = r.fresh
		}
	}
	return value
}

// wipe forgets everything.
func (t *tokens) wipe() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, o := range t.obtained {
		o.value.Wipe()
	}
	for _, r := range t.replaced {
		r.wipe()
	}
	t.obtained, t.replaced = nil, nil
	t.epoch++
	if t.lock != nil {
		t.lock()
		t.life, t.lock = nil, nil
	}
}

func (r replacedToken) wipe() {
	r.old.Wipe()
	r.fresh.Wipe()
}
