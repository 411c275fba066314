package network

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Access is what routes need of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Routes keeps the ways out of this machine.
type Routes struct {
	access  Access
	journal *audit.Journal
	events  *event.Bus
	environ func(string) string
	records vault.Collection[record]
}

// New returns the routes of a vault. Environ reads the environment, as
// os.Getenv does.
func New(access Access, journal *audit.Journal, events *event.Bus, environ func(string) string) *Routes {
	return &Routes{access: access, journal: journal, events: events, environ: environ, records: newRecords()}
}

// Get returns what is kept.
func (r *Routes) Get(ctx context.Context) (Stored, error) {
	if _, err := r.access.MayRead(); err != nil {
		return Stored{}, err
	}
	var stored Stored
	err := r.access.View(ctx, func(tx *vault.Tx) (err error) {
		stored, err = r.read(tx)
		return err
	})
	return stored, err
}

// System returns the proxy that the environment names, as a URL without
// credentials; "" when it names none that can be used.
func (r *Routes) System() string { return dial.NamedProxy(r.environ).String() }

// Check says what is wrong with a draft.
func (r *Routes) Check(ctx context.Context, draft Draft) ([]fault.Field, error) {
	if _, err := r.access.MayRead(); err != nil {
		return nil, err
	}
	draft.Settings = draft.withDefaults()
	faults := draft.faults()
	err := r.access.View(ctx, func(tx *vault.Tx) error {
		if draft.Password.Change == secret.Set || draft.Password.Change == secret.Clear || !draft.signsIn() {
			return nil
		}
		value, err := tx.Secret(passwordRef(), draft.destination())
		value.Wipe()
		if fault.HasCode(err, vault.CodeSecretBoundElsewhere) {
			faults = append(faults, fault.Field{Name: "password", Message: boundElsewhereMessage})
			return nil
		}
		return vault.Optional(err)
	})
	return faults, err
}

// Save checks and keeps a draft, when nothing has changed since its revision.
func (r *Routes) Save(ctx context.Context, draft Draft) (Stored, error) {
	operator, err := r.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Stored{}, err
	}
	draft.Settings = draft.withDefaults()
	if faults := draft.faults(); len(faults) > 0 {
		return Stored{}, fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
	}
	var stored Stored
	err = r.access.Update(ctx, func(tx *vault.Tx) error {
		// The record comes first: secrets belong to a record that exists.
		if _, err := r.records.Put(tx, recordID, toRecord(draft.Settings), draft.Revision); err != nil {
			return fmt.Errorf("save the network settings: %w", err)
		}
		if err := storePassword(tx, draft); err != nil {
			return err
		}
		err := r.journal.Append(tx, audit.Entry{Operator: operator, Action: actionSaved, Subject: draft.subject()})
		if err != nil {
			return err
		}
		stored, err = r.read(tx)
		return err
	})
	if fault.HasCode(err, CodeBoundElsewhere) {
		r.recordElsewhere(ctx, draft.Settings)
	}
	if err != nil {
		return Stored{}, err
	}
	r.events.Publish(event.Event{Name: "network.saved"})
	return stored, nil
}

// Network returns the way out as it is kept now. The password in it lives as
// long as what is returned, which is not to be kept: it is asked for anew
// before each use.
func (r *Routes) Network(ctx context.Context) (dial.Network, error) {
	if _, err := r.access.MayRead(); err != nil {
		return dial.Network{}, err
	}
	var way dial.Network
	err := r.access.View(ctx, func(tx *vault.Tx) error {
		stored, err := r.read(tx)
		if err != nil {
			return err
		}
		way.Resolver = dial.NewResolver(stored.Resolver)
		way.Proxy, err = r.chooser(tx, stored.Settings)
		return err
	})
	return way, err
}

func (r *Routes) chooser(tx *vault.Tx, s Settings) (func(string, uint16) dial.Proxy, error) {
	switch s.Proxy {
	case ModeNone:
		return nil, nil
	case ModeManual:
		proxy := dial.Proxy{Scheme: s.Scheme, Address: s.Address, User: s.User}
		if s.signsIn() {
			password, err := tx.Secret(passwordRef(), s.destination())
			if vault.Optional(err) != nil {
				return nil, err
			}
			proxy.Password = password
		}
		return func(string, uint16) dial.Proxy { return proxy }, nil
	default:
		return dial.SystemProxy(r.environ), nil
	}
}

// subject says in the audit journal what was chosen.
func (s Settings) subject() string {
	if s.Proxy != ModeManual {
		return string(s.Proxy)
	}
	return dial.Proxy{Scheme: s.Scheme, Address: s.Address}.String()
}
