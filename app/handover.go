package app

import (
	"context"
	"strings"

	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/vault"
)

// Handover gives a configuration to the target.
type Handover struct{ app *App }

func (h *Handover) targets() *handover.Targets { return h.app.bench.Handover }

// MailAPI returns where a deployment's mail configuration is pushed to.
func (h *Handover) MailAPI(deploymentID string) (MailAPITarget, error) {
	return call(h.app, func(ctx context.Context) (MailAPITarget, error) {
		target, err := h.targets().MailAPI(ctx, deploymentID)
		return viewTarget(target), err
	})
}

// PlanMailAPI says what a push would write. Nothing is sent.
func (h *Handover) PlanMailAPI(draft MailAPIDraft) (MailAPIPlan, error) {
	return withPushDraft(h.app, draft, func(ctx context.Context, d handover.Draft) (MailAPIPlan, error) {
		plan, err := h.targets().Plan(ctx, draft.DeploymentID, d)
		return viewPlan(plan), err
	})
}

// SaveMailAPI keeps where to push to.
func (h *Handover) SaveMailAPI(draft MailAPIDraft) (MailAPITarget, error) {
	return withPushDraft(h.app, draft, func(ctx context.Context, d handover.Draft) (MailAPITarget, error) {
		target, err := h.targets().Save(ctx, draft.DeploymentID, d)
		return viewTarget(target), err
	})
}

// PushMailAPI sends the stored mail configuration, once.
func (h *Handover) PushMailAPI(run MailAPIRun) (MailAPIPush, error) {
	return withPushDraft(h.app, run.Draft, func(ctx context.Context, d handover.Draft) (MailAPIPush, error) {
		ctx, end := h.app.runs.begin(ctx, run.RunID)
		defer end()
		applied, err := h.targets().Apply(ctx, run.Draft.DeploymentID, handover.ApplyRequest{Draft: d, Run: run.RunID})
		return MailAPIPush{
			Proof: viewProof(applied.Report), Exchange: viewExchange(applied.Exchange), Target: viewTarget(applied.Target),
		}, err
	})
}

// CancelPush ends a push at once. What was sent already stays sent.
func (h *Handover) CancelPush(runID string) error {
	h.app.runs.cancel(runID)
	return nil
}

// withPushDraft runs a use case with what is on the screen, and wipes its
// secrets afterwards.
func withPushDraft[T any](a *App, d MailAPIDraft, fn func(context.Context, handover.Draft) (T, error)) (T, error) {
	return call(a, func(ctx context.Context) (T, error) {
		draft := d.draft()
		defer draft.Token.Value.Wipe()
		defer draft.ClientSecret.Value.Wipe()
		return fn(ctx, draft)
	})
}

// draft is what is on the screen in the use case's words. Blanks around what was
// typed or pasted mean nothing.
func (d MailAPIDraft) draft() handover.Draft {
	return handover.Draft{
		Revision: vault.Revision(d.Revision),
		Settings: mailapi.Settings{
			Form: mailapi.Form(d.Form), URL: strings.TrimSpace(d.URL), TokenURL: strings.TrimSpace(d.TokenURL),
			ClientID: strings.TrimSpace(d.ClientID), ClientAuth: d.ClientAuth, Scope: strings.TrimSpace(d.Scope), CAPEM: d.CAPEM,
		},
		ClientSecret: d.ClientSecret.input(), Token: d.Token.input(),
	}
}
