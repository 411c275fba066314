package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// What is done here, in the words of the audit journal.
const (
	actionSaved           = "gateway.saved"
	actionRemoved         = "gateway.removed"
	actionProved          = "gateway.proved"
	actionTemplateSaved   = "gateway.template_saved"
	actionTemplateRemoved = "gateway.template_removed"
	actionSent            = "gateway.sent"
)

// Save checks and keeps a draft, when the gateway has not changed since the draft's
// revision. Only an owner may. Where a deployment's outgoing mail is used, this is
// what allows the server that it leads to now.
func (g *Gateway) Save(ctx context.Context, draft Draft) (Stored, error) {
	operator, err := g.access.MayOwn(ctx, actionSaved)
	if err != nil {
		return Stored{}, err
	}
	d, done, err := g.settle(ctx, draft)
	if err != nil {
		return Stored{}, err
	}
	defer done()
	entry := audit.Entry{Operator: operator, Action: actionSaved, Subject: d.subject()}
	err = g.access.Update(ctx, func(tx *vault.Tx) error {
		if err := g.put(tx, d); err != nil {
			return err
		}
		return g.journal.Append(tx, entry)
	})
	if err != nil {
		if bound, reading := g.bound(ctx); reading == nil {
			g.secrets.RecordElsewhere(ctx, audit.Entry{Action: actionSaved, Subject: d.subject()}, err, bound)
		}
		return Stored{}, err
	}
	g.changed()
	return g.Get(ctx)
}

func (g *Gateway) put(tx *vault.Tx, d *settled) error {
	missing, err := g.missing(tx, d)
	if err != nil {
		return err
	}
	if faults := slices.Concat(d.faults, missing); len(faults) > 0 {
		return invalid(faults)
	}
	// The record comes first: a secret belongs to a record that exists.
	if _, err := g.settings.Put(tx, recordID, d.record, d.Revision); err != nil {
		return fmt.Errorf("save the e-mail gateway: %w", err)
	}
	if err := g.letGo(tx, d); err != nil {
		return err
	}
	d.record.Bound, err = g.secrets.Store(tx, recordID, d.Settled)
	if err != nil {
		return err
	}
	_, err = g.settings.Put(tx, recordID, d.record, vault.AnyRevision)
	return err
}

// missing is the fault of an authorization code that is neither given nor stored.
func (g *Gateway) missing(tx *vault.Tx, d *settled) ([]fault.Field, error) {
	if !d.Draft.Settings.mandatory() {
		return nil, nil
	}
	secrets, blocked, err := g.secrets.Gather(tx, recordID, d.Settled)
	if err != nil {
		return nil, err
	}
	defer secrets.Wipe()
	if len(blocked) > 0 || secrets.Password.IsSet() {
		return nil, nil
	}
	return []fault.Field{{Name: "password", Message: "is required while the gateway is enabled"}}, nil
}

// letGo removes the authorization code of a server of its own that has changed
// while a deployment's outgoing mail is used: nobody needs it there, and it may go
// nowhere else.
func (g *Gateway) letGo(tx *vault.Tx, d *settled) error {
	if d.Draft.Settings.UseDeployment == "" || d.Inputs.Password.Change != secret.Keep {
		return nil
	}
	secrets, blocked, err := g.secrets.Gather(tx, recordID, d.Settled)
	if err != nil {
		return err
	}
	secrets.Wipe()
	if len(blocked) > 0 {
		d.Inputs.Password = secret.Input{Change: secret.Clear}
	}
	return nil
}

// bound is what the stored secret was saved for; nil without a gateway.
func (g *Gateway) bound(ctx context.Context) (map[string]string, error) {
	var r record
	err := g.access.View(ctx, func(tx *vault.Tx) (err error) {
		r, _, err = g.settings.Get(tx, recordID)
		return vault.Optional(err)
	})
	return r.Bound, err
}

// Remove deletes the gateway with its secret and proofs. The template stays. Only
// an owner may.
func (g *Gateway) Remove(ctx context.Context, revision vault.Revision) error {
	operator, err := g.access.MayOwn(ctx, actionRemoved)
	if err != nil {
		return err
	}
	err = g.access.Update(ctx, func(tx *vault.Tx) error {
		r, _, err := g.settings.Get(tx, recordID)
		if errors.Is(err, vault.ErrNoRecord) {
			return notConfigured()
		}
		if err != nil {
			return err
		}
		if err := g.proofs.Remove(tx, recordID); err != nil {
			return err
		}
		if err := g.settings.Delete(tx, recordID, revision); err != nil { // and its secret
			return fmt.Errorf("remove the e-mail gateway: %w", err)
		}
		subject := r.Host
		if r.Deployment != "" {
			subject = r.Target
		}
		return g.journal.Append(tx, audit.Entry{Operator: operator, Action: actionRemoved, Subject: subject})
	})
	if err == nil {
		g.changed()
	}
	return err
}
