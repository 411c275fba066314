package handover

import (
	"context"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/vault"
)

// Apply pushes the stored outgoing mail to a draft's target, saved or not: one
// request, which is never repeated by itself. What became of it is kept as a
// receipt, unless it was cancelled before anything was sent. It raises
// handover.invalid, handover.no_mail, handover.incomplete and
// settings.secret_bound_elsewhere; what the target says is in the report.
func (t *Targets) Apply(ctx context.Context, deploymentID string, r ApplyRequest) (Applied, error) {
	operator, err := t.access.MayEdit(ctx, actionApplied)
	if err != nil {
		return Applied{}, err
	}
	ctx, end := t.running.begin(ctx)
	defer end()
	run, err := t.prepare(ctx, deploymentID, r)
	if err != nil {
		return Applied{}, err
	}
	defer run.done()
	body, _, _ := mailapi.Body(run.delivery.Settings, run.delivery.Secrets)
	defer body.Wipe()
	applied := Applied{Result: mailapi.Push(ctx, mailapi.PushRequest{
		Settings: run.settings, Secrets: run.secrets, Body: body, Network: run.network,
		Observe: t.observer(deploymentID, r), Now: t.now, Version: t.version,
	})}
	after := context.WithoutCancel(ctx) // what was sent cannot be taken back
	if ctx.Err() == nil || applied.Exchange != nil {
		t.keep(after, run, operator, &applied.Result)
	}
	if target, err := t.MailAPI(after, deploymentID); err == nil {
		applied.Target = target
	}
	return applied, nil
}

// prepared is what a push needs.
type prepared struct {
	*settled
	secrets  mailapi.Secrets
	delivery Delivery
	network  dial.Network
}

// done wipes the secrets.
func (p *prepared) done() {
	p.secrets.Wipe()
	p.delivery.Secrets.Wipe()
}

// prepare refuses what cannot be pushed, and then only opens the secrets of the
// outgoing mail. Cancelling ends the push, which says so in its steps.
func (t *Targets) prepare(ctx context.Context, deploymentID string, r ApplyRequest) (*prepared, error) {
	reading := context.WithoutCancel(ctx)
	d, err := t.settle(reading, deploymentID, r.Draft)
	if err != nil {
		return nil, err
	}
	p := &prepared{settled: d}
	bound := false
	err = t.access.View(reading, func(tx *vault.Tx) (err error) {
		p.secrets, bound, err = d.gather(tx)
		return err
	})
	if err == nil {
		err = t.refuse(reading, p, bound)
	}
	if err == nil {
		p.network, err = t.network.Network(reading)
	}
	if err == nil {
		p.delivery, err = t.mail.HandOver(reading, deploymentID, actionApplied)
		err = mailFault(err)
	}
	if err != nil {
		p.done()
		return nil, err
	}
	return p, nil
}

// refuse says why a draft must not be pushed, nil when it may.
func (t *Targets) refuse(ctx context.Context, p *prepared, bound bool) error {
	if faults := p.pushFaults(p.secrets, bound); len(faults) > 0 {
		return invalid(faults)
	}
	if !bound {
		t.recordElsewhere(ctx, p.entry(actionApplied))
		return boundElsewhere()
	}
	return nil
}

func (t *Targets) observer(deploymentID string, r ApplyRequest) proof.Observer {
	return func(progress proof.Progress) {
		t.events.Publish(event.Event{Name: "proof.step", Deployment: deploymentID, Run: r.Run, Step: &progress})
		if r.Observe != nil {
			r.Observe(progress)
		}
	}
}

// keep stores the receipt of a push together with its entry in the journal. The
// target has been asked: what it said is not thrown away when that fails.
func (t *Targets) keep(ctx context.Context, p *prepared, operator string, result *mailapi.Result) {
	one := newReceipt(operator, p.settings.URL, *result, p.delivery)
	entry := p.entry(actionApplied)
	entry.Operator, entry.Detail = operator, outcome(one, result.Exchange != nil)
	err := t.access.Update(ctx, func(tx *vault.Tx) error {
		if err := t.deployments.ExistsIn(tx, p.deployment); err != nil {
			return err // it was removed while the target was asked
		}
		if err := t.add(tx, p.deployment, one); err != nil {
			return err
		}
		return t.journal.Append(tx, entry)
	})
	if err != nil {
		result.Report.Unsaved = fault.Of(err).Message
		return
	}
	t.events.Publish(event.Event{
		Name: actionApplied, Deployment: p.deployment, Subject: p.settings.URL, Verdict: string(one.Glance.Verdict),
	})
}

// outcome is what the journal is told of a push.
func outcome(one receipt, sent bool) string {
	switch {
	case !sent:
		return "nothing was sent"
	case one.Status == 0:
		return "no answer came"
	}
	return answered(one.Status)
}
