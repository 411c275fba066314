package notify

import (
	"context"

	"patchbay/backend/audit"
	"patchbay/backend/credential"
	"patchbay/backend/protocol/smtp"
)

// ownMailer sends through the server of one action.
type ownMailer struct {
	n      *Notifications
	action Action
}

// Send sends mail through the action's own server. Its secrets go where they were
// saved for and nowhere else.
func (m *ownMailer) Send(ctx context.Context, deploymentID string, batch smtp.Batch) error {
	line, err := m.n.ownLine(ctx, deploymentID, m.action.Draft(), actionSent)
	if err != nil {
		return err
	}
	defer line.done()
	return smtp.Send(ctx, smtp.SendRequest{Request: line.request, Batch: batch})
}

// ownLine is what speaking to an action's own server needs.
type ownLine struct {
	request smtp.Request
	used    *credential.Prepared // its secrets follow what the provider replaces
	done    func()               // wipes the secrets
}

// ownLine gathers what speaking to a draft's own server needs.
func (n *Notifications) ownLine(ctx context.Context, deploymentID string, draft ActionDraft, auditAction string) (*ownLine, error) {
	reading := context.WithoutCancel(ctx)
	lookup, err := n.deployments.LookupOf(reading, deploymentID)
	if err != nil {
		return nil, err
	}
	way, err := n.network.Network(reading)
	if err != nil {
		return nil, err
	}
	stored, err := n.storedAction(reading, deploymentID, draft.ID)
	if err != nil {
		return nil, err
	}
	expanded, _ := draft.Own.Server.WithDefaults().Expand(lookup)
	settled, wipe := n.keeper.Settle(draft.Secrets, expanded.Account())
	secrets, err := n.keeper.Prepare(ctx, credential.PrepareRequest{
		ID: draft.ID, Settled: settled, Bound: stored.Bound,
		Entry: audit.Entry{Action: auditAction, Deployment: deploymentID, Subject: draft.Name},
	})
	if err != nil {
		wipe()
		return nil, err
	}
	return &ownLine{
		request: smtp.Request{
			Settings: draft.Own.Server, Secrets: secrets.Secrets, Lookup: lookup, Blocked: secrets.Blocked,
			Rotated: secrets.Rotated, Network: way, Version: n.version,
		},
		used: secrets,
		done: func() { secrets.Done(); wipe() },
	}, nil
}
