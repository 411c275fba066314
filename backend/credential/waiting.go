package credential

import (
	"context"
	"time"
)

// signInTimeout is how long a person is waited for when the caller does not
// say. A page may be gone long before it.
const signInTimeout = 5 * time.Minute

// waiting is the time in which a person may sign in: it ends by itself, and
// with the lock of the vault, which leaves nobody to sign in for.
func (t *tokens) waiting(ctx context.Context) (context.Context, context.CancelFunc) {
	timeout := signInTimeout
	if deadline, given := ctx.Deadline(); given {
		timeout = time.Until(deadline)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	stop := context.AfterFunc(t.unlocked(), cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// unlocked is a context that ends with the next lock.
func (t *tokens) unlocked() context.Context {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.life == nil {
		t.life, t.lock = context.WithCancel(context.Background())
	}
	return t.life
}
