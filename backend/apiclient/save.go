package apiclient

import (
	"context"
	"fmt"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// settled is a draft whose secret is a secret.
type settled struct {
	Draft
	deployment string
	generated  secret.Text // not set when none was made
}

// settle gives a draft the secret that it is to have generated, and a new one
// that brings none.
func settle(deploymentID string, draft Draft) *settled {
	d := &settled{Draft: draft, deployment: deploymentID}
	d.Settings = draft.trimmed()
	bringsNone := draft.Secret.Change != secret.Set && draft.Secret.Change != secret.Clear
	if draft.Secret.Change == Generate || draft.ID == "" && bringsNone {
		d.generated = newSecret()
		d.Secret = secret.Input{Change: secret.Set, Value: d.generated}
	}
	return d
}

// faults are those of the document and of the secret.
func (d *settled) faults() []fault.Field { return append(d.check(), secretFaults(d.Secret)...) }

// Save checks and keeps a draft: a new client when it has no ID, else the one
// with that ID, when it has not changed since the draft's revision. A secret
// that was generated is returned, this once; the caller wipes it. The client's
// tokens end when its ID, its scopes or its secret change. It raises
// apiclient.invalid, settings.secret_bound_elsewhere, apiclient.exists and
// apiclient.not_found.
func (c *Clients) Save(ctx context.Context, deploymentID string, draft Draft) (Client, secret.Text, error) {
	operator, err := c.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Client{}, secret.Text{}, err
	}
	if err := c.exists(ctx, deploymentID); err != nil {
		return Client{}, secret.Text{}, err
	}
	d := settle(deploymentID, draft)
	saved, err := c.keepDraft(ctx, operator, d)
	if err != nil {
		d.generated.Wipe()
		return Client{}, secret.Text{}, err
	}
	c.events.Publish(event.Event{Name: eventSaved, Deployment: deploymentID, Subject: saved.ID})
	return saved, d.generated, nil
}

func (c *Clients) keepDraft(ctx context.Context, operator string, d *settled) (Client, error) {
	if faults := d.faults(); len(faults) > 0 {
		return Client{}, invalid(faults)
	}
	entry := audit.Entry{Operator: operator, Action: actionSaved, Deployment: d.deployment, Subject: d.ClientID}
	var saved Client
	var was record
	err := c.access.Update(ctx, func(tx *vault.Tx) error {
		before, err := c.before(tx, d)
		if err != nil {
			return err
		}
		was = before.Value
		id, err := c.put(tx, d, before)
		if err != nil {
			return err
		}
		entry.Detail = d.newScopes(was)
		if err := c.told(tx, d, entry); err != nil {
			return err
		}
		saved, err = c.reread(tx, d.deployment, id)
		return err
	})
	if err != nil {
		c.recordElsewhere(ctx, entry, err, was.Bound)
		return Client{}, err
	}
	if d.endsTokens(was) {
		c.tokens.endOf(saved.ID)
		saved.Tokens = 0
	}
	return saved, nil
}

// before is what the draft was made from, empty for a new one. A deployment that
// was removed meanwhile gets no new client: nobody could remove that any more,
// and it would be given tokens.
func (c *Clients) before(tx *vault.Tx, d *settled) (vault.Item[record], error) {
	if d.ID == "" {
		return vault.Item[record]{ID: vault.NewIDUnder(d.deployment)}, c.deployments.ExistsIn(tx, d.deployment)
	}
	return c.get(tx, d.deployment, d.ID)
}

// put stores a draft that has no faults, and returns its ID.
func (c *Clients) put(tx *vault.Tx, d *settled, before vault.Item[record]) (id string, err error) {
	id = before.ID
	own, err := c.records.Under(tx, d.deployment)
	if err != nil {
		return "", err
	}
	if other := named(own, d.ClientID); other != "" && other != id {
		return "", exists()
	}
	r := toRecord(d.Settings)
	if r.CreatedAt = before.Value.CreatedAt; d.ID == "" {
		r.CreatedAt = c.now().UTC()
	}
	r.Bound = d.leadsTo()
	// The record comes first: secrets belong to a record that exists.
	if _, err := c.records.Put(tx, id, r, d.Revision); err != nil {
		return "", fmt.Errorf("save the API client: %w", err)
	}
	if err := keep(tx, id, d.Settings, d.Secret); err != nil {
		return "", err
	}
	if d.Default {
		if err := c.makeDefault(tx, d.deployment, id, own); err != nil {
			return "", err
		}
	}
	if d.ID == "" {
		return id, c.adopt(tx, id, d)
	}
	return id, nil
}

// makeDefault has a client of a deployment take the place of the default one.
func (c *Clients) makeDefault(tx *vault.Tx, deploymentID, id string, own []vault.Item[record]) error {
	if chosen, err := c.defaultOf(tx, deploymentID, own); err != nil || chosen == id {
		return err
	}
	_, err := c.defaults.Put(tx, deploymentID, defaultRecord{Client: id}, vault.AnyRevision)
	return err
}

// told writes the journal: another secret is an entry of its own.
func (c *Clients) told(tx *vault.Tx, d *settled, entry audit.Entry) error {
	if err := c.journal.Append(tx, entry); err != nil || d.ID == "" || d.Secret.Change != secret.Set {
		return err
	}
	entry.Action, entry.Detail = actionSecretChanged, ""
	return c.journal.Append(tx, entry)
}

// newScopes says what the client may do from now on, "" where that stays.
func (d *settled) newScopes(was record) string {
	switch {
	case sameScopes(d.Scopes, was.Scopes):
		return ""
	case len(d.Scopes) == 0:
		return "no scopes"
	}
	return "scopes: " + d.scope()
}

// endsTokens reports whether tokens of the client as it was say more than it may
// now.
func (d *settled) endsTokens(was record) bool {
	return d.Secret.Change == secret.Set || d.ClientID != was.ClientID || !sameScopes(d.Scopes, was.Scopes)
}

func exists() *fault.Fault {
	return fault.New(fault.Conflict, CodeExists, "another API client of this deployment has this client ID").
		WithField("clientId", "is already the ID of another client").
		WithHint("open that client, or choose another client ID")
}

// recordElsewhere notes in the journal that the stored secret was not given to
// another destination than its own. Without room for the entry the refusal
// stands all the same.
func (c *Clients) recordElsewhere(ctx context.Context, entry audit.Entry, err error, bound string) {
	if !fault.HasCode(err, CodeBoundElsewhere) {
		return
	}
	entry.Detail, entry.Refused = fieldSecret+" was saved for "+bound, true
	_ = c.access.Record(ctx, entry)
}
