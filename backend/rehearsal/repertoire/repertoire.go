package repertoire

import (
	"fmt"
	"sync"

	"patchbay/backend/fault"
)

// CodeFaultUnknown is the fault of choosing a failure that is not listed.
const CodeFaultUnknown = "rehearsal.fault_unknown"

// Fault is a failure that a server can be told to act.
type Fault struct {
	Name  string // stable, for Choose
	Label string // for people
}

// Repertoire is what one server can act, and what it acts now. Its methods may
// be called from any goroutine.
type Repertoire[Act any] struct {
	server string // in words
	acts   []Act
	fault  func(Act) Fault

	mu     sync.Mutex
	chosen Act
}

// New makes the repertoire of a server that people know by these words, in the
// order in which a conversation meets the acts. The zero Act, of no fault, is
// chosen at first.
func New[Act any](server string, acts []Act, fault func(Act) Fault) *Repertoire[Act] {
	return &Repertoire[Act]{server: server, acts: acts, fault: fault}
}

// Faults lists what Choose knows, in the order of the acts.
func (r *Repertoire[Act]) Faults() []Fault {
	faults := make([]Fault, len(r.acts))
	for i, act := range r.acts {
		faults[i] = r.fault(act)
	}
	return faults
}

// Choose takes the act of a fault by its name; "" is none. An unknown name is
// an invalid fault and changes nothing.
func (r *Repertoire[Act]) Choose(name string) error {
	act, err := r.find(name)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chosen = act
	return nil
}

// Chosen is what is acted now.
func (r *Repertoire[Act]) Chosen() Act {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.chosen
}

func (r *Repertoire[Act]) find(name string) (none Act, err error) {
	if name == "" {
		return none, nil
	}
	for _, act := range r.acts {
		if r.fault(act).Name == name {
			return act, nil
		}
	}
	return none, fault.New(fault.Invalid, CodeFaultUnknown, fmt.Sprintf("the %s has no fault %q", r.server, name)).
		WithHint("choose one of the listed faults").WithField("fault", "is not a fault of this server")
}
