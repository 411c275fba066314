package gateway

import (
	"context"
	"slices"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// settled is a draft whose secret is a secret, and what is known of the deployment
// that it uses.
type settled struct {
	Draft
	*credential.Settled
	expanded smtp.Settings
	faults   []fault.Field
	record   record
}

// settle looks at a draft. done wipes what it made.
func (g *Gateway) settle(ctx context.Context, draft Draft) (d *settled, done func(), err error) {
	draft.Settings = draft.Settings.WithDefaults()
	d = &settled{Draft: draft}
	plain, err := g.choose(ctx, d)
	if err == nil {
		d.record.Way, err = g.wayNow(ctx, plain)
	}
	if err != nil {
		return nil, nil, err
	}
	d.expanded, _ = d.Draft.Settings.SMTP().WithDefaults().Expand(nil)
	inputs := account.NoSecrets()
	inputs.Password = draft.Password
	d.Settled, done = g.secrets.Settle(inputs, d.expanded.Account())
	d.faults = slices.Concat(d.Draft.Settings.Check(), d.faults, credential.Faults(d.Inputs), d.Settled.Faults)
	d.record = d.record.with(d.Draft.Settings)
	return d, done, nil
}

// choose finds the deployment that a draft uses, and where its mail leads now. Plain
// means that the mail is not encrypted.
func (g *Gateway) choose(ctx context.Context, d *settled) (plain bool, err error) {
	if d.Draft.Settings.UseDeployment == "" {
		return d.Draft.Settings.Security == None, nil
	}
	blame := func(message string) {
		d.faults = append(d.faults, fault.Field{Name: "useDeployment", Message: message})
	}
	id, _, err := g.deployments.Find(ctx, d.Draft.Settings.UseDeployment)
	if err != nil {
		if fault.Of(err).Kind != fault.NotFound {
			return false, err
		}
		blame("is no deployment of this vault")
		return false, nil
	}
	d.Draft.Settings.UseDeployment = id
	route, err := g.mail.Route(ctx, id)
	if err != nil {
		return false, err
	}
	if !route.Configured && d.Draft.Settings.Enabled {
		blame("has no outgoing mail yet: save that first")
	}
	d.record.Route, d.record.Target = route.Fingerprint, route.Target
	return route.Plain, nil
}

func (r record) with(s Settings) record {
	full := toRecord(s)
	full.Route, full.Target, full.Way = r.Route, r.Target, r.Way
	return full
}

// subject is where the mail goes, for the journal.
func (d *settled) subject() string {
	if d.Draft.Settings.UseDeployment != "" {
		return d.record.Target
	}
	return d.Draft.Settings.Host
}
