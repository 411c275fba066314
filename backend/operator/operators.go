package operator

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
	"patchbay/backend/vault/kdf"
)

// Options say where the vault lies.
type Options struct {
	Dir  string
	Cost *kdf.Cost // of the password derivation; nil calibrates at creation
	// ConfirmCost is asked before a password is derived at unusual cost; nil
	// refuses.
	ConfirmCost func(kdf.Cost) bool
	Now         func() time.Time
	Log         *slog.Logger
	Events      *event.Bus
}

// Operators owns the vault and knows who is at work in it.
type Operators struct {
	options     Options
	journal     *audit.Journal
	records     vault.Collection[record]
	preferences vault.Collection[preferencesRecord]
	rotations   vault.Collection[rotationRecord]
	guesser     *guesser

	mu      sync.Mutex // guards all below; never held while a password is derived
	vault   *vault.Vault
	current *Operator
	idle    *idleTimer
}

// New touches nothing on disk.
func New(o Options) *Operators {
	operators := &Operators{
		options:     o,
		records:     vault.NewCollection[record]("operator", 1, nil),
		preferences: vault.NewCollection[preferencesRecord]("preferences", 1, nil),
		rotations:   vault.NewCollection[rotationRecord]("rotation", 1, nil),
		guesser:     newGuesser(),
	}
	operators.journal = audit.New(operators, o.Now)
	operators.idle = newIdleTimer(func() { _ = operators.Lock() })
	return operators
}

// Journal is the vault's audit journal.
func (o *Operators) Journal() *audit.Journal { return o.journal }

// State is where the vault stands.
type State string

// The states of a vault.
const (
	Missing  State = "missing"
	Locked   State = "locked"
	Unlocked State = "unlocked"
	Broken   State = "broken" // it does not open; Status.Fault says why
)

// Status is what a door shows before anything else.
type Status struct {
	State    State
	Path     string
	VaultID  string
	Slots    int // how many operators may unlock it
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
	status.VaultID, status.Slots = info.ID, len(info.Operators)
	if o.current != nil && info.Unlocked {
		who := *o.current
		status.State, status.Operator, status.Notices = Unlocked, &who, v.Report()
	}
	return status
}

// open returns the vault, opening its folder at the first call. The caller
// holds mu.
func (o *Operators) open() (*vault.Vault, error) {
	if o.vault != nil {
		return o.vault, nil
	}
	v, err := vault.Open(o.vaultOptions())
	if err != nil {
		return nil, err
	}
	o.vault = v
	return v, nil
}

func (o *Operators) vaultOptions() vault.Options {
	return vault.Options{
		Dir: o.options.Dir, Cost: o.options.Cost, ConfirmCost: o.options.ConfirmCost,
		Now: o.options.Now, Log: o.options.Log,
	}
}

// opened is open for callers that do not hold mu.
func (o *Operators) opened() (*vault.Vault, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.open()
}

// unlocked returns the vault and who is at work.
func (o *Operators) unlocked() (*vault.Vault, Operator, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.vault == nil || o.current == nil {
		return nil, Operator{}, errLocked()
	}
	return o.vault, *o.current, nil
}

// Current returns who is at work.
func (o *Operators) Current() (Operator, error) {
	_, who, err := o.unlocked()
	return who, err
}

// MayRead returns the name of who is at work: every operator may read and
// prove.
func (o *Operators) MayRead() (string, error) {
	who, err := o.Current()
	return who.Name, err
}

// MayEdit returns the name of an editor or owner at work.
func (o *Operators) MayEdit() (string, error) {
	who, err := o.Current()
	if err == nil && who.Role != Owner && who.Role != Editor {
		err = errNotAllowed(who.Role, "editor")
	}
	return who.Name, err
}

// MayOwn returns the name of an owner at work.
func (o *Operators) MayOwn() (string, error) {
	who, err := o.Current()
	if err == nil && who.Role != Owner {
		err = errNotAllowed(who.Role, "owner")
	}
	return who.Name, err
}

// View reads the vault.
func (o *Operators) View(ctx context.Context, fn func(*vault.Tx) error) error {
	v, _, err := o.unlocked()
	if err != nil {
		return err
	}
	return v.View(ctx, fn)
}

// Update changes the vault, all or nothing.
func (o *Operators) Update(ctx context.Context, fn func(*vault.Tx) error) error {
	v, _, err := o.unlocked()
	if err != nil {
		return err
	}
	return v.Update(ctx, fn)
}

// Lock wipes the keys and tells everyone. It is idempotent.
func (o *Operators) Lock() error {
	o.mu.Lock()
	was := o.current != nil
	o.current = nil
	o.idle.stop()
	v := o.vault
	o.mu.Unlock()
	if v == nil {
		return nil
	}
	err := v.Lock()
	if was {
		o.options.Events.Publish(event.Event{Name: "vault.locked"})
	}
	return err
}

// Close locks the vault and gives its folder free.
func (o *Operators) Close() error {
	err := o.Lock()
	o.mu.Lock()
	v := o.vault
	o.vault = nil
	o.mu.Unlock()
	if v == nil {
		return err
	}
	return errors.Join(err, v.Close())
}

// Touch says that the person at work did something, which puts the automatic
// lock off.
func (o *Operators) Touch() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.current != nil {
		o.idle.restart()
	}
}
