package workbench

import (
	"context"
	"slices"

	"patchbay/backend/apiclient"
	"patchbay/backend/credential"
	"patchbay/backend/deployment"
	"patchbay/backend/proof"
)

// clientIntegrations are the API clients of a deployment, those that failed
// first.
func (w *Workbench) clientIntegrations(ctx context.Context, deploymentID string) ([]Integration, error) {
	clients, err := w.Clients.List(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	all := make([]Integration, len(clients))
	for i, c := range clients {
		all[i] = Integration{
			Kind: KindAPI, Title: titleAPI, Target: c.ClientID, Light: c.Status.Light, Summary: c.Status.Summary,
		}
		if c.Status.Proof != nil {
			all[i].ProvedAt = c.Status.Proof.StartedAt
		}
	}
	return shortened(all, Integration{Kind: KindAPI, Title: titleAPI}, "further client", "further clients"), nil
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
	verdict, summary := sumUpCounts(counts, len(all), "got a token")
	return verdict, summary, nil
}
