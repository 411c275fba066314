package idp

import (
	"context"
	"strings"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
	"patchbay/backend/vault"
)

// ProofRequest says what to prove.
type ProofRequest struct {
	Draft Draft
	Run   string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
}

// Check proves of a draft, saved or not, what can be proved without a sign-in.
// Nothing is stored but the proof, when the draft is one of a stored provider or
// is saved as a new one.
func (p *Providers) Check(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	epoch := p.unsaved.Epoch()
	run, err := p.prepare(ctx, deploymentID, r, makeKey)
	if err != nil {
		return proof.Report{}, err
	}
	defer run.done()
	run.request.Blocked = nil // no secret is sent
	report := sso.Check(ctx, run.request)
	run.signers = signersAt(ctx, run.request, report)
	return p.keep(ctx, run, report, epoch), nil
}

// Probe tries the settings of a draft that can be told by trying only. Nothing
// is stored.
func (p *Providers) Probe(ctx context.Context, deploymentID string, r ProofRequest) (signin.ProbeReport, error) {
	run, err := p.prepare(ctx, deploymentID, r, makeKey)
	if err != nil {
		return signin.ProbeReport{}, err
	}
	defer run.done()
	if run.request.Blocked != nil {
		p.recordBlocked(context.WithoutCancel(ctx), run.settled, run.settled.entry(actionProved), run.request.Blocked.Fields)
		return signin.ProbeReport{Finding: run.request.Blocked}, nil
	}
	return sso.Probe(ctx, run.request), nil
}

// Read fetches or reads what the provider of a draft says of itself. Nothing is
// stored.
func (p *Providers) Read(ctx context.Context, deploymentID string, r ProofRequest) (signin.Reading, error) {
	run, err := p.prepare(ctx, deploymentID, r, onlyMade)
	if err != nil {
		return signin.Reading{}, err
	}
	defer run.done()
	run.request.Secrets, run.request.Blocked = signin.Secrets{}, nil // none is needed
	return sso.Read(ctx, run.request), nil
}

// prepared is a request with the secrets that it may use.
type prepared struct {
	settled *settled
	request signin.Request
	secrets signin.Secrets
	signers *signers // nil unless a check has found them in metadata
}

// done wipes the secrets.
func (r *prepared) done() {
	r.secrets.Wipe()
	r.settled.done()
}

// prepare gathers what a proof of a draft needs.
func (p *Providers) prepare(ctx context.Context, deploymentID string, r ProofRequest, how pairing) (*prepared, error) {
	if _, err := p.access.MayRead(); err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	way, err := p.network.Network(reading)
	if err != nil {
		return nil, err
	}
	d, err := p.settle(reading, deploymentID, r.Draft, how)
	if err != nil {
		return nil, err
	}
	run := &prepared{settled: d, request: signin.Request{
		Settings: d.settings, Lookup: d.lookup, Network: way, Version: p.version, Now: p.now,
		Observe: p.observer(deploymentID, r), Seen: p.remember,
	}}
	var blocked []string
	err = p.access.View(reading, func(tx *vault.Tx) (err error) {
		run.secrets, blocked, err = gather(tx, d.id, d.expanded, d.inputs)
		return err
	})
	if err != nil {
		d.done()
		return nil, err
	}
	run.request.Secrets, run.request.Blocked = run.secrets, stopped(blocked, d)
	return run, nil
}

func (p *Providers) observer(deploymentID string, r ProofRequest) proof.Observer {
	return func(progress proof.Progress) {
		p.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &progress})
		if r.Observe != nil {
			r.Observe(progress)
		}
	}
}

// stopped explains why a sign-in must not begin, nil when nothing stands against
// it.
func stopped(blocked []string, d *settled) *proof.Finding {
	faults := append(typedFaults(d.inputs), d.keyFaults...)
	switch {
	case len(blocked) > 0:
		return &proof.Finding{
			Code: CodeBoundElsewhere,
			Cause: "The stored " + strings.Join(blocked, " and ") + " was saved for another destination. " +
				"A stored secret is only ever sent where it was saved for: to its issuer or token URL, for its client ID.",
			Remedy: "Enter it again for the new destination.",
			Fields: blocked,
		}
	case len(faults) > 0:
		return &proof.Finding{
			Code:   CodeInvalid,
			Cause:  "A secret cannot be used: " + faults[0].Name + " " + faults[0].Message + ".",
			Remedy: "Enter it again.",
			Fields: []string{faults[0].Name},
		}
	}
	return nil
}

// keep stores a proof, unless it was cancelled: that says nothing of the
// provider. It returns the report, which says when it could not be stored.
func (p *Providers) keep(ctx context.Context, run *prepared, report proof.Report, epoch int) proof.Report {
	if ctx.Err() != nil || ending(report) == signin.Cancelled {
		return report
	}
	kept := slim(report)
	if run.settled.id == "" && ending(report) != "" {
		return report
	}
	if run.settled.id == "" {
		glance := glanceOf(kept, run.secrets)
		p.unsaved.Hold(shelf(run.settled.deployment, report.Level), kept, glance, epoch)
		return report
	}
	err := p.access.Update(ctx, func(tx *vault.Tx) error {
		return p.keepProof(tx, run, kept)
	})
	if err != nil {
		// The provider has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
		return report
	}
	p.events.Publish(event.Event{Name: "idp.proved", Deployment: run.settled.deployment, Subject: run.settled.id})
	return report
}
