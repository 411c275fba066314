package gateway

import (
	"context"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// sendBy sends by the outgoing mail of a deployment, if it still leads where it led
// when an owner chose it.
func (g *Gateway) sendBy(ctx context.Context, stored Stored, batch smtp.Batch) error {
	var kept record
	err := g.access.View(ctx, func(tx *vault.Tx) (err error) {
		kept, _, err = g.settings.Get(tx, recordID)
		return err
	})
	if err != nil {
		return err
	}
	refuse := func(now Route) error { return redirected(redirection(stored.DeploymentName, kept, now)) }
	return g.mail.Send(ctx, kept.Deployment, kept.Route, refuse, batch)
}

// undelivered is the fault of a mail that a server did not take, nil for one that it
// took.
func undelivered(d smtp.Delivery) error {
	if d.Result == smtp.Accepted {
		return nil
	}
	kind, code, message := fault.Unreachable, CodeNotSent, "the mail could not be sent"
	switch d.Result {
	case smtp.RefusedForNow:
		kind, code, message = fault.Rejected, CodeRefusedForNow, "the server refused the mail for now"
	case smtp.Refused:
		kind, code, message = fault.Rejected, CodeRefused, "the server refused the mail for good"
	case smtp.Lost:
		code, message = CodeUnknown, "whether the server took the mail is not known"
	case smtp.NotTried, smtp.Accepted:
		if d.Remote != nil {
			kind = fault.Rejected
		}
	}
	f := fault.New(kind, code, message)
	if d.Finding != nil {
		f = fault.New(kind, code, message+": "+strings.TrimSuffix(d.Finding.Cause, ".")).WithHint(d.Finding.Remedy)
		for _, name := range d.Finding.Fields {
			f = f.WithField(name, "may be to blame")
		}
	}
	if d.Remote != nil {
		f = f.WithRemote(*d.Remote)
	}
	return f
}

// viaDeployment blames the outgoing mail of a deployment for what its settings may be
// to blame for: the gateway has none of these fields.
func (s Stored) viaDeployment(err error) error {
	f := fault.Of(err)
	if s.Settings.UseDeployment == "" || len(f.Fields) == 0 {
		return err
	}
	names := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		names[i] = field.Name
	}
	own := *f
	own.Fields = nil
	return own.WithField("useDeployment",
		"the outgoing mail of "+s.DeploymentName+" may be to blame: "+strings.Join(names, ", "))
}

// without masks what a server repeated of a mail with a password.
func without(password secret.Text, d *smtp.Delivery) {
	var redactor proof.Redactor
	redactor.Protect(password.Reveal())
	defer redactor.Wipe()
	mask := func(r *fault.Remote) *fault.Remote {
		if r == nil {
			return nil
		}
		return &fault.Remote{Code: r.Code, Enhanced: r.Enhanced, Text: redactor.Redact(r.Text)}
	}
	d.Remote = mask(d.Remote)
	if d.Finding == nil {
		return
	}
	finding := *d.Finding
	finding.Remote = mask(finding.Remote)
	finding.Cause, finding.Remedy = redactor.Redact(finding.Cause), redactor.Redact(finding.Remedy)
	d.Finding = &finding
}
