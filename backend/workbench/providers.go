package workbench

import (
	"context"
	"slices"

	"patchbay/backend/deployment"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
)

// providerIntegrations are the sign-in providers of a deployment, those that
// failed first.
func (w *Workbench) providerIntegrations(ctx context.Context, deploymentID string) ([]Integration, error) {
	providers, err := w.Providers.List(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	all := make([]Integration, len(providers))
	for i, s := range providers {
		all[i] = Integration{
			Kind: KindIDP, Title: titleIDP, Target: s.Settings.Name,
			Light: s.Status.Light, Summary: s.Status.Summary, Level: s.Level, ProvedAt: s.ProvedAt,
		}
	}
	return shortened(all, Integration{Kind: KindIDP, Title: titleIDP}, "further provider", "further providers"), nil
}

// affectedProviders are the sign-in providers of a deployment that have
// secrets.
func (w *Workbench) affectedProviders(ctx context.Context, d deployment.Deployment) ([]Affected, error) {
	list, err := w.Providers.List(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var affected []Affected
	for _, s := range list {
		if stored := s.Infos.Stored(); len(stored) > 0 {
			affected = append(affected, Affected{
				DeploymentID: d.ID, Deployment: d.Name, Kind: KindIDP, Target: s.Settings.Name, Stored: stored,
			})
		}
	}
	return affected, nil
}

// providerEnds are those that sign-in depends on.
func (w *Workbench) providerEnds(ctx context.Context, deploymentID string) ([]Expiry, error) {
	all, err := w.Providers.Ends(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	ends := make([]Expiry, len(all))
	for i, end := range all {
		ends[i] = Expiry{Kind: expiryKind(end.Kind), Subject: end.Subject, At: end.At, Page: KindIDP}
	}
	return ends, nil
}

// expiryKind is that of the page: whose certificate it is stands in the subject.
func expiryKind(kind idp.EndKind) string {
	switch kind {
	case idp.EndSigning, idp.EndSPCertificate:
		return string(idp.EndCertificate)
	default:
		return string(kind)
	}
}

// checkProviders checks every sign-in provider that is switched on. Nobody signs
// in.
func (w *Workbench) checkProviders(ctx context.Context, deploymentID, run string) (proof.Verdict, string, error) {
	list, err := w.Providers.List(context.WithoutCancel(ctx), deploymentID)
	if err != nil {
		return "", "", err
	}
	if len(list) == 0 {
		return proof.Skipped, "No identity providers", nil
	}
	list = slices.DeleteFunc(list, func(s idp.Summary) bool { return !s.Enabled })
	counts := map[proof.Verdict]int{}
	for _, s := range list {
		provider, err := w.Providers.Get(context.WithoutCancel(ctx), deploymentID, s.ID)
		if err != nil {
			return "", "", err
		}
		report, err := w.Providers.Check(ctx, deploymentID, idp.ProofRequest{Draft: provider.Draft(), Run: run})
		if err != nil || ctx.Err() != nil {
			return "", "", err
		}
		counts[report.Verdict]++
	}
	if len(list) == 0 {
		return proof.Skipped, "All are switched off", nil
	}
	verdict, summary := sumUpCounts(counts, len(list), "were checked")
	return verdict, summary, nil
}
