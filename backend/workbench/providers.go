package workbench

import (
	"context"
	"fmt"
	"slices"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
)

// providerIntegrations are the sign-in providers of a deployment, those that
// failed first.
func (w *Workbench) providerIntegrations(ctx context.Context, deploymentID string) ([]Integration, error) {
	list, err := w.Providers.List(ctx, deploymentID)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return []Integration{{Kind: KindIDP, Title: titleIDP, Light: evidence.Missing, Summary: "None yet"}}, nil
	}
	slices.SortStableFunc(list, func(a, b idp.Summary) int {
		return failedFirst(a.Status.Light) - failedFirst(b.Status.Light)
	})
	var integrations []Integration
	for _, s := range list[:min(len(list), mostGroups)] {
		integrations = append(integrations, Integration{
			Kind: KindIDP, Title: titleIDP, Target: s.Settings.Name,
			Light: s.Status.Light, Summary: s.Status.Summary, Level: s.Level, ProvedAt: s.ProvedAt,
		})
	}
	if len(list) > mostGroups {
		integrations = append(integrations, joinedProviders(list[mostGroups:]))
	}
	return integrations, nil
}

// joinedProviders tells of several together, with the worst light among them.
func joinedProviders(list []idp.Summary) Integration {
	worst := slices.MinFunc(list, func(a, b idp.Summary) int {
		return gravity(a.Status.Light) - gravity(b.Status.Light)
	})
	return Integration{
		Kind: KindIDP, Title: titleIDP, Target: countOf(len(list), "further provider", "further providers"),
		Light: worst.Status.Light, Summary: worst.Settings.Name + ": " + worst.Status.Summary,
	}
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
	verdict, summary := sumUpChecks(counts, len(list))
	return verdict, summary, nil
}

// sumUpChecks is the worst verdict of many checks, with how many have it.
func sumUpChecks(counts map[proof.Verdict]int, total int) (proof.Verdict, string) {
	of := func(n int, words string) string { return fmt.Sprintf("%d of %d %s", n, total, words) }
	switch {
	case total == 0:
		return proof.Skipped, "All are switched off"
	case counts[proof.Failed] > 0:
		return proof.Failed, of(counts[proof.Failed], "failed")
	case counts[proof.Warned] > 0:
		return proof.Warned, of(counts[proof.Warned], "were checked with warnings")
	}
	return proof.Passed, of(counts[proof.Passed], "were checked")
}
