package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func clientSetCommand() command {
	var from, secretFile string
	return command{
		name:  "client set",
		short: "keep an API client by its document",
		long: "The document replaces the client of its ID, or makes a new one. A secret that it leaves out stays, if token " +
			"URL, client ID and method stay too; a new client gets a generated one, which is printed this once. When scopes " +
			"or secret change, its tokens end.",
		examples: []string{
			"patchbay client set --from installer.json",
			"patchbay client set --from installer.json --secret-file secret.txt --deployment Staging",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document; - is standard input")
			f.StringVar(&secretFile, "secret-file", "", "`FILE` with the secret, instead of the document's")
		},
		run: func(c *call) error {
			if from == "" {
				return usageError{message: "client set needs --from FILE", command: "client set"}
			}
			settings, input, err := c.readClient(from, secretFile)
			if err != nil {
				return err
			}
			defer input.Value.Wipe()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.saveClient(bench, d, apiclient.Draft{Settings: settings, Secret: input})
			})
		},
	}
}

func (c *call) readClient(from, secretFile string) (apiclient.Settings, secret.Input, error) {
	content, err := c.readFile(from)
	if err != nil {
		return apiclient.Settings{}, secret.Input{}, err
	}
	defer clear(content) // it may hold the secret
	settings, input, err := apiclient.Parse(content)
	if err != nil || secretFile == "" {
		return settings, input, err
	}
	if input.Change == secret.Set {
		input.Value.Wipe()
		return settings, secret.Input{}, usageError{message: "the secret comes from the document or from --secret-file, not from both"}
	}
	input, err = c.clientSecret(secretFile)
	return settings, input, err
}

func (c *call) saveClient(bench *workbench.Workbench, d deployment.Deployment, draft apiclient.Draft) error {
	stored, err := bench.Clients.ByClientID(c.ctx, d.ID, draft.ClientID)
	if err != nil && !fault.HasCode(err, apiclient.CodeNotFound) {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, generated, err := bench.Clients.Save(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	defer generated.Wipe()
	c.noteScopes(saved.Settings)
	document := savedClient{clientDocument: clientDocumentOf(saved), ClientSecret: string(generated.Reveal())}
	return c.out.result(document, func(p *printer) {
		p.line("The API client %s of %s is saved.", saved.ClientID, d.Name)
		p.clientSecret(document.ClientSecret)
	})
}
