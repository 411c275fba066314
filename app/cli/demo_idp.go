package cli

import (
	"patchbay/backend/idp"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// furnishProviders adds a provider of each protocol, checked. The sign-in is
// left to whoever tries the demo: it takes a person.
func (c *call) furnishProviders(bench *workbench.Workbench, server workbench.RehearsalServer, deploymentID string) error {
	for _, protocol := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
		settings, clientSecret := server.IDP.Settings(protocol)
		settings.CallbackURL = "https://demo.example.com/sign-in/" + string(protocol)
		draft := idp.Draft{Settings: settings}
		if protocol == signin.SAML {
			draft.Settings.SPEntityID = "https://demo.example.com/saml"
		} else {
			draft.Secrets.ClientSecret = secret.Input{Change: secret.Set, Value: clientSecret}
		}
		saved, err := bench.Providers.Save(c.ctx, deploymentID, draft)
		if err != nil {
			return err
		}
		if _, err := bench.Providers.Check(c.ctx, deploymentID, idp.ProofRequest{Draft: saved.Draft()}); err != nil {
			return err
		}
	}
	return nil
}
