package cli

import (
	"patchbay/backend/apiclient"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// furnishClient adds an API client, and lets it ask the local API for a token.
// Nobody knows its secret: whoever wants to call the API gives it a new one.
func (c *call) furnishClient(bench *workbench.Workbench, deploymentID string) error {
	client, generated, err := bench.Clients.Save(c.ctx, deploymentID, apiclient.Draft{
		Settings: apiclient.Settings{
			ClientID: "installer", Description: "Reads and writes the mail configuration when the system is installed.",
			Scopes: []string{apiclient.ScopeMailRead, apiclient.ScopeMailWrite},
		},
		Secret: secret.Input{Change: apiclient.Generate},
	})
	generated.Wipe()
	if err != nil {
		return err
	}
	own, done, err := c.ownEndpoint(bench)
	if err != nil {
		return err
	}
	defer done()
	_, err = bench.Clients.Prove(c.ctx, deploymentID, apiclient.ProofRequest{Draft: client.Draft(), Own: &own})
	return err
}
