package app

import (
	"context"

	"patchbay/backend/gateway"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/vault"
)

// Gateway keeps and proves how the vault's own mails are sent.
type Gateway struct{ app *App }

func (g *Gateway) gateway() *gateway.Gateway { return g.app.bench.Gateway }

// Get returns what is stored, without secrets.
func (g *Gateway) Get() (MailGateway, error) {
	return call(g.app, func(ctx context.Context) (MailGateway, error) {
		stored, err := g.gateway().Get(ctx)
		return g.view(stored), err
	})
}

// Check says what is wrong with a draft.
func (g *Gateway) Check(draft MailGatewayDraft) (MailGatewayCheck, error) {
	return call(g.app, func(ctx context.Context) (MailGatewayCheck, error) {
		d := draft.draft()
		defer d.Password.Value.Wipe()
		check, err := g.gateway().Check(ctx, d)
		return MailGatewayCheck{
			Faults: viewFields(check.Faults), Risks: viewFields(check.Risks), Ready: check.Ready,
			DefaultPort: gateway.DefaultPort, Bound: check.Bound, Unbound: list(check.Unbound),
			Advice: viewAdvice(check.Advice),
		}, err
	})
}

// Save checks and keeps a draft. Only an owner may.
func (g *Gateway) Save(draft MailGatewayDraft) (MailGateway, error) {
	return call(g.app, func(ctx context.Context) (MailGateway, error) {
		d := draft.draft()
		defer d.Password.Value.Wipe()
		stored, err := g.gateway().Save(ctx, d)
		return g.view(stored), err
	})
}

// Remove deletes what is stored. Only an owner may.
func (g *Gateway) Remove(revision int) error {
	return do(g.app, func(ctx context.Context) error {
		return g.gateway().Remove(ctx, vault.Revision(revision))
	})
}

// Prove tests what is on the screen, saved or not.
func (g *Gateway) Prove(request MailGatewayProof) (Proof, error) {
	return call(g.app, func(ctx context.Context) (Proof, error) {
		ctx, end := g.app.runs.begin(ctx, request.RunID)
		defer end()
		d := request.Draft.draft()
		defer d.Password.Value.Wipe()
		report, err := g.prove(ctx, request, d)
		return viewProof(report), err
	})
}

func (g *Gateway) prove(ctx context.Context, request MailGatewayProof, draft gateway.Draft) (proof.Report, error) {
	asked := gateway.ProofRequest{Draft: draft, To: request.To, Run: request.RunID}
	var err error
	if asked.Level, err = smtp.ParseLevel(request.Level); err != nil {
		return proof.Report{}, err
	}
	who, err := g.app.bench.Operators.Current()
	if err != nil {
		return proof.Report{}, err
	}
	if asked.To == "" {
		asked.To = who.Email
	}
	return g.gateway().Prove(ctx, asked)
}

// CancelProof closes the connection of a run at once.
func (g *Gateway) CancelProof(runID string) error {
	g.app.runs.cancel(runID)
	return nil
}

// RehearsalDraft returns a draft that reaches the rehearsal server, which it
// starts.
func (g *Gateway) RehearsalDraft() (MailGatewayDraft, error) {
	return call(g.app, func(ctx context.Context) (MailGatewayDraft, error) {
		stored, err := g.gateway().Get(ctx)
		if err != nil {
			return MailGatewayDraft{}, err
		}
		server, err := g.app.bench.Rehearsal.Start()
		if err != nil {
			return MailGatewayDraft{}, err
		}
		return rehearsalGateway(stored.Revision, server), nil
	})
}
