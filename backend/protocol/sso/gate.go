package sso

import (
	"net/url"
	"sync"
	"time"

	"patchbay/backend/protocol/signin"
)

// gate lets in the answer of the attempt, and counts those of others: a person
// who waits in vain wants to know that something did come.
type gate struct {
	mu      sync.Mutex
	attempt signin.Attempt // nil before it has begun: nothing is let in
	strays  int
	last    string
}

func (g *gate) open(attempt signin.Attempt) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.attempt = attempt
}

func (g *gate) accepts(values url.Values) bool {
	g.mu.Lock()
	attempt := g.attempt
	g.mu.Unlock()
	if attempt != nil && attempt.Accepts(values) {
		return true
	}
	if what := stray(values); what != "" {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.strays++
		g.last = what
	}
	return false
}

// stray says what did not fit of an answer to another attempt; "" is no answer
// at all.
func stray(values url.Values) string {
	switch {
	case values.Has("SAMLResponse"):
		return "InResponseTo"
	case values.Has("code"), values.Has("error"):
		return "state"
	}
	return ""
}

func (g *gate) ending(reason signin.EndReason, waited time.Duration) signin.Ending {
	g.mu.Lock()
	defer g.mu.Unlock()
	return signin.Ending{Reason: reason, Waited: waited, Strays: g.strays, LastStray: g.last}
}
