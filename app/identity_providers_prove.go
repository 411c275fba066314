package app

import (
	"context"

	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
)

// Check proves a draft as far as that goes without a sign-in.
func (i *IdentityProviders) Check(run IdentityProviderRun) (Proof, error) {
	return withIDPRun(i.app, run, func(ctx context.Context, d idp.Draft) (Proof, error) {
		report, err := i.providers().Check(ctx, run.Draft.DeploymentID, idp.ProofRequest{Draft: d, Run: run.RunID})
		return viewProof(report), err
	})
}

// SignIn lets a person sign in and makes every check of the answer.
func (i *IdentityProviders) SignIn(request IdentityProviderSignIn) (Proof, error) {
	run := IdentityProviderRun{RunID: request.RunID, Draft: request.Draft}
	return withIDPRun(i.app, run, func(ctx context.Context, d idp.Draft) (Proof, error) {
		report, err := i.providers().SignIn(ctx, request.Draft.DeploymentID, idp.SignInRequest{
			Draft: d, Run: request.RunID, ByHand: request.ByHand,
		})
		return viewProof(report), err
	})
}

// Answer hands a pasted answer to a sign-in that waits. One that cannot be read
// is refused, and the sign-in goes on waiting.
func (i *IdentityProviders) Answer(answer PastedAnswer) error {
	return do(i.app, func(context.Context) error {
		text := []byte(answer.Text)
		defer clear(text)
		return i.providers().Answer(answer.RunID, text)
	})
}

// Explain says what a provider's own page means that was shown instead of
// coming back.
func (i *IdentityProviders) Explain(page PastedPage) ([]Finding, error) {
	return withIDPDraft(i.app, page.Draft, func(ctx context.Context, d idp.Draft) ([]Finding, error) {
		findings, err := i.providers().Explain(ctx, page.Draft.DeploymentID, d, page.Text)
		return viewFindings(findings), err
	})
}

// Probe tries the ambiguous settings by name.
func (i *IdentityProviders) Probe(run IdentityProviderRun) (ProbeReport, error) {
	return withIDPRun(i.app, run, func(ctx context.Context, d idp.Draft) (ProbeReport, error) {
		report, err := i.providers().Probe(ctx, run.Draft.DeploymentID, idp.ProofRequest{Draft: d, Run: run.RunID})
		return viewProbe(report), err
	})
}

// ReadMetadata fetches or reads the metadata or discovery document of a draft.
func (i *IdentityProviders) ReadMetadata(run IdentityProviderRun) (MetadataReading, error) {
	return withIDPRun(i.app, run, func(ctx context.Context, d idp.Draft) (MetadataReading, error) {
		reading, err := i.providers().Read(ctx, run.Draft.DeploymentID, idp.ProofRequest{Draft: d, Run: run.RunID})
		return i.app.viewReading(reading), err
	})
}

// Simulate plays the rules through for typed people.
func (i *IdentityProviders) Simulate(request SimulationRequest) (Simulation, error) {
	return call(i.app, func(context.Context) (Simulation, error) {
		if _, err := i.app.bench.Operators.MayRead(); err != nil {
			return Simulation{}, err
		}
		rules := admission.Rules{AllowedDomains: request.AllowedDomains, SelfServiceSignUp: request.SelfServiceSignUp}
		simulation := Simulation{
			Faults: viewFields(admission.CheckDomains(request.AllowedDomains)), Decisions: make([]SignInDecision, len(request.People)),
		}
		for n, person := range request.People {
			decision := rules.Decide(admission.Person{
				Email: person.Email, Trust: admission.Trust(person.EmailTrust), Known: person.Known,
			})
			email, err := admission.NormalizeEmail(person.Email)
			if err != nil {
				email = person.Email
			}
			simulation.Decisions[n] = viewDecision(proof.Visible(email), decision)
		}
		return simulation, nil
	})
}

// CancelProof ends what was begun under a run ID, at once.
func (i *IdentityProviders) CancelProof(runID string) error {
	i.app.runs.cancel(runID)
	return nil
}

// withIDPRun is withIDPDraft for what can be cancelled.
func withIDPRun[T any](a *App, run IdentityProviderRun, fn func(context.Context, idp.Draft) (T, error)) (T, error) {
	return withIDPDraft(a, run.Draft, func(ctx context.Context, d idp.Draft) (T, error) {
		ctx, end := a.runs.begin(ctx, run.RunID)
		defer end()
		return fn(ctx, d)
	})
}
