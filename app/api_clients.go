package app

import (
	"context"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// APIClients keeps the API clients of a deployment.
type APIClients struct{ app *App }

func (a *APIClients) clients() *apiclient.Clients { return a.app.bench.Clients }

// List returns the clients of a deployment, the default one first.
func (a *APIClients) List(deploymentID string) (APIClientList, error) {
	return call(a.app, func(ctx context.Context) (APIClientList, error) {
		all, err := a.clients().List(ctx, deploymentID)
		return viewClients(all), err
	})
}

// Check says what is wrong with a draft.
func (a *APIClients) Check(draft APIClientDraft) (APIClientCheck, error) {
	return withClientDraft(a.app, draft, func(ctx context.Context, d apiclient.Draft) (APIClientCheck, error) {
		check, err := a.clients().Check(ctx, draft.DeploymentID, d)
		return APIClientCheck{Faults: viewFields(check.Faults), Ready: check.Ready, Remarks: viewFields(check.Remarks)}, err
	})
}

// Save checks and keeps a draft. A generated secret is in the answer, and
// nowhere afterwards.
func (a *APIClients) Save(draft APIClientDraft) (SavedAPIClient, error) {
	return withClientDraft(a.app, draft, func(ctx context.Context, d apiclient.Draft) (SavedAPIClient, error) {
		client, generated, err := a.clients().Save(ctx, draft.DeploymentID, d)
		defer generated.Wipe()
		return SavedAPIClient{Client: viewClient(client), Secret: string(generated.Reveal())}, err
	})
}

// Rotate gives a client a new secret. Its tokens end.
func (a *APIClients) Rotate(deploymentID, id string, revision int) (SavedAPIClient, error) {
	return call(a.app, func(ctx context.Context) (SavedAPIClient, error) {
		client, generated, err := a.clients().Rotate(ctx, deploymentID, id, vault.Revision(revision))
		defer generated.Wipe()
		return SavedAPIClient{Client: viewClient(client), Secret: string(generated.Reveal())}, err
	})
}

// Revoke ends the tokens of a client.
func (a *APIClients) Revoke(deploymentID, id string) (APIClient, error) {
	return call(a.app, func(ctx context.Context) (APIClient, error) {
		client, err := a.clients().Revoke(ctx, deploymentID, id)
		return viewClient(client), err
	})
}

// Remove deletes a client; its tokens end.
func (a *APIClients) Remove(deploymentID, id string, revision int) error {
	return do(a.app, func(ctx context.Context) error {
		return a.clients().Remove(ctx, deploymentID, id, vault.Revision(revision))
	})
}

// Prove asks for a token as the client: of the target's token endpoint, or
// without one of the local API, which is opened for that long where it does not
// run.
func (a *APIClients) Prove(run APIClientRun) (Proof, error) {
	return withClientDraft(a.app, run.Draft, func(ctx context.Context, d apiclient.Draft) (Proof, error) {
		ctx, end := a.app.runs.begin(ctx, run.RunID)
		defer end()
		request := apiclient.ProofRequest{Draft: d, Run: run.RunID}
		if d.TokenURL == "" {
			api, err := a.app.api()
			if err != nil {
				return Proof{}, err
			}
			tokenURL, caPEM, done, err := api.Endpoint(ctx)
			if err != nil {
				return Proof{}, err
			}
			defer done()
			request.Own = &apiclient.Own{TokenURL: tokenURL, CAPEM: caPEM}
		}
		report, err := a.clients().Prove(ctx, run.Draft.DeploymentID, request)
		return viewProof(report), err
	})
}

// CancelProof ends what was begun under a run ID, at once.
func (a *APIClients) CancelProof(runID string) error {
	a.app.runs.cancel(runID)
	return nil
}

// api is the local API of the door, which every door but the generator's has.
func (a *App) api() (API, error) {
	if a.options.API == nil {
		return nil, fault.New(fault.Unsupported, "localapi.unavailable", "this door has no local API").
			WithHint("start it with: patchbay api serve")
	}
	return a.options.API, nil
}

// withClientDraft runs a use case with what is on the screen, and wipes its
// secret afterwards.
func withClientDraft[T any](a *App, d APIClientDraft, fn func(context.Context, apiclient.Draft) (T, error)) (T, error) {
	return call(a, func(ctx context.Context) (T, error) {
		draft := d.draft()
		defer draft.Secret.Value.Wipe()
		return fn(ctx, draft)
	})
}
