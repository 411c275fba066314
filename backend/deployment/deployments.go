package deployment

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Fault codes of this package.
const (
	CodeInvalid   = "deployment.invalid"
	CodeNotFound  = "deployment.not_found"
	CodeExists    = "deployment.exists"
	CodeAmbiguous = "deployment.ambiguous"
)

// Access is what deployments need of the vault and of who is at work. May*
// return the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
}

// Dependent keeps things that go when their deployment goes.
type Dependent interface {
	RemoveAll(tx *vault.Tx, deploymentID string) error
}

// Deployments keeps the target systems.
type Deployments struct {
	access     Access
	journal    *audit.Journal
	events     *event.Bus
	dependents []Dependent
	records    vault.Collection[record]
}

// New returns the deployments of a vault. The dependents are removed in the
// same transaction as the deployment they belong to.
func New(access Access, journal *audit.Journal, events *event.Bus, dependents ...Dependent) *Deployments {
	return &Deployments{
		access: access, journal: journal, events: events, dependents: dependents,
		records: newRecords(),
	}
}

// List returns all deployments by name.
func (d *Deployments) List(ctx context.Context) ([]Deployment, error) {
	if _, err := d.access.MayRead(); err != nil {
		return nil, err
	}
	var out []Deployment
	err := d.access.View(ctx, func(tx *vault.Tx) (err error) {
		out, err = d.all(tx)
		return err
	})
	return out, err
}

// Get returns one deployment by its ID.
func (d *Deployments) Get(ctx context.Context, id string) (Deployment, error) {
	if _, err := d.access.MayRead(); err != nil {
		return Deployment{}, err
	}
	var out Deployment
	err := d.access.View(ctx, func(tx *vault.Tx) (err error) {
		out, err = d.get(tx, id)
		return err
	})
	return out, err
}

// Check returns what is wrong with a draft, including what only the other
// deployments can tell.
func (d *Deployments) Check(ctx context.Context, draft Deployment) ([]fault.Field, error) {
	if _, err := d.access.MayRead(); err != nil {
		return nil, err
	}
	var faults []fault.Field
	err := d.access.View(ctx, func(tx *vault.Tx) (err error) {
		faults, err = d.check(tx, draft.Trimmed())
		return err
	})
	return faults, err
}

// Save adds a deployment without an ID or changes the one with that ID, when
// it has not changed since the draft's revision.
func (d *Deployments) Save(ctx context.Context, draft Deployment) (Deployment, error) {
	operator, err := d.access.MayEdit(ctx, "deployment.saved")
	if err != nil {
		return Deployment{}, err
	}
	draft = draft.Trimmed()
	if draft.ID == "" {
		draft.ID, draft.Revision = newID(), 0
	}
	err = d.access.Update(ctx, func(tx *vault.Tx) error {
		faults, err := d.check(tx, draft)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return fault.New(fault.Invalid, CodeInvalid, "the deployment is not complete").WithFields(faults...)
		}
		meta, err := d.records.Put(tx, draft.ID, toRecord(draft), draft.Revision)
		if err != nil {
			return fmt.Errorf("save deployment: %w", err)
		}
		draft.Revision, draft.ChangedAt = meta.Revision, meta.ChangedAt
		return d.journal.Append(tx, audit.Entry{
			Operator: operator, Action: "deployment.saved", Deployment: draft.ID, Subject: draft.Name,
		})
	})
	if err != nil {
		return Deployment{}, err
	}
	d.events.Publish(event.Event{Name: "deployment.saved", Deployment: draft.ID, Subject: draft.Name})
	return draft, nil
}

// Remove deletes a deployment and everything that belongs to it, when it has
// not changed since that revision.
func (d *Deployments) Remove(ctx context.Context, id string, revision vault.Revision) error {
	operator, err := d.access.MayEdit(ctx, "deployment.removed")
	if err != nil {
		return err
	}
	err = d.access.Update(ctx, func(tx *vault.Tx) error {
		old, err := d.get(tx, id)
		if err != nil {
			return err
		}
		for _, dependent := range d.dependents {
			if err := dependent.RemoveAll(tx, id); err != nil {
				return err
			}
		}
		if err := d.records.Delete(tx, id, revision); err != nil {
			return fmt.Errorf("remove deployment: %w", err)
		}
		return d.journal.Append(tx, audit.Entry{
			Operator: operator, Action: "deployment.removed", Deployment: id, Subject: old.Name,
		})
	})
	if err == nil {
		d.events.Publish(event.Event{Name: "deployment.removed", Deployment: id})
	}
	return err
}

// check adds to Validate what the other deployments forbid.
func (d *Deployments) check(tx *vault.Tx, draft Deployment) ([]fault.Field, error) {
	faults := draft.Validate()
	all, err := d.all(tx)
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		if other.ID == draft.ID {
			continue
		}
		if strings.EqualFold(other.Name, draft.Name) {
			faults = append(faults, fault.Field{Name: "name", Message: "another deployment has this name"})
		}
		if other.TenantID == draft.TenantID {
			faults = append(faults, fault.Field{Name: "tenantId", Message: "another deployment has this tenant ID"})
		}
	}
	return faults, nil
}

func (d *Deployments) get(tx *vault.Tx, id string) (Deployment, error) {
	r, meta, err := d.records.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		return Deployment{}, notFound(id)
	}
	if err != nil {
		return Deployment{}, err
	}
	return r.deployment(id, meta), nil
}

func (d *Deployments) all(tx *vault.Tx) ([]Deployment, error) {
	items, err := d.records.All(tx)
	if err != nil {
		return nil, err
	}
	out := make([]Deployment, 0, len(items))
	for _, item := range items {
		out = append(out, item.Value.deployment(item.ID, item.Meta))
	}
	slices.SortFunc(out, func(a, b Deployment) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return out, nil
}

// newID returns 128 random bits in hexadecimal.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
