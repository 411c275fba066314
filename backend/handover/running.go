package handover

import (
	"context"
	"sync"
)

// running are the pushes under way. The zero value is ready.
type running struct {
	mu   sync.Mutex
	next int
	ends map[int]context.CancelFunc
}

// begin notes a push. Its context ends with the parent, with end, or with all.
func (r *running) begin(parent context.Context) (ctx context.Context, end func()) {
	ctx, cancel := context.WithCancel(parent)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ends == nil {
		r.ends = map[int]context.CancelFunc{}
	}
	id := r.next
	r.next++
	r.ends[id] = cancel
	return ctx, func() {
		cancel()
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.ends, id)
	}
}

// all ends them: after the lock of the vault no secret of it leaves any more.
func (r *running) all() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, cancel := range r.ends {
		cancel()
	}
}
