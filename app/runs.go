package app

import (
	"context"
	"slices"
	"sync"
)

// runs are the proofs under way, by the IDs their pages gave them. Two may have
// the same one: a page that is loaded twice is no reason to lose a run.
type runs struct {
	mu      sync.Mutex
	cancels map[string][]*context.CancelFunc
}

// begin returns a context that cancel(id) ends; end must be called.
func (r *runs) begin(parent context.Context, id string) (ctx context.Context, end func()) {
	ctx, cancel := context.WithCancel(parent)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancels == nil {
		r.cancels = map[string][]*context.CancelFunc{}
	}
	mine := &cancel
	r.cancels[id] = append(r.cancels[id], mine)
	return ctx, func() {
		cancel()
		r.mu.Lock()
		defer r.mu.Unlock()
		left := slices.DeleteFunc(r.cancels[id], func(other *context.CancelFunc) bool { return other == mine })
		if r.cancels[id] = left; len(left) == 0 {
			delete(r.cancels, id)
		}
	}
}

// cancel ends the runs of an ID. One that has ended already is no mistake.
func (r *runs) cancel(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, cancel := range r.cancels[id] {
		(*cancel)()
	}
}
