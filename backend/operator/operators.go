package operator

import (
	"context"
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
	Log         *slog.Logger // nil discards
	Events      *event.Bus
}

// Operators owns the vault and knows who is at work in it.
type Operators struct {
	options     Options
	log         *slog.Logger
	journal     *audit.Journal
	records     vault.Collection[record]
	preferences vault.Collection[preferencesRecord]
	rotations   vault.Collection[rotationRecord]
	guesser     *guesser
	idle        *idleTimer
	refusals    refusals
	entering    sync.Mutex // held from reading who has unlocked the vault until he is in; before mu

	mu        sync.Mutex // guards all below; never held while a password is derived
	vault     *vault.Vault
	current   *Operator
	locks     uint64          // how often the vault was locked: an unlock that saw fewer has lost
	locking   int             // locks that wait for the vault
	meanwhile State           // shown while the folder is made or replaced; else empty
	damage    *fault.Fault    // why the last unlock did not trust the vault's files
	resetting map[string]bool // operators, by ID, to whom a password is being mailed
}

// New touches nothing on disk.
func New(o Options) *Operators {
	operators := &Operators{
		options:     o,
		log:         o.Log,
		records:     vault.NewCollection[record]("operator", 1, nil),
		preferences: vault.NewCollection[preferencesRecord]("preferences", 1, nil),
		rotations:   vault.NewCollection[rotationRecord]("rotation", 1, nil),
		guesser:     newGuesser(),
		resetting:   map[string]bool{},
	}
	if operators.log == nil {
		operators.log = slog.New(slog.DiscardHandler)
	}
	operators.journal = audit.New(operators, o.Now)
	operators.idle = newIdleTimer(func() { _ = operators.Lock() })
	return operators
}

// Journal is the vault's audit journal.
func (o *Operators) Journal() *audit.Journal { return o.journal }

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

func (o *Operators) vaultOptions() vault.Options {
	return vault.Options{
		Dir: o.options.Dir, Cost: o.options.Cost, ConfirmCost: o.options.ConfirmCost,
		Now: o.options.Now, Log: o.options.Log,
	}
}

func (o *Operators) publish(name, subject string) {
	o.options.Events.Publish(event.Event{Name: name, Subject: subject})
}

// warn logs what could not be done beside what was asked for. The log gets a
// code and no text, which could hold anything.
func (o *Operators) warn(what string, err error) {
	o.log.Warn(what, "code", fault.Of(err).Code)
}
