package localapi

import (
	"context"
	"fmt"
	"sync"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Actions of the audit journal.
const (
	ActionSaved         = "localapi.saved"
	ActionAuthorityMade = "localapi.authority_made"
	ActionStarted       = "localapi.started"
	ActionStopped       = "localapi.stopped"
)

// eventChanged says that the settings, the authority or the running state are
// no longer what they were.
const eventChanged = "localapi.changed"

// Access is what the API needs of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
}

// Deployments are asked for the names that certificates may carry.
type Deployments interface {
	TenantIDs(ctx context.Context) ([]string, error)
}

// Options are what the API stands on.
type Options struct {
	Access      Access
	Deployments Deployments
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	// VaultID names the vault in its authority's certificate, so that two of
	// them can be told apart; nil names none.
	VaultID func() string
}

// API keeps the settings and the authority of the local API, and what is known
// of its run.
type API struct {
	access      Access
	deployments Deployments
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	vaultID     func() string
	records     vault.Collection[record]
	making      sync.Mutex // one authority is made at a time
	run         run
	calls       calls
}

// New touches nothing.
func New(o Options) *API {
	if o.VaultID == nil {
		o.VaultID = func() string { return "" }
	}
	a := &API{
		access: o.Access, deployments: o.Deployments, journal: o.Journal, events: o.Events,
		now: o.Now, vaultID: o.VaultID, records: newRecords(),
	}
	a.calls.tell = func() { a.events.Publish(event.Event{Name: "localapi.called"}) }
	return a
}

// Get returns what is kept.
func (a *API) Get(ctx context.Context) (Stored, error) {
	if _, err := a.access.MayRead(); err != nil {
		return Stored{}, err
	}
	var stored Stored
	err := a.access.View(ctx, func(tx *vault.Tx) (err error) {
		stored, err = a.read(tx)
		return err
	})
	return stored, err
}

// Save checks and keeps a draft, when nothing has changed since its revision.
// It holds from the next start on.
func (a *API) Save(ctx context.Context, draft Draft) (Stored, error) {
	operator, err := a.access.MayEdit(ctx, ActionSaved)
	if err != nil {
		return Stored{}, err
	}
	draft.Settings = draft.withDefaults()
	if faults := draft.faults(); len(faults) > 0 {
		return Stored{}, fault.New(fault.Invalid, CodeInvalid, "the settings are not valid").WithFields(faults...)
	}
	var stored Stored
	err = a.access.Update(ctx, func(tx *vault.Tx) error {
		if _, err := a.records.Put(tx, settingsID, toRecord(draft.Settings), draft.Revision); err != nil {
			return fmt.Errorf("save the settings of the local API: %w", err)
		}
		if err := a.journal.Append(tx, audit.Entry{
			Operator: operator, Action: ActionSaved, Subject: draft.Listen(), Detail: draft.when(),
		}); err != nil {
			return err
		}
		stored, err = a.read(tx)
		return err
	})
	if err != nil {
		return Stored{}, err
	}
	a.changed()
	return stored, nil
}

// when says in the audit journal when the API starts.
func (s Settings) when() string {
	if s.StartAtUnlock {
		return "starts when the vault is unlocked"
	}
	return "starts when it is told to"
}

func (a *API) changed() { a.events.Publish(event.Event{Name: eventChanged}) }
