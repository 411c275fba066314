// Package event tells whoever listens that something has changed.
//
// An event carries names and progress, never values: there is no field a
// secret could travel in. Progress of a proof is masked by its recorder before
// it comes here.
package event

import (
	"maps"
	"slices"
	"sync"
	"time"

	"patchbay/backend/proof"
)

// Event says what happened: Name is "area.thing.verb", such as
// "outgoing.server.saved".
type Event struct {
	Name       string
	Deployment string // ID, where it concerns one
	Subject    string // ID or name of the thing
	Run        string // the proof's run, for "proof.step"
	Step       *proof.Progress
	Tried      *Tried  // for "outgoing.tried"
	Prompt     *Prompt // for "signin.prompt"
	Verdict    string  // for "overview.proving"; for "notify.sent" the outcome of the newest mail
	Done       int     // of Total, for long work
	Total      int
	Proving    *Proving // for "mailboxes.proving"
}

// Proving is how far a run of many proofs is: the rows that have come since the
// event before.
type Proving struct {
	Passed, Warned, Failed int
	Rows                   []ProvedRow
	Slowed                 []Slowed
}

// ProvedRow is one proof of many.
type ProvedRow struct {
	ID, Name    string
	Verdict     proof.Verdict
	Light       string
	Summary     string
	Code, Cause string // of its first finding
	DurationMs  int64
}

// Slowed is a server that refuses for too many connections, and how many are
// opened to it now.
type Slowed struct {
	Server      string // host:port
	Connections int
	Words       string // of the server
}

// Tried is one port with one security that was tried without credentials.
type Tried struct {
	Port        uint16
	Security    string
	Works       bool
	Mechanisms  []string
	Detail      string
	Code        string // of the finding, when it does not work
	Alternative *proof.Alternative
	DurationMs  int64
}

// Prompt is what a person must be shown to sign in elsewhere: the page to
// open, and the code to enter there. Neither opens anything by itself.
type Prompt struct {
	Kind      string // "browser" or "device"
	URL       string
	Code      string
	ExpiresAt time.Time
	// ProviderURL is the provider's own page, where URL is one of this machine
	// that leads there; "" where the request must be posted.
	ProviderURL string
	// ReturnsTo is where the provider sends the browser back to; ByHand says that
	// nothing listens there, so that the answer has to be pasted.
	ReturnsTo string
	ByHand    bool
}

// Bus hands every event to every subscriber. The zero value is ready.
type Bus struct {
	mu   sync.RWMutex
	next int
	subs map[int]func(Event)
}

// Publish calls every subscriber in turn, in the caller's goroutine.
// Subscribers must not block.
func (b *Bus) Publish(e Event) {
	for _, fn := range b.subscribers() {
		fn(e)
	}
}

func (b *Bus) subscribers() []func(Event) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	fns := make([]func(Event), 0, len(b.subs))
	for _, id := range slices.Sorted(maps.Keys(b.subs)) {
		fns = append(fns, b.subs[id])
	}
	return fns
}

// Subscribe adds fn until cancel is called.
func (b *Bus) Subscribe(fn func(Event)) (cancel func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = map[int]func(Event){}
	}
	id := b.next
	b.next++
	b.subs[id] = fn
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, id)
	}
}
