package outgoing

import (
	"context"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// ProofRequest says what to prove of a draft.
type ProofRequest struct {
	Draft Draft
	Level smtp.Level
	To    string // of the test message
	Run   string // names the run in events
	// Observe is told of each step, beside the event "proof.step".
	Observe proof.Observer
	// Receive reads the test message of smtp.LevelRoundTrip back; Patience is how
	// long it may take, 0 for smtp.DefaultPatience.
	Receive  func(ctx context.Context, sent smtp.Sent) proof.Outcome
	Patience time.Duration
}

// Prove tests a draft, saved or not. Nothing is stored but the proof, and a
// refresh token that the provider has replaced while it was used.
func (s *Servers) Prove(ctx context.Context, deploymentID string, r ProofRequest) (proof.Report, error) {
	run, err := s.prepare(ctx, deploymentID, r)
	if err != nil {
		return proof.Report{}, err
	}
	defer run.done()
	report := smtp.Prove(ctx, run.request)
	if ctx.Err() != nil {
		return report, nil // a cancelled proof says nothing of the server
	}
	if err := s.keep(ctx, deploymentID, report, run.used()); err != nil {
		// The server has been asked: what it said is not thrown away.
		report.Unsaved = fault.Of(err).Message
	}
	return report, nil
}

func (s *Servers) observer(deploymentID string, r ProofRequest) proof.Observer {
	return func(p proof.Progress) {
		s.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &p})
		if r.Observe != nil {
			r.Observe(p)
		}
	}
}

// keep stores a proof among the newest of its deployment.
func (s *Servers) keep(ctx context.Context, deploymentID string, report proof.Report, secrets smtp.Secrets) error {
	err := s.access.Update(ctx, func(tx *vault.Tx) error {
		if err := s.deployments.ExistsIn(tx, deploymentID); err != nil {
			return err
		}
		return s.proofs.Keep(tx, deploymentID, report, secrets)
	})
	if err == nil {
		s.events.Publish(event.Event{Name: "outgoing.proved", Deployment: deploymentID})
	}
	return err
}
