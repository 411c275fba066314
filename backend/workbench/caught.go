package workbench

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
)

// caught sends into the inbox of the rehearsal what would go through another server.
// Who opens it there sees what its recipient would: it comes from the same sender.
type caught struct {
	rehearsal   *Rehearsal
	servers     *outgoing.Servers
	deployments *variables
}

// sender is what a mail says of where it comes from. Its addresses and names may hold
// variables, which lookup knows.
type sender struct {
	settings smtp.Settings
	lookup   func(name string) (string, bool)
}

// Catch catches the mail of an action's own server, or of a deployment's.
func (c caught) Catch(ctx context.Context, deploymentID string, own *notify.Own, batch smtp.Batch) error {
	from, err := c.senderOf(ctx, deploymentID, own)
	if err != nil {
		return err
	}
	return c.send(ctx, from, batch)
}

// senderOf is that of an action's own server, or of a deployment's; none of one that
// is not configured.
func (c caught) senderOf(ctx context.Context, deploymentID string, own *notify.Own) (sender, error) {
	lookup, err := c.deployments.LookupOf(ctx, deploymentID)
	if err != nil {
		return sender{}, err
	}
	if own != nil {
		return sender{settings: own.Server, lookup: lookup}, nil
	}
	server, err := c.servers.Get(ctx, deploymentID)
	return sender{settings: server.Settings, lookup: lookup}, err
}

// senderOfGateway is that of the e-mail gateway, whether or not it is enabled.
func (c caught) senderOfGateway(ctx context.Context, g gateway.Stored) (sender, error) {
	if g.Settings.UseDeployment == "" {
		return sender{settings: g.Settings.SMTP()}, nil
	}
	from, err := c.senderOf(ctx, g.Settings.UseDeployment, nil)
	if f := fault.Of(err); f != nil && f.Kind == fault.NotFound { // the deployment is gone
		return sender{}, nil
	}
	return from, err
}

// send starts the rehearsal servers unless they run, and sends there. Where there is
// no sender, the mail comes from the rehearsal.
func (c caught) send(ctx context.Context, from sender, batch smtp.Batch) error {
	server, err := c.rehearsal.Start()
	if err != nil {
		return err
	}
	settings := server.Settings()
	if as := from.settings; as.From != "" {
		settings.From, settings.FromName, settings.EnvelopeFrom = as.From, as.FromName, as.EnvelopeFrom
		settings.ReplyTo, settings.ReplyToName = as.ReplyTo, as.ReplyToName
	}
	return smtp.Send(ctx, smtp.SendRequest{Batch: batch, Request: smtp.Request{
		Settings: settings, Secrets: smtp.Secrets{Password: server.Password}, Lookup: from.lookup, Now: c.rehearsal.now,
	}})
}
