package workbench

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"patchbay/backend/deployment"
	"patchbay/backend/gateway"
	"patchbay/backend/network"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
)

// gatewayMail gives the e-mail gateway the outgoing mail of deployments: the two
// capabilities are joined here.
type gatewayMail struct{ servers *outgoing.Servers }

// Route says where the outgoing mail of a deployment leads now.
func (m gatewayMail) Route(ctx context.Context, deploymentID string) (gateway.Route, error) {
	server, err := m.servers.Get(ctx, deploymentID)
	if err != nil || !server.Configured() {
		return gateway.Route{Status: server.Status}, err
	}
	check, err := m.servers.Check(ctx, deploymentID, server.Draft())
	route := gateway.RouteOf(check.Settings)
	route.Status = server.Status
	return route, err
}

// Send sends by the route with this fingerprint, and by no other.
func (m gatewayMail) Send(
	ctx context.Context, deploymentID, fingerprint string, redirected func(gateway.Route) error, batch smtp.Batch,
) error {
	return m.servers.SendIf(ctx, deploymentID, func(expanded smtp.Settings) error {
		if now := gateway.RouteOf(expanded); now.Fingerprint != fingerprint {
			return redirected(now)
		}
		return nil
	}, batch)
}

// Prove proves the outgoing mail of a deployment as it is stored.
func (m gatewayMail) Prove(ctx context.Context, deploymentID string, r gateway.ProofRequest) (proof.Report, error) {
	server, err := m.servers.Configured(context.WithoutCancel(ctx), deploymentID)
	if err != nil {
		return proof.Report{}, err
	}
	return m.servers.Prove(ctx, deploymentID, outgoing.ProofRequest{
		Draft: server.Draft(), Level: r.Level, To: r.To, Run: r.Run, Observe: r.Observe,
	})
}

// gatewayNetwork is the way out of this machine, and what identifies it.
type gatewayNetwork struct{ *network.Routes }

// Way identifies the proxy and the DNS server that are in use.
func (n gatewayNetwork) Way(ctx context.Context) (string, error) {
	s, err := n.Get(ctx)
	if err != nil {
		return "", err
	}
	if s.Proxy != network.ModeManual { // what is not in use leads nowhere
		s.Scheme, s.Address, s.User = "", "", ""
	}
	way := account.Join(string(cmp.Or(s.Proxy, network.ModeSystem)), string(s.Scheme), s.Address, s.User, s.Resolver)
	sum := sha256.Sum256([]byte(way))
	return "sha256:" + hex.EncodeToString(sum[:]), nil
}

// gatewayDeployments finds the deployment whose outgoing mail the gateway uses.
type gatewayDeployments struct{ deployments *deployment.Deployments }

// Find returns a deployment by ID or name.
func (d gatewayDeployments) Find(ctx context.Context, named string) (id, name string, err error) {
	one, err := d.deployments.Find(ctx, named)
	return one.ID, one.Name, err
}

// vaultName is what a mail calls the vault: by its folder, unless that is called
// what every vault's folder is called.
func vaultName(operators *operator.Operators) string {
	const usual = "vault"
	if name := filepath.Base(operators.Status().Path); name != usual {
		return "the vault " + name
	}
	return "the Patchbay vault"
}
