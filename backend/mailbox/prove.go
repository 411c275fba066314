package mailbox

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/event"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/vault"
)

// ProofRequest says what to prove.
type ProofRequest struct {
	Draft Draft
	Run   string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
}

// Prove tests a draft, saved or not. Nothing is stored but the proof, when the
// draft is one of a stored mailbox or is saved as a new one, and a refresh token
// that the provider has replaced while it was used. The light of the stored
// mailbox changes only when the draft is exactly what is stored.
func (m *Mailboxes) Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	epoch := m.unsaved.Epoch()
	p, err := m.prepare(ctx, deploymentID, r.Draft)
	if err != nil {
		return proof.Report{}, err
	}
	defer p.done()
	p.request.Observe = m.observer(deploymentID, r)
	report := imap.Prove(ctx, p.request)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the mailbox
	}
	if r.Draft.ID == "" {
		glance := evidence.GlanceOf(report, p.secrets.Secrets, words())
		m.unsaved.Hold(deploymentID, slim(report), glance, epoch)
		return report, nil
	}
	if err := m.keep(ctx, deploymentID, p, report); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

// prepared is a request with the secrets that it may use.
type prepared struct {
	settled *settled
	secrets *credential.Prepared
	request imap.Request
	done    func()
}

// prepare gathers what a proof needs. done wipes the secrets, and lets the next
// proof with the same refresh token begin.
func (m *Mailboxes) prepare(ctx context.Context, deploymentID string, draft Draft) (*prepared, error) {
	p, err := m.begin(ctx, deploymentID, draft)
	if err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	bound, err := m.boundOf(reading, deploymentID, draft.ID)
	if err == nil {
		p.secrets, err = m.keeper.Prepare(ctx, credential.PrepareRequest{
			ID: draft.ID, Settled: p.settled.secrets, Bound: bound,
			Entry: audit.Entry{Action: actionProved, Deployment: deploymentID, Subject: p.settled.Settings.Mailbox},
		})
	}
	if err != nil {
		p.done()
		return nil, err
	}
	wipeMade := p.done
	p.done = func() { p.secrets.Done(); wipeMade() }
	p.request.Secrets, p.request.Blocked, p.request.Rotated = p.secrets.Secrets, p.secrets.Blocked, p.secrets.Rotated
	return p, nil
}

// begin is what a request needs without any credential.
func (m *Mailboxes) begin(ctx context.Context, deploymentID string, draft Draft) (*prepared, error) {
	if _, err := m.access.MayRead(); err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx)
	lookup, err := m.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return nil, err
	}
	way, err := m.network.Network(reading)
	if err != nil {
		return nil, err
	}
	d, done := m.settle(draft, lookup)
	return &prepared{settled: d, done: done, request: imap.Request{
		Settings: d.Settings, Lookup: lookup, Version: m.version, Network: way,
	}}, nil
}

// boundOf says what the stored secrets of a draft's mailbox were saved for. A
// draft of a mailbox that is not there is mailbox.not_found.
func (m *Mailboxes) boundOf(ctx context.Context, deploymentID, id string) (bound map[string]string, err error) {
	if id == "" {
		return nil, nil
	}
	err = m.access.View(ctx, func(tx *vault.Tx) error {
		r, _, err := m.get(tx, deploymentID, id)
		bound = r.Bound
		return err
	})
	return bound, err
}

func (m *Mailboxes) observer(deploymentID string, r ProofRequest) proof.Observer {
	return func(p proof.Progress) {
		m.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &p})
		if r.Observe != nil {
			r.Observe(p)
		}
	}
}

// keep stores a proof among the newest of its mailbox.
func (m *Mailboxes) keep(ctx context.Context, deploymentID string, p *prepared, report proof.Report) error {
	used := p.secrets.Secrets
	one := provedOne{id: p.settled.ID, report: slim(report), glance: evidence.GlanceOf(report, used, words())}
	err := m.access.Update(ctx, func(tx *vault.Tx) error {
		return m.keepProof(tx, p.settled.lookup, one, &used)
	})
	if err == nil {
		m.events.Publish(event.Event{Name: "mailbox.proved", Deployment: deploymentID, Subject: one.id})
	}
	return err
}

// Alternatives tries the other ports and securities of a draft's host without
// any credential, and tells of each as the event "mailbox.tried".
func (m *Mailboxes) Alternatives(ctx context.Context, deploymentID string, draft Draft, run string) (account.AlternativesReport, error) {
	draft.Secrets = account.NoSecrets()
	p, err := m.begin(ctx, deploymentID, draft)
	if err != nil {
		return account.AlternativesReport{}, err
	}
	defer p.done()
	return imap.Alternatives(ctx, imap.AlternativesRequest{Request: p.request, Tried: func(t account.Tried) {
		tried := event.Tried{
			Port: t.Port, Security: string(t.Security), Works: t.Works, Mechanisms: t.Mechanisms,
			Detail: t.Detail, Code: t.Code, Alternative: t.Alternative, DurationMs: t.DurationMs,
		}
		m.events.Publish(event.Event{Name: "mailbox.tried", Deployment: deploymentID, Run: run, Tried: &tried})
	}}), nil
}
