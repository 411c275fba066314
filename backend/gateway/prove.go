package gateway

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// ProofRequest says what to prove of a draft.
type ProofRequest struct {
	Draft   Draft
	Level   smtp.Level
	To      string // of the test message; "" is the draft's own address
	Run     string // names the run in events
	Observe proof.Observer
}

// Prove tests a draft, saved or not; every role may. Nothing is stored but the
// proof. A draft that uses the outgoing mail of a deployment proves that, as it is
// stored: the proof is kept there, and its Shows says so, and why no password goes
// that way where that is so.
func (g *Gateway) Prove(ctx context.Context, r ProofRequest) (proof.Report, error) {
	if _, err := g.access.MayRead(); err != nil {
		return proof.Report{}, err
	}
	if r.Draft.Settings.UseDeployment != "" {
		return g.proveRoute(ctx, r)
	}
	request, used, done, err := g.request(ctx, r.Draft, r.Level, actionProved)
	if err != nil {
		return proof.Report{}, err
	}
	defer done()
	request.Level, request.To = r.Level, r.To
	request.Observe = g.observer(r)
	report := smtp.Prove(ctx, request)
	inOwnWords(&report)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the server
	}
	if err := g.keep(ctx, report, used()); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

// proveRoute proves the outgoing mail of a deployment.
func (g *Gateway) proveRoute(ctx context.Context, r ProofRequest) (proof.Report, error) {
	reading := context.WithoutCancel(ctx)
	id, name, err := g.deployments.Find(reading, r.Draft.Settings.UseDeployment)
	if err != nil {
		return proof.Report{}, err
	}
	report, err := g.mail.Prove(ctx, id, r)
	if err != nil {
		return report, err
	}
	report.Shows = "This is a proof of the outgoing mail of " + name + ", which the e-mail gateway uses. " + report.Shows
	g.changed()
	// What was proved is told also where this cannot be read.
	if stored, err := g.Get(reading); err == nil && stored.Settings.UseDeployment == id && stored.Redirected != "" {
		report.Shows += " But no password is mailed: " + stored.Redirected +
			". An owner looks at where the mail leads now, and saves the e-mail gateway again."
	}
	return report, nil
}

func (g *Gateway) observer(r ProofRequest) proof.Observer {
	return func(p proof.Progress) {
		if p.Step.Finding != nil {
			finding := ownWords(*p.Step.Finding)
			p.Step.Finding = &finding
		}
		g.events.Publish(event.Event{Name: "proof.step", Run: r.Run, Step: &p})
		if r.Observe != nil {
			r.Observe(p)
		}
	}
}

// keep stores a proof among the newest of the gateway, also of what is not saved
// yet: who tests first and saves then has proved what he saved.
func (g *Gateway) keep(ctx context.Context, report proof.Report, secrets smtp.Secrets) error {
	err := g.access.Update(ctx, func(tx *vault.Tx) error { return g.proofs.Keep(tx, recordID, report, secrets) })
	if err == nil {
		g.changed()
	}
	return err
}

// request gathers what speaking to the server of a draft needs. Used are the
// secrets that it ended with; done wipes them.
func (g *Gateway) request(ctx context.Context, draft Draft, level smtp.Level, action string) (r smtp.Request, used func() smtp.Secrets, done func(), err error) {
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	way, err := g.network.Network(reading)
	if err != nil {
		return smtp.Request{}, nil, nil, err
	}
	d, wipe, err := g.settle(reading, draft)
	if err != nil {
		return smtp.Request{}, nil, nil, err
	}
	r = smtp.Request{Settings: d.expanded, Network: way, Version: g.version}
	if level == smtp.LevelConnect { // which sends no credential
		return r, func() smtp.Secrets { return smtp.Secrets{} }, wipe, nil
	}
	bound, err := g.bound(reading)
	if err != nil {
		wipe()
		return smtp.Request{}, nil, nil, err
	}
	prepared, err := g.secrets.Prepare(ctx, credential.PrepareRequest{
		ID: recordID, Settled: d.Settled, Bound: bound, Entry: audit.Entry{Action: action, Subject: d.subject()},
	})
	if err != nil {
		wipe()
		return smtp.Request{}, nil, nil, err
	}
	r.Secrets, r.Blocked = prepared.Secrets, prepared.Blocked
	return r, func() smtp.Secrets { return prepared.Secrets }, func() { prepared.Done(); wipe() }, nil
}
