package workbench

import (
	"context"
	"fmt"
	"slices"

	"patchbay/backend/apiclient"
	"patchbay/backend/credential"
	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/proof"
)

// clientIntegrations are the API clients of a deployment, those that failed
// first.
func (w *Workbench) clientIntegrations(ctx context.Context, deploymentID string) ([]Integration, error) {
	all, err := w.Clients.List(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return []Integration{{Kind: KindAPI, Title: titleAPI, Light: evidence.Missing, Summary: "None yet"}}, nil
	}
	slices.SortStableFunc(all, func(a, b apiclient.Client) int {
		return failedFirst(a.Status.Light) - failedFirst(b.Status.Light)
	})
	var integrations []Integration
	for _, c := range all[:min(len(all), mostGroups)] {
		integration := Integration{
			Kind: KindAPI, Title: titleAPI, Target: c.ClientID, Light: c.Status.Light, Summary: c.Status.Summary,
		}
		if c.Status.Proof != nil {
			integration.ProvedAt = c.Status.Proof.StartedAt
		}
		integrations = append(integrations, integration)
	}
	if len(all) > mostGroups {
		integrations = append(integrations, joinedClients(all[mostGroups:]))
	}
	return integrations, nil
}

// joinedClients tells of several together, with the worst light among them.
func joinedClients(all []apiclient.Client) Integration {
	worst := slices.MinFunc(all, func(a, b apiclient.Client) int {
		return gravity(a.Status.Light) - gravity(b.Status.Light)
	})
	return Integration{
		Kind: KindAPI, Title: titleAPI, Target: countOf(len(all), "further client", "further clients"),
		Light: worst.Status.Light, Summary: worst.ClientID + ": " + worst.Status.Summary,
	}
}

// affectedClients are the API clients of a deployment, and where its mail
// configuration is pushed to, as far as they have secrets.
func (w *Workbench) affectedClients(ctx context.Context, d deployment.Deployment) ([]Affected, error) {
	all, err := w.Clients.List(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var affected []Affected
	for _, c := range all {
		if c.Secret.Set {
			affected = append(affected, Affected{
				DeploymentID: d.ID, Deployment: d.Name, Kind: KindAPI, Target: c.ClientID,
				Stored: c.Stored(),
			})
		}
	}
	target, err := w.Handover.MailAPI(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	if target.ClientSecret.Set {
		affected = append(affected, Affected{
			DeploymentID: d.ID, Deployment: d.Name, Kind: KindHandover, Target: target.URL,
			Stored: target.Stored(),
		})
	}
	return affected, nil
}

// affectedAPI is the authority of the local API, once there is one.
func (w *Workbench) affectedAPI(ctx context.Context) ([]Affected, error) {
	stored, err := w.LocalAPI.Get(ctx)
	if err != nil || stored.Authority == nil {
		return nil, err
	}
	return []Affected{{
		Kind: KindLocalAPI, Target: titleLocalAPI,
		Stored: []credential.StoredSecret{{Field: "authorityKey", ChangedAt: stored.Authority.Certificate.NotBefore}},
	}}, nil
}

// proveClients asks for a token as every API client whose target is known.
// Without one there is nobody to ask but this vault itself.
func (w *Workbench) proveClients(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error) {
	all, err := w.Clients.List(context.WithoutCancel(ctx), deploymentID)
	if err != nil {
		return "", "", err
	}
	if len(all) == 0 {
		return proof.Skipped, "No API clients", nil
	}
	all = slices.DeleteFunc(all, func(c apiclient.Client) bool { return c.TokenURL == "" })
	if len(all) == 0 {
		return proof.Skipped, "No client has a token URL at the target", nil
	}
	counts := map[proof.Verdict]int{}
	for _, c := range all {
		report, err := w.Clients.Prove(ctx, deploymentID, apiclient.ProofRequest{Draft: c.Draft(), Run: run})
		if err != nil || ctx.Err() != nil {
			return "", "", err
		}
		counts[report.Verdict]++
	}
	verdict, summary := sumUpTokens(counts, len(all))
	return verdict, summary, nil
}

// sumUpTokens is the worst verdict of many token requests, with how many have
// it.
func sumUpTokens(counts map[proof.Verdict]int, total int) (proof.Verdict, string) {
	of := func(n int, words string) string { return fmt.Sprintf("%d of %d %s", n, total, words) }
	switch {
	case counts[proof.Failed] > 0:
		return proof.Failed, of(counts[proof.Failed], "failed")
	case counts[proof.Warned] > 0:
		return proof.Warned, of(counts[proof.Warned], "got a token with warnings")
	}
	return proof.Passed, of(counts[proof.Passed], "got a token")
}
