package localapi

import (
	"sync"
	"time"
)

// run is what is known of the API while the process lives.
type run struct {
	mu      sync.Mutex
	address string
	since   time.Time
	problem error
}

// Began says that the API answers at this address, "https://127.0.0.1:8443".
func (a *API) Began(address string) {
	a.run.set(address, a.now().UTC(), nil)
	a.changed()
}

// Ended says that the API no longer answers.
func (a *API) Ended() {
	a.run.set("", time.Time{}, nil)
	a.changed()
}

// Failed says why the API did not start with the vault, or what has ended it.
func (a *API) Failed(err error) {
	a.run.set("", time.Time{}, err)
	a.changed()
}

// Running returns the address of the running API, and since when it runs.
func (a *API) Running() (address string, since time.Time, ok bool) {
	a.run.mu.Lock()
	defer a.run.mu.Unlock()
	return a.run.address, a.run.since, a.run.address != ""
}

// Problem returns why the API does not run though it should; nil when it runs
// or was stopped.
func (a *API) Problem() error {
	a.run.mu.Lock()
	defer a.run.mu.Unlock()
	return a.run.problem
}

func (r *run) set(address string, since time.Time, problem error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.address, r.since, r.problem = address, since, problem
}
