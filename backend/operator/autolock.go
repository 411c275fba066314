package operator

import (
	"sync"
	"time"
)

// defaultAutoLock is how long nobody may be at work before the vault locks.
const defaultAutoLock = 10 * time.Minute

// idleTimer calls fire when it was not restarted for a while. It has its own
// mutex because fire runs in a goroutine of its own.
type idleTimer struct {
	fire func()

	mu       sync.Mutex
	duration time.Duration
	timer    *time.Timer
}

func newIdleTimer(fire func()) *idleTimer {
	return &idleTimer{fire: fire, duration: defaultAutoLock}
}

func (t *idleTimer) after() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.duration
}

// set changes the duration, of a running timer too.
func (t *idleTimer) set(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.duration = d
	if t.timer != nil {
		t.timer.Reset(d)
	}
}

func (t *idleTimer) restart() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil {
		t.timer = time.AfterFunc(t.duration, t.fire)
		return
	}
	t.timer.Reset(t.duration)
}

func (t *idleTimer) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
}
