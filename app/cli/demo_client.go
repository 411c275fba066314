package cli

import (
	"patchbay/backend/apiclient"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// furnishClient adds an API client. Nobody knows its secret: whoever wants to
// call the local API gives it a new one.
func (c *call) furnishClient(bench *workbench.Workbench, deploymentID string) error {
	_, generated, err := bench.Clients.Save(c.ctx, deploymentID, apiclient.Draft{
		Settings: apiclient.Settings{
			ClientID: "installer", Description: "Reads and writes the mail configuration when the system is installed.",
			Scopes: []string{apiclient.ScopeMailRead, apiclient.ScopeMailWrite},
		},
		Secret: secret.Input{Change: apiclient.Generate},
	})
	generated.Wipe()
	return err
}
