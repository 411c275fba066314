package workbench

import (
	"context"

	"patchbay/backend/evidence"
	"patchbay/backend/notify"
	"patchbay/backend/outgoing"
	"patchbay/backend/placeholder"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// SiteOf returns what templates may say of a deployment.
func (v *variables) SiteOf(ctx context.Context, id string) (notify.Site, error) {
	d, err := v.deployments.Get(ctx, id)
	return notify.Site{
		Name: d.Name, TenantID: d.TenantID, Environment: string(d.Environment),
		PortalURL: d.PortalURL, MessagesURL: d.MessagesURL,
	}, err
}

// postings gives notifications the outgoing mail of a deployment: the two
// capabilities are joined here.
type postings struct {
	servers     *outgoing.Servers
	deployments *variables
}

// Send sends mail through a deployment's stored server.
func (p postings) Send(ctx context.Context, deploymentID string, batch smtp.Batch) error {
	return p.servers.Send(ctx, deploymentID, batch)
}

// SetEnabled switches a deployment's mail on or off.
func (p postings) SetEnabled(ctx context.Context, deploymentID string, on bool) error {
	_, err := p.servers.SetEnabled(ctx, deploymentID, on)
	return err
}

// State says what there is of a deployment's outgoing mail, and what its last
// proof found where that is one of what is stored.
func (p postings) State(ctx context.Context, deploymentID string) (notify.MailState, error) {
	server, err := p.servers.Get(ctx, deploymentID)
	if err != nil || !server.Configured() {
		return notify.MailState{}, err
	}
	lookup, err := p.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return notify.MailState{}, err
	}
	state := notify.MailState{Configured: true, Enabled: server.Enabled}
	state.From, _ = placeholder.Expand(server.Settings.WithDefaults().From, lookup)
	if server.Status.Light == evidence.Failed {
		state.Failed, state.FromRefused = true, refusedFrom(server.Status.Proof)
	}
	return state, nil
}

// refusedFrom reports whether a proof ended at the From address.
func refusedFrom(report *proof.Report) bool {
	if report == nil {
		return false
	}
	for _, step := range report.Steps {
		if f := step.Finding; f != nil && (f.Code == smtp.CodeSenderRefused || f.Code == smtp.CodeSenderNotOwned) {
			return true
		}
	}
	return false
}
