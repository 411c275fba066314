package app

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/preset"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// IdentityProviders keeps and proves the sign-in providers of a deployment.
type IdentityProviders struct{ app *App }

func (i *IdentityProviders) providers() *idp.Providers { return i.app.bench.Providers }

// List returns a deployment's sign-in providers.
func (i *IdentityProviders) List(deploymentID string) (IdentityProviderList, error) {
	return call(i.app, func(ctx context.Context) (IdentityProviderList, error) {
		all, err := i.providers().List(ctx, deploymentID)
		return viewIDPList(all), err
	})
}

// Get returns one provider, without secrets.
func (i *IdentityProviders) Get(deploymentID, id string) (IdentityProvider, error) {
	return call(i.app, func(ctx context.Context) (IdentityProvider, error) {
		p, err := i.providers().Get(ctx, deploymentID, id)
		return viewIDP(p), err
	})
}

// Review says what is known of a draft without asking anyone.
func (i *IdentityProviders) Review(draft IdentityProviderDraft) (IdentityProviderReview, error) {
	return withIDPDraft(i.app, draft, func(ctx context.Context, d idp.Draft) (IdentityProviderReview, error) {
		review, err := i.providers().Review(ctx, draft.DeploymentID, d)
		return i.app.viewIDPReview(review), err
	})
}

// Save checks and keeps a draft. A SAML provider without a key of its own gets
// one.
func (i *IdentityProviders) Save(draft IdentityProviderDraft) (IdentityProvider, error) {
	return withIDPDraft(i.app, draft, func(ctx context.Context, d idp.Draft) (IdentityProvider, error) {
		p, err := i.providers().Save(ctx, draft.DeploymentID, d)
		return viewIDP(p), err
	})
}

// SetEnabled switches a stored provider on or off.
func (i *IdentityProviders) SetEnabled(deploymentID, id string, revision int, enabled bool) (IdentityProvider, error) {
	return call(i.app, func(ctx context.Context) (IdentityProvider, error) {
		p, err := i.providers().SetEnabled(ctx, deploymentID, id, vault.Revision(revision), enabled)
		return viewIDP(p), err
	})
}

// Remove deletes a provider with its secrets and proofs.
func (i *IdentityProviders) Remove(deploymentID, id string, revision int) error {
	return do(i.app, func(ctx context.Context) error {
		return i.providers().Remove(ctx, deploymentID, id, vault.Revision(revision))
	})
}

// Presets lists the providers that are known by name.
func (i *IdentityProviders) Presets() ([]SignInPreset, error) {
	return call(i.app, func(context.Context) ([]SignInPreset, error) { return viewPresets(preset.All()), nil })
}

// ApplyPreset fills in the values of a preset.
func (i *IdentityProviders) ApplyPreset(answers PresetAnswers) (IdentityProviderDraft, error) {
	return call(i.app, func(context.Context) (IdentityProviderDraft, error) {
		p, ok := preset.Find(answers.Preset)
		if !ok {
			return answers.Draft, fault.New(fault.NotFound, "idp.preset_unknown", "there is no such provider preset").
				WithHint("list them with: patchbay idp presets")
		}
		given := make(map[string]string, len(answers.Answers))
		for _, answer := range answers.Answers {
			given[answer.Key] = answer.Value
		}
		settings, faults := p.Apply(answers.Draft.Fields.settings(), given)
		if len(faults) > 0 {
			return answers.Draft, fault.New(fault.Invalid, idp.CodeInvalid, "the answers are not valid").WithFields(faults...)
		}
		draft := answers.Draft
		if settings.Name == "" && p.ID != "generic" {
			settings.Name = p.Name
		}
		draft.Fields = viewIDPFields(settings)
		return draft, nil
	})
}

// Sheet lists what to enter at the provider.
func (i *IdentityProviders) Sheet(draft IdentityProviderDraft) (ProviderSheet, error) {
	return withIDPDraft(i.app, draft, func(ctx context.Context, d idp.Draft) (ProviderSheet, error) {
		sheet, err := i.providers().Sheet(ctx, draft.DeploymentID, d)
		return viewSheet(sheet), err
	})
}

// SPMetadata returns the metadata of the service provider.
func (i *IdentityProviders) SPMetadata(request SPMetadataRequest) (SPMetadata, error) {
	return withIDPDraft(i.app, request.Draft, func(ctx context.Context, d idp.Draft) (SPMetadata, error) {
		xml, findings, err := i.providers().SPMetadata(ctx, request.Draft.DeploymentID, d, request.WithProof)
		return SPMetadata{FileName: "sp-metadata.xml", XML: string(xml), Findings: viewFindings(findings)}, err
	})
}

// BeginRollover makes a second key, which stands in the metadata beside the
// first.
func (i *IdentityProviders) BeginRollover(deploymentID, id string, revision int) (IdentityProvider, error) {
	return call(i.app, func(ctx context.Context) (IdentityProvider, error) {
		p, err := i.providers().BeginRollover(ctx, deploymentID, id, vault.Revision(revision))
		return viewIDP(p), err
	})
}

// FinishRollover puts the second key in the place of the first.
func (i *IdentityProviders) FinishRollover(deploymentID, id string, revision int) (IdentityProvider, error) {
	return call(i.app, func(ctx context.Context) (IdentityProvider, error) {
		p, err := i.providers().FinishRollover(ctx, deploymentID, id, vault.Revision(revision))
		return viewIDP(p), err
	})
}

// RehearsalDraft returns a draft that reaches the rehearsal provider, which it
// starts. Protocol is a type.
func (i *IdentityProviders) RehearsalDraft(deploymentID, protocol string) (IdentityProviderDraft, error) {
	return call(i.app, func(context.Context) (IdentityProviderDraft, error) {
		if protocol := signin.Type(protocol); protocol != signin.OIDC && protocol != signin.OAuth2 && protocol != signin.SAML {
			return IdentityProviderDraft{}, fault.New(fault.Invalid, idp.CodeInvalid, "the type of the provider is not known").
				WithField("type", "must be oidc, oauth2 or saml")
		}
		server, err := i.app.bench.Rehearsal.Start()
		if err != nil {
			return IdentityProviderDraft{}, err
		}
		settings, clientSecret := server.IDP.Settings(signin.Type(protocol))
		draft := viewIDPDraft(deploymentID, "", 0, settings)
		if clientSecret.IsSet() {
			draft.ClientSecret = SecretInput{Change: "set", Value: string(clientSecret.Reveal())}
		}
		return draft, nil
	})
}

// withIDPDraft runs fn on a draft, and wipes its secrets afterwards.
func withIDPDraft[T any](a *App, draft IdentityProviderDraft, fn func(context.Context, idp.Draft) (T, error)) (T, error) {
	return call(a, func(ctx context.Context) (T, error) {
		d, done, err := draft.draft()
		if err != nil {
			var none T
			return none, err
		}
		defer done()
		return fn(ctx, d)
	})
}
