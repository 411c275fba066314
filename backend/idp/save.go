package idp

import (
	"context"
	"fmt"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Save checks and keeps a draft: a new provider when it has no ID, else the one
// with that ID, when it has not changed since the draft's revision. What belongs
// to another type goes, with its secrets. It raises settings.invalid,
// settings.secret_bound_elsewhere, idp.exists and idp.not_found.
func (p *Providers) Save(ctx context.Context, deploymentID string, draft Draft) (Provider, error) {
	operator, err := p.access.MayEdit(ctx, actionSaved)
	if err != nil {
		return Provider{}, err
	}
	d, err := p.settle(ctx, deploymentID, draft, makeKey)
	if err != nil {
		return Provider{}, err
	}
	defer d.done()
	if faults := d.faults(); len(faults) > 0 {
		return Provider{}, invalid(faults)
	}
	entry := d.entry(actionSaved)
	entry.Operator = operator
	var saved Provider
	err = p.access.Update(ctx, func(tx *vault.Tx) error {
		if err := p.deployments.ExistsIn(tx, d.deployment); err != nil {
			return err
		}
		id, err := p.put(tx, d)
		if err != nil {
			return err
		}
		if err := p.told(tx, d, entry); err != nil {
			return err
		}
		saved, err = p.read(tx, deploymentID, id, d.lookup)
		return err
	})
	if err != nil {
		p.recordElsewhere(ctx, d, entry, err)
		return Provider{}, err
	}
	p.pairs.drop(d.pair)
	p.events.Publish(event.Event{Name: "idp.saved", Deployment: deploymentID, Subject: saved.ID})
	return saved, nil
}

// told writes the journal: a key that was made is an entry of its own.
func (p *Providers) told(tx *vault.Tx, d *settled, entry audit.Entry) error {
	if err := p.journal.Append(tx, entry); err != nil || d.pair == "" {
		return err
	}
	entry.Action = actionKeyMade
	return p.journal.Append(tx, entry)
}

// put stores a draft that has no faults, and returns its ID.
func (p *Providers) put(tx *vault.Tx, d *settled) (id string, err error) {
	id, revision := d.id, d.revision
	if id == "" {
		id, revision = vault.NewIDUnder(d.deployment), 0
	}
	other, err := p.named(tx, d.deployment, d.settings.Name)
	if err != nil {
		return "", err
	}
	if other != "" && other != id {
		return "", exists()
	}
	settings := d.settings
	if settings.Enabled == nil {
		settings.Enabled = d.was.Document.Enabled // an omitted switch stays as it is
	}
	r := toRecord(settings)
	// The record comes first: secrets belong to a record that exists.
	if _, err := p.records.Put(tx, id, r, revision); err != nil {
		return "", fmt.Errorf("save the sign-in provider: %w", err)
	}
	if r.Bound, err = keep(tx, id, d.expanded, d.inputs); err != nil {
		return "", err
	}
	if _, err := p.records.Put(tx, id, r, vault.AnyRevision); err != nil {
		return "", err
	}
	if d.id == "" {
		if err := p.adopt(tx, id, d); err != nil {
			return "", err
		}
	}
	return id, p.judgeAgain(tx, id, d.expanded)
}

func exists() *fault.Fault {
	return fault.New(fault.Conflict, CodeExists, "another sign-in provider of this deployment has this name").
		WithField("name", "is already the name of another provider").
		WithHint("open that provider, or choose another name")
}

// recordElsewhere notes in the journal that a stored secret was not given to
// another destination than its own.
func (p *Providers) recordElsewhere(ctx context.Context, d *settled, entry audit.Entry, err error) {
	if !fault.HasCode(err, CodeBoundElsewhere) {
		return
	}
	var fields []string
	for _, f := range fault.Of(err).Fields {
		fields = append(fields, f.Name)
	}
	p.recordBlocked(ctx, d, entry, fields)
}

// recordBlocked writes the entry. Without room for it the refusal stands all the
// same.
func (p *Providers) recordBlocked(ctx context.Context, d *settled, entry audit.Entry, fields []string) {
	entry.Detail, entry.Refused = savedFor(d.was, fields), true
	_ = p.access.Record(ctx, entry)
}

// savedFor says in words where stored secrets may go.
func savedFor(was record, fields []string) string {
	var parts []string
	for _, field := range fields {
		destination, known := was.Bound[field]
		if !known {
			destination = "another destination"
		}
		parts = append(parts, field+" was saved for "+destination)
	}
	return strings.Join(parts, "; ")
}
