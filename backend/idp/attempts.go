package idp

import (
	"context"
	"sync"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
)

// attempts are the sign-ins that wait for a person, by their runs. The zero
// value is ready.
type attempts struct {
	mu    sync.Mutex
	byRun map[string]*attempt
}

// attempt is a sign-in that waits.
type attempt struct {
	protocol signin.Type
	of       string             // what signs in: [settled.place]
	pasted   chan signin.Answer // takes one answer
	cancel   context.CancelFunc
	location signin.Location // empty until the provider has been told of it
}

// begin notes a sign-in that waits from now on. One that waits under the same run
// is over: nobody could answer it any more, and a lock would not find it.
func (a *attempts) begin(run string, d *settled, cancel context.CancelFunc) *attempt {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.byRun == nil {
		a.byRun = map[string]*attempt{}
	}
	waiting := &attempt{
		protocol: d.settings.Type, of: d.place(), pasted: make(chan signin.Answer, 1), cancel: cancel,
	}
	if before := a.byRun[run]; before != nil {
		before.cancel()
	}
	a.byRun[run] = waiting
	return waiting
}

// returns notes where the answer comes back to.
func (a *attempts) returns(waiting *attempt, location signin.Location) {
	a.mu.Lock()
	defer a.mu.Unlock()
	waiting.location = location
}

// location is where the answer to a sign-in comes back to that waits with the
// same settings.
func (a *attempts) location(d *settled) (signin.Location, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, waiting := range a.byRun {
		if waiting.location.URL != "" && waiting.of == d.place() {
			return waiting.location, true
		}
	}
	return signin.Location{}, false
}

// drop forgets one that has ended, unless another has taken its run.
func (a *attempts) drop(run string, ended *attempt) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.byRun[run] == ended {
		delete(a.byRun, run)
	}
}

func (a *attempts) find(run string) (*attempt, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	waiting, ok := a.byRun[run]
	return waiting, ok
}

// end cancels all of them: the lock of the vault leaves nobody to sign in for.
func (a *attempts) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for run, waiting := range a.byRun {
		waiting.cancel()
		delete(a.byRun, run)
	}
}

// Answer hands what a person has copied out of the browser to the sign-in that
// waits under a run. What cannot be read is refused, and the sign-in goes on
// waiting. It raises idp.no_attempt and idp.paste_unreadable.
func (p *Providers) Answer(run string, text []byte) error {
	if _, err := p.access.MayRead(); err != nil {
		return err
	}
	waiting, ok := p.attempts.find(run)
	if !ok {
		return fault.New(fault.NotFound, CodeNoAttempt, "no sign-in waits for an answer").
			WithHint("begin the test sign-in again, and paste the answer to that one")
	}
	answer, err := pasted.Read(text, waiting.protocol)
	if err != nil {
		return err
	}
	select {
	case waiting.pasted <- answer:
		return nil
	default:
		return fault.New(fault.Conflict, CodeNoAttempt, "an answer to this sign-in is being checked already").
			WithHint("look at its result, and begin the test sign-in again for another")
	}
}
