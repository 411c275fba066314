package idp

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// maxSeen bounds the assertions that are remembered.
const maxSeen = 4096

// seen remembers the assertions that were answers to a sign-in, so that one that
// comes a second time is recognised (SAML Profiles §4.1.4.5). The zero value is
// ready.
type seen struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// before reports whether an assertion was seen before, and remembers it.
func (s *seen) before(id string, until, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if end, known := s.until[id]; known && now.Before(end) {
		return true
	}
	if s.until == nil {
		s.until = map[string]time.Time{}
	}
	if len(s.until) >= maxSeen {
		s.makeRoom(now)
	}
	s.until[id] = until
	return false
}

// makeRoom forgets what has ended, and of the rest the quarter that ends first.
func (s *seen) makeRoom(now time.Time) {
	ends := slices.SortedFunc(maps.Values(s.until), time.Time.Compare)
	last := ends[len(ends)/4]
	if last.Before(now) {
		last = now
	}
	maps.DeleteFunc(s.until, func(_ string, end time.Time) bool { return !end.After(last) })
}

func (s *seen) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.until = nil
}

// remember is [signin.Request].Seen of all proofs of this process.
func (p *Providers) remember(id string, until time.Time) bool {
	return p.seen.before(id, until, p.now())
}
