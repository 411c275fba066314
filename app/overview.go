package app

import (
	"context"

	"patchbay/backend/workbench"
)

// Overview is what concerns all integrations of a deployment.
type Overview struct{ app *App }

// Expiring lists what ends next, the soonest first.
func (o *Overview) Expiring(deploymentID string) ([]Expiry, error) {
	return call(o.app, func(ctx context.Context) ([]Expiry, error) {
		ends, err := o.app.bench.Expiring(ctx, deploymentID)
		return viewExpiries(ends), err
	})
}

// RecentProofs lists the newest proofs, the newest first.
func (o *Overview) RecentProofs(deploymentID string) ([]RecentProof, error) {
	return call(o.app, func(ctx context.Context) ([]RecentProof, error) {
		proofs, err := o.app.bench.RecentProofs(ctx, deploymentID)
		return viewRecentProofs(proofs), err
	})
}

// ProveAll proves everything that a deployment has, one after the other.
func (o *Overview) ProveAll(request ProveAllRequest) (ProvedAll, error) {
	return call(o.app, func(ctx context.Context) (ProvedAll, error) {
		ctx, end := o.app.runs.begin(ctx, request.RunID)
		defer end()
		proved, err := o.app.bench.ProveAll(ctx, request.DeploymentID, request.RunID)
		return viewProvedAll(proved, ctx.Err() != nil), err
	})
}

// CancelProving ends a run of ProveAll after closing its connection.
func (o *Overview) CancelProving(runID string) error {
	o.app.runs.cancel(runID)
	return nil
}

func viewExpiries(ends []workbench.Expiry) []Expiry {
	views := make([]Expiry, len(ends))
	for i, end := range ends {
		views[i] = Expiry{
			Kind: end.Kind, Subject: end.Subject, At: stamp(end.At), Days: end.Days, State: string(end.State), Page: end.Page,
		}
	}
	return views
}

func viewRecentProofs(proofs []workbench.RecentProof) []RecentProof {
	views := make([]RecentProof, len(proofs))
	for i, p := range proofs {
		views[i] = RecentProof{
			Kind: p.Kind, Title: p.Title, Target: p.Report.Target, Level: p.Report.Level,
			Verdict: string(p.Report.Verdict), Summary: p.Summary, StartedAt: stamp(p.Report.StartedAt), Current: p.Current,
		}
	}
	return views
}

func viewProvedAll(proved []workbench.ProvedOne, cancelled bool) ProvedAll {
	view := ProvedAll{Results: make([]ProvedOne, len(proved)), Cancelled: cancelled}
	for i, one := range proved {
		view.Results[i] = ProvedOne{Kind: one.Kind, Title: one.Title, Verdict: string(one.Verdict), Summary: one.Summary}
	}
	return view
}
