package operator

import (
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// State is where the vault stands.
type State string

// The states of a vault.
const (
	Missing    State = "missing"
	Locked     State = "locked"
	MustChange State = "must_change" // unlocked with a first password, which has to be replaced
	Unlocked   State = "unlocked"
	Broken     State = "broken" // it does not open; Status.Fault says why
)

// Status is what a door shows before anything else.
type Status struct {
	State    State
	Path     string
	VaultID  string
	Slots    int       // how many operators may unlock it
	BackupAt time.Time // of the last backup that is known; zero without one
	Operator *Operator
	Fault    *fault.Fault
	Notices  []string // what the last unlock repaired, in sentences
	AutoLock time.Duration
}

// Status opens the vault folder when that has not happened yet, and says where
// things stand. It never fails: a vault that does not open is a state.
func (o *Operators) Status() Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	status := Status{State: Locked, Path: o.options.Dir, AutoLock: o.idle.after()}
	if o.meanwhile != "" {
		status.State = o.meanwhile
		return status
	}
	v, err := o.open()
	if err != nil {
		f := fault.Of(err)
		status.State, status.Fault = Broken, f
		if f.Code == vault.CodeMissing {
			status.State, status.Fault = Missing, nil
		}
		return status
	}
	info := v.Info()
	status.VaultID, status.Slots, status.BackupAt = info.ID, len(info.Operators), info.BackupAt
	if o.current != nil && info.Unlocked {
		who := *o.current
		status.State, status.Operator, status.Notices = Unlocked, &who, v.Report()
		if who.MustChange {
			status.State = MustChange
		}
	}
	return status
}
