package outgoing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Access is what servers need of the vault and of who is at work. May* return
// the operator's name, or a fault.
type Access interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
	Update(ctx context.Context, fn func(*vault.Tx) error) error
	MayRead() (operator string, err error)
	MayEdit(ctx context.Context, action string) (operator string, err error)
	// Record writes an entry of its own, for what was refused.
	Record(ctx context.Context, e audit.Entry) error
}

// Deployments knows the variables of a deployment; it fails for one that does
// not exist.
type Deployments interface {
	LookupOf(ctx context.Context, deploymentID string) (func(name string) (string, bool), error)
	// ExistsIn fails for one that does not exist in the transaction: it may be
	// removed after it was looked up.
	ExistsIn(tx *vault.Tx, deploymentID string) error
}

// Network knows how connections leave this machine.
type Network interface {
	Network(ctx context.Context) (dial.Network, error)
}

// Options are what servers are made of. Version is that of Patchbay, for
// proofs.
type Options struct {
	Access      Access
	Deployments Deployments
	Network     Network
	Journal     *audit.Journal
	Events      *event.Bus
	Now         func() time.Time
	Version     string
}

// Servers keeps the outgoing mail server of each deployment.
type Servers struct {
	access      Access
	deployments Deployments
	network     Network
	journal     *audit.Journal
	events      *event.Bus
	now         func() time.Time
	version     string
	servers     vault.Collection[record]
	proofs      *evidence.Ledger
	secrets     *credential.Keeper
}

// New returns the outgoing mail servers of a vault. Locking it wipes what they
// hold of sign-ins.
func New(o Options) *Servers {
	return &Servers{
		access: o.Access, deployments: o.Deployments, network: o.Network, journal: o.Journal, events: o.Events,
		now: o.Now, version: o.Version, servers: newServers(), proofs: newProofs(),
		secrets: credential.New(credential.Options{
			Protocol: "smtp", Kind: kindServer, Access: o.Access, Network: o.Network, Events: o.Events,
		}),
	}
}

// Get returns a deployment's server. One that is not configured is an empty
// Server, not a fault.
func (s *Servers) Get(ctx context.Context, deploymentID string) (Server, error) {
	if _, err := s.access.MayRead(); err != nil {
		return Server{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Server{}, err
	}
	var server Server
	err = s.access.View(ctx, func(tx *vault.Tx) (err error) {
		server, err = s.read(tx, deploymentID, lookup)
		return err
	})
	return server, err
}

// Configured returns a deployment's server, or a fault when there is none.
func (s *Servers) Configured(ctx context.Context, deploymentID string) (Server, error) {
	server, err := s.Get(ctx, deploymentID)
	if err == nil && !server.Configured() {
		err = notConfigured()
	}
	return server, err
}

func (s *Servers) read(tx *vault.Tx, deploymentID string, lookup lookup) (Server, error) {
	r, meta, err := s.servers.Get(tx, deploymentID)
	if errors.Is(err, vault.ErrNoRecord) {
		return Server{DeploymentID: deploymentID, Status: Status{Light: Missing, Summary: "Not configured"}}, nil
	}
	if err != nil {
		return Server{}, err
	}
	server := Server{
		DeploymentID: deploymentID, Revision: meta.Revision, ChangedAt: meta.ChangedAt,
		Enabled: r.Enabled, Settings: r.settings(),
	}
	if server.Infos, err = s.secrets.Infos(tx, deploymentID); err != nil {
		return Server{}, err
	}
	server.Status, err = s.status(tx, server, lookup)
	return server, err
}

// Save checks and keeps a draft, when the server has not changed since the
// draft's revision.
func (s *Servers) Save(ctx context.Context, deploymentID string, draft Draft) (Server, error) {
	operator, err := s.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Server{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return Server{}, err
	}
	d, done := s.settle(draft, lookup)
	defer done()
	if faults := d.faults(); len(faults) > 0 {
		return Server{}, invalid(faults)
	}
	var server Server
	err = s.access.Update(ctx, func(tx *vault.Tx) error {
		if err := s.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err
		}
		if err := s.put(tx, deploymentID, d); err != nil {
			return err
		}
		entry := draft.entry(actionSaved, deploymentID)
		entry.Operator = operator
		if err := s.journal.Append(tx, entry); err != nil {
			return err
		}
		server, err = s.read(tx, deploymentID, lookup)
		return err
	})
	if err != nil {
		if bound, reading := s.bound(ctx, deploymentID); reading == nil {
			s.secrets.RecordElsewhere(ctx, draft.entry(actionSaved, deploymentID), err, bound)
		}
		return Server{}, err
	}
	s.events.Publish(event.Event{Name: "outgoing.server.saved", Deployment: deploymentID})
	return server, nil
}

func (s *Servers) put(tx *vault.Tx, deploymentID string, d *settled) error {
	old, _, err := s.servers.Get(tx, deploymentID)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return err
	}
	settings := explicit(d.Settings)
	if settings.Enabled == nil && err == nil {
		settings.Enabled = &old.Enabled // an omitted switch stays as it is
	}
	r := toRecord(settings)
	// The record comes first: secrets belong to a record that exists.
	if _, err := s.servers.Put(tx, deploymentID, r, d.Revision); err != nil {
		return fmt.Errorf("save outgoing mail: %w", err)
	}
	bound, err := s.secrets.Store(tx, deploymentID, d.Settled)
	if err != nil {
		return err
	}
	r.Bound = bound
	_, err = s.servers.Put(tx, deploymentID, r, vault.AnyRevision)
	return err
}

// explicit fixes the choices that a document may leave out; the port and the
// user name stay empty where they follow others.
func explicit(settings smtp.Settings) smtp.Settings {
	full := settings.WithDefaults()
	settings.Security, settings.Auth = full.Security, full.Auth
	return settings
}

// Remove deletes a deployment's server with its secrets and proofs.
func (s *Servers) Remove(ctx context.Context, deploymentID string, revision vault.Revision) error {
	operator, err := s.access.MayEdit(ctx, actionRemoved)
	if err != nil {
		return err
	}
	err = s.access.Update(ctx, func(tx *vault.Tx) error {
		r, _, err := s.servers.Get(tx, deploymentID)
		if errors.Is(err, vault.ErrNoRecord) {
			return notConfigured()
		}
		if err != nil {
			return err
		}
		if err := s.remove(tx, deploymentID, revision); err != nil {
			return fmt.Errorf("remove outgoing mail: %w", err)
		}
		return s.journal.Append(tx, audit.Entry{
			Operator: operator, Action: actionRemoved, Deployment: deploymentID, Subject: r.Host,
		})
	})
	if err == nil {
		s.events.Publish(event.Event{Name: "outgoing.server.removed", Deployment: deploymentID})
	}
	return err
}

// RemoveAll deletes what belongs to a deployment that goes.
func (s *Servers) RemoveAll(tx *vault.Tx, deploymentID string) error {
	return s.remove(tx, deploymentID, vault.AnyRevision)
}

func (s *Servers) remove(tx *vault.Tx, deploymentID string, revision vault.Revision) error {
	if err := s.proofs.Remove(tx, deploymentID); err != nil {
		return err
	}
	err := s.servers.Delete(tx, deploymentID, revision) // and its secrets
	if errors.Is(err, vault.ErrNoRecord) {
		return nil
	}
	return err
}

// status derives the light of a stored server from its proofs.
func (s *Servers) status(tx *vault.Tx, server Server, lookup lookup) (Status, error) {
	expanded, _ := server.Settings.WithDefaults().Expand(lookup)
	secrets, _, err := s.secrets.Gather(tx, server.DeploymentID, &credential.Settled{Expanded: expanded.Account()})
	if err != nil {
		return Status{}, err
	}
	defer secrets.Wipe()
	status, err := s.proofs.Status(tx, server.DeploymentID, expanded.Hash(), secrets, s.now())
	if !server.Enabled {
		status.Light, status.Summary = Disabled, "Switched off"
	}
	return status, err
}

type lookup = func(name string) (string, bool)
