package outgoing

import (
	"context"

	"patchbay/backend/credential"
	"patchbay/backend/protocol/smtp"
)

// prepared is a request with the secrets that it may use.
type prepared struct {
	settled *settled
	request smtp.Request
	secrets *credential.Prepared // nil at the level that sends none
	done    func()
}

// prepare gathers what a proof needs. done wipes the secrets, and lets the next
// proof with the same refresh token begin.
func (s *Servers) prepare(ctx context.Context, deploymentID string, r ProofRequest) (*prepared, error) {
	if _, err := s.access.MayRead(); err != nil {
		return nil, err
	}
	reading := context.WithoutCancel(ctx) // cancelling ends the proof, which says so in its steps
	lookup, err := s.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return nil, err
	}
	way, err := s.network.Network(reading)
	if err != nil {
		return nil, err
	}
	d, wipeMade := s.settle(r.Draft, lookup)
	p := &prepared{settled: d, done: wipeMade, request: smtp.Request{
		Settings: d.Settings, Level: r.Level, To: r.To, Lookup: lookup, Version: s.version,
		Network: way, Observe: s.observer(deploymentID, r), Receive: r.Receive, Patience: r.Patience,
	}}
	if r.Level == smtp.LevelConnect { // which sends no credential
		return p, nil
	}
	if err := s.giveSecrets(ctx, p, deploymentID); err != nil {
		wipeMade()
		return nil, err
	}
	p.done = func() { p.secrets.Done(); wipeMade() }
	return p, nil
}

func (s *Servers) giveSecrets(ctx context.Context, p *prepared, deploymentID string) error {
	bound, err := s.bound(context.WithoutCancel(ctx), deploymentID)
	if err != nil {
		return err
	}
	p.secrets, err = s.secrets.Prepare(ctx, credential.PrepareRequest{
		ID: deploymentID, Settled: p.settled.Settled, Entry: p.settled.entry(actionProved, deploymentID), Bound: bound,
	})
	if err != nil {
		return err
	}
	p.request.Secrets, p.request.Blocked, p.request.Rotated = p.secrets.Secrets, p.secrets.Blocked, p.secrets.Rotated
	return nil
}

// used are the secrets that the proof ended with.
func (p *prepared) used() smtp.Secrets {
	if p.secrets == nil {
		return smtp.Secrets{}
	}
	return p.secrets.Secrets
}
