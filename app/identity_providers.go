package app

import "patchbay/backend/fault"

// IdentityProviders keeps and proves the sign-in providers of a deployment.
type IdentityProviders struct{ app *App }

// List returns a deployment's sign-in providers.
func (i *IdentityProviders) List(deploymentID string) (IdentityProviderList, error) {
	return IdentityProviderList{}, errNotYet()
}

// Get returns one provider, without secrets.
func (i *IdentityProviders) Get(deploymentID, id string) (IdentityProvider, error) {
	return IdentityProvider{}, errNotYet()
}

// Review says what is known of a draft without asking anyone.
func (i *IdentityProviders) Review(draft IdentityProviderDraft) (IdentityProviderReview, error) {
	return IdentityProviderReview{}, errNotYet()
}

// Save checks and keeps a draft. A SAML provider without a key of its own gets one.
func (i *IdentityProviders) Save(draft IdentityProviderDraft) (IdentityProvider, error) {
	return IdentityProvider{}, errNotYet()
}

// SetEnabled switches a stored provider on or off.
func (i *IdentityProviders) SetEnabled(deploymentID, id string, revision int, enabled bool) (IdentityProvider, error) {
	return IdentityProvider{}, errNotYet()
}

// Remove deletes a provider with its secrets and proofs.
func (i *IdentityProviders) Remove(deploymentID, id string, revision int) error {
	return errNotYet()
}

// Check proves a draft as far as that goes without a sign-in.
func (i *IdentityProviders) Check(run IdentityProviderRun) (Proof, error) {
	return Proof{}, errNotYet()
}

// SignIn lets a person sign in and makes every check of the answer.
func (i *IdentityProviders) SignIn(request IdentityProviderSignIn) (Proof, error) {
	return Proof{}, errNotYet()
}

// Answer hands a pasted answer to a sign-in that waits. One that cannot be read is refused, and the sign-in goes on waiting.
func (i *IdentityProviders) Answer(answer PastedAnswer) error {
	return errNotYet()
}

// Explain says what a provider's own page means that was shown instead of coming back.
func (i *IdentityProviders) Explain(page PastedPage) ([]Finding, error) {
	return nil, errNotYet()
}

// Probe tries the ambiguous settings by name.
func (i *IdentityProviders) Probe(run IdentityProviderRun) (ProbeReport, error) {
	return ProbeReport{}, errNotYet()
}

// ReadMetadata fetches or reads the metadata or discovery document of a draft.
func (i *IdentityProviders) ReadMetadata(run IdentityProviderRun) (MetadataReading, error) {
	return MetadataReading{}, errNotYet()
}

// Simulate plays the rules through for typed people.
func (i *IdentityProviders) Simulate(request SimulationRequest) (Simulation, error) {
	return Simulation{}, errNotYet()
}

// Presets lists the providers that are known by name.
func (i *IdentityProviders) Presets() ([]SignInPreset, error) {
	return nil, errNotYet()
}

// ApplyPreset fills in the values of a preset.
func (i *IdentityProviders) ApplyPreset(answers PresetAnswers) (IdentityProviderDraft, error) {
	return IdentityProviderDraft{}, errNotYet()
}

// Sheet lists what to enter at the provider.
func (i *IdentityProviders) Sheet(draft IdentityProviderDraft) (ProviderSheet, error) {
	return ProviderSheet{}, errNotYet()
}

// SPMetadata returns the metadata of the service provider.
func (i *IdentityProviders) SPMetadata(request SPMetadataRequest) (SPMetadata, error) {
	return SPMetadata{}, errNotYet()
}

// BeginRollover makes a second key, which stands in the metadata beside the first.
func (i *IdentityProviders) BeginRollover(deploymentID, id string, revision int) (IdentityProvider, error) {
	return IdentityProvider{}, errNotYet()
}

// FinishRollover puts the second key in the place of the first.
func (i *IdentityProviders) FinishRollover(deploymentID, id string, revision int) (IdentityProvider, error) {
	return IdentityProvider{}, errNotYet()
}

// RehearsalDraft returns a draft that reaches the rehearsal provider, which it starts. Protocol is a type.
func (i *IdentityProviders) RehearsalDraft(deploymentID, protocol string) (IdentityProviderDraft, error) {
	return IdentityProviderDraft{}, errNotYet()
}

// CancelProof ends what was begun under a run ID, at once.
func (i *IdentityProviders) CancelProof(runID string) error {
	i.app.runs.cancel(runID)
	return nil
}

func errNotYet() error { return fault.New(fault.Unsupported, "idp.not_yet", "not yet") }
