package operator

import (
	"sync"
	"time"
)

// Refusals cost whoever provokes them nothing, and each is an entry that stays:
// a page that asks for the same again and again must not fill the disk.
const (
	mostRefusals   = 100
	refusalsPeriod = time.Minute
)

// refusals counts those of a period.
type refusals struct {
	mu    sync.Mutex
	since time.Time
	count int
}

// note reports whether another refusal is to be noted, and whether it is the
// last one of its period.
func (r *refusals) note(now time.Time) (noted, last bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := now.Sub(r.since); age < 0 || age >= refusalsPeriod {
		r.since, r.count = now, 0
	}
	r.count = min(r.count+1, mostRefusals+1)
	return r.count <= mostRefusals, r.count == mostRefusals
}
