package workbench

import (
	"context"

	"patchbay/backend/network"
	"patchbay/backend/outgoing"
)

// KindNetwork is what belongs to all deployments: the way out of this machine.
const KindNetwork = "network"

// Affected is an integration with stored secrets. Rotating the encryption key
// encrypts them anew and leaves their values as they are.
type Affected struct {
	DeploymentID, Deployment string // empty for what belongs to all deployments
	Kind                     string // KindOutgoing or KindNetwork
	Target                   string
	Stored                   []outgoing.StoredSecret
}

// Affected lists every integration that has a stored secret, by the names of
// the deployments.
func (w *Workbench) Affected(ctx context.Context) ([]Affected, error) {
	deployments, err := w.Deployments.List(ctx)
	if err != nil {
		return nil, err
	}
	affected := []Affected{}
	for _, d := range deployments {
		server, err := w.Outgoing.Get(ctx, d.ID)
		if err != nil {
			return nil, err
		}
		if stored := server.Stored(); len(stored) > 0 {
			affected = append(affected, Affected{
				DeploymentID: d.ID, Deployment: d.Name, Kind: KindOutgoing, Target: server.Target(), Stored: stored,
			})
		}
	}
	routes, err := w.Network.Get(ctx)
	if err != nil {
		return nil, err
	}
	return append(affected, affectedProxy(routes)...), nil
}

// affectedProxy is the proxy, when it has a password.
func affectedProxy(routes network.Stored) []Affected {
	if !routes.Password.Set {
		return nil
	}
	return []Affected{{
		Kind: KindNetwork, Target: routes.Address,
		Stored: []outgoing.StoredSecret{{Field: "password", ChangedAt: routes.Password.ChangedAt}},
	}}
}
