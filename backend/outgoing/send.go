package outgoing

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/protocol/smtp"
)

// actionSent is only used where a stored secret was refused: what is sent is told
// by who sends it.
const actionSent = "outgoing.server.sent"

// Send sends mail through a deployment's stored server, whether or not it is
// switched on: the caller has decided that. It raises outgoing.not_configured. What
// became of each mail the batch is told, also where a secret may not be used.
func (s *Servers) Send(ctx context.Context, deploymentID string, batch smtp.Batch) error {
	return s.SendIf(ctx, deploymentID, func(smtp.Settings) error { return nil }, batch)
}

// SendIf is [Servers.Send] for a caller who allows what is stored first, with
// defaults and variables: exactly that is used then, whatever is saved meanwhile. A
// refusal is returned, and nothing is sent.
func (s *Servers) SendIf(ctx context.Context, deploymentID string, allow func(expanded smtp.Settings) error, batch smtp.Batch) error {
	if _, err := s.access.MayEdit(ctx, actionSent); err != nil {
		return err
	}
	server, err := s.Configured(ctx, deploymentID)
	if err != nil {
		return err
	}
	lookup, err := s.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return err
	}
	way, err := s.network.Network(ctx)
	if err != nil {
		return err
	}
	d, done := s.settle(server.Draft(), lookup)
	defer done()
	if err := allow(d.expanded); err != nil {
		return err
	}
	bound, err := s.bound(ctx, deploymentID)
	if err != nil {
		return err
	}
	secrets, err := s.secrets.Prepare(ctx, credential.PrepareRequest{
		ID: deploymentID, Settled: d.Settled, Bound: bound,
		Entry: audit.Entry{Action: actionSent, Deployment: deploymentID, Subject: d.Settings.Host},
	})
	if err != nil {
		return err
	}
	defer secrets.Done()
	return smtp.Send(ctx, smtp.SendRequest{Batch: batch, Request: smtp.Request{
		Settings: d.Settings, Secrets: secrets.Secrets, Lookup: lookup, Blocked: secrets.Blocked,
		Rotated: secrets.Rotated, Network: way, Version: s.version,
	}})
}

// SetEnabled switches a deployment's mail on or off, and changes nothing else. It
// raises outgoing.not_configured.
func (s *Servers) SetEnabled(ctx context.Context, deploymentID string, on bool) (Server, error) {
	if _, err := s.access.MayEdit(ctx, actionSaved); err != nil {
		return Server{}, err
	}
	server, err := s.Configured(ctx, deploymentID)
	if err != nil || server.Enabled == on {
		return server, err
	}
	draft := server.Draft()
	draft.Settings.Enabled = &on
	return s.Save(ctx, deploymentID, draft)
}
