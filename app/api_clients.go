package app

import "patchbay/backend/fault"

// APIClients keeps the API clients of a deployment.
type APIClients struct{ app *App }

func comingSoon() error {
	return fault.New(fault.Unsupported, "api.not_built", "this is not built yet")
}

// List returns the clients of a deployment, the default one first.
func (a *APIClients) List(deploymentID string) (APIClientList, error) {
	return APIClientList{}, comingSoon()
}

// Check says what is wrong with a draft.
func (a *APIClients) Check(draft APIClientDraft) (APIClientCheck, error) {
	return APIClientCheck{}, comingSoon()
}

// Save checks and keeps a draft. A generated secret is in the answer, and
// nowhere afterwards.
func (a *APIClients) Save(draft APIClientDraft) (SavedAPIClient, error) {
	return SavedAPIClient{}, comingSoon()
}

// Rotate gives a client a new secret. Its tokens end.
func (a *APIClients) Rotate(deploymentID, id string, revision int) (SavedAPIClient, error) {
	return SavedAPIClient{}, comingSoon()
}

// Revoke ends the tokens of a client.
func (a *APIClients) Revoke(deploymentID, id string) (APIClient, error) {
	return APIClient{}, comingSoon()
}

// Remove deletes a client; its tokens end.
func (a *APIClients) Remove(deploymentID, id string, revision int) error { return comingSoon() }

// Prove asks for a token as the client: of the target's token endpoint, or
// without one of the local API.
func (a *APIClients) Prove(run APIClientRun) (Proof, error) { return Proof{}, comingSoon() }

// CancelProof ends what was begun under a run ID, at once.
func (a *APIClients) CancelProof(runID string) error {
	a.app.runs.cancel(runID)
	return nil
}
