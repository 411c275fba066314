package outgoing

import (
	"context"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Delivery is a stored server as it is given to another system: nothing in it
// is left to be filled in.
type Delivery struct {
	Settings smtp.Settings // with defaults and variables; Enabled is not nil
	// Secrets are those that its way to sign in uses. The caller wipes them.
	Secrets    smtp.Secrets
	Stored     []StoredSecret // says which of them are stored
	ConfigHash string         // of the settings, as in a proof
	Status     Status
}

// HandOver returns a deployment's server with its secrets, for an action of the
// audit journal that gives it to another system. It raises
// outgoing.not_configured; settings.invalid for what cannot be given as it is,
// such as a variable without a value; and settings.secret_bound_elsewhere when a
// variable leads elsewhere since a secret was saved, which is recorded under the
// action.
func (s *Servers) HandOver(ctx context.Context, deploymentID, action string) (Delivery, error) {
	if _, err := s.access.MayEdit(ctx, action); err != nil {
		return Delivery{}, err
	}
	delivery, blocked, err := s.deliver(ctx, deploymentID)
	if err != nil {
		return Delivery{}, err
	}
	if len(blocked) > 0 {
		delivery.Secrets.Wipe()
		err := boundElsewhere(blocked)
		if bound, reading := s.bound(ctx, deploymentID); reading == nil {
			entry := audit.Entry{Action: action, Deployment: deploymentID, Subject: delivery.Settings.Host}
			s.secrets.RecordElsewhere(ctx, entry, err, bound)
		}
		return Delivery{}, err
	}
	return delivery, nil
}

// Deliverable returns what [Servers.HandOver] would, without the values of the
// secrets. It raises the same, and records nothing.
func (s *Servers) Deliverable(ctx context.Context, deploymentID string) (Delivery, error) {
	delivery, blocked, err := s.deliver(ctx, deploymentID)
	if err != nil {
		return Delivery{}, err
	}
	delivery.Secrets.Wipe()
	delivery.Secrets = smtp.Secrets{}
	if len(blocked) > 0 {
		return Delivery{}, boundElsewhere(blocked)
	}
	return delivery, nil
}

// Delivered reports for each glance whether it is one at exactly what is stored
// now, secrets included. None is without a server.
func (s *Servers) Delivered(ctx context.Context, deploymentID string, glances []evidence.Glance) ([]bool, error) {
	same := make([]bool, len(glances))
	read, err := s.open(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	defer read.secrets.Wipe()
	for i, g := range glances {
		status := g.Status(read.expanded.Hash(), read.secrets, g.StartedAt)
		same[i] = read.server.Configured() && !g.IsZero() && status.Light != Stale
	}
	return same, nil
}

// deliver fills in a stored server and opens its secrets. blocked names those
// that were saved for elsewhere.
func (s *Servers) deliver(ctx context.Context, deploymentID string) (d Delivery, blocked []string, err error) {
	read, err := s.open(ctx, deploymentID)
	if err == nil {
		err = read.incomplete()
	}
	if err != nil {
		read.secrets.Wipe()
		return Delivery{}, nil, err
	}
	d = Delivery{
		Settings: read.expanded, Secrets: read.secrets,
		ConfigHash: read.expanded.Hash(), Status: read.server.Status,
	}
	d.Settings.Enabled = &read.server.Enabled
	for _, one := range read.server.Stored() {
		if credential.Used(read.expanded.Account(), one.Field) {
			d.Stored = append(d.Stored, one)
		}
	}
	return d, read.blocked, nil
}

// opened is a stored server, filled in, with the secrets that may go where it
// leads, and the names of those that may not.
type opened struct {
	server     Server
	expanded   smtp.Settings
	unresolved []smtp.Unresolved
	secrets    smtp.Secrets
	blocked    []string
}

// open reads settings and secrets at one time: together they are what somebody
// has saved. The caller wipes the secrets.
func (s *Servers) open(ctx context.Context, deploymentID string) (o opened, err error) {
	if _, err := s.access.MayRead(); err != nil {
		return opened{}, err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return opened{}, err
	}
	err = s.access.View(ctx, func(tx *vault.Tx) (err error) {
		if o.server, err = s.read(tx, deploymentID, lookup); err != nil {
			return err
		}
		o.expanded, o.unresolved = o.server.Settings.WithDefaults().Expand(lookup)
		settled := &credential.Settled{Inputs: account.KeepSecrets(), Expanded: o.expanded.Account()}
		o.secrets, o.blocked, err = s.secrets.Gather(tx, deploymentID, settled)
		return err
	})
	return o, err
}

// incomplete says why a server means nothing to another system, nil when it
// does.
func (o opened) incomplete() error {
	if !o.server.Configured() {
		return notConfigured()
	}
	var faults []fault.Field
	for _, u := range o.unresolved {
		faults = append(faults, credential.WithoutValue(u))
	}
	if len(faults) == 0 {
		faults = o.expanded.Check()
	}
	if len(faults) > 0 {
		return invalid(faults)
	}
	return nil
}

// boundElsewhere refuses to give secrets along with a server that they were not
// saved for.
func boundElsewhere(names []string) error {
	var fields []fault.Field
	for _, name := range slices.Sorted(slices.Values(names)) {
		fields = append(fields, fault.Field{
			Name: name, Message: "was saved for another server: a variable has changed since",
		})
	}
	return fault.New(fault.Invalid, CodeBoundElsewhere, "a stored secret was saved for another destination").
		WithFields(fields...).WithHint("enter it again for the new destination")
}
