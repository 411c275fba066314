package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// clientCredentials is what "client add" and "client rotate" print. The secret
// is shown this once, and only where Patchbay made it.
type clientCredentials struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret,omitempty"`
}

// savedClient is what "client set" prints: the document, and the secret where
// one was made.
type savedClient struct {
	clientDocument
	ClientSecret string `json:"clientSecret,omitempty"`
}

// showClientSecret writes a client's ID and generated secret. said has one %s,
// for the ID.
func (c *call) showClientSecret(saved apiclient.Client, generated secret.Text, said string) error {
	document := clientCredentials{ClientID: saved.ClientID, ClientSecret: string(generated.Reveal())}
	return c.out.result(document, func(p *printer) {
		p.line(said, saved.ClientID)
		p.clientSecret(document.ClientSecret)
	})
}

// clientSecret shows a generated secret; "" is none.
func (p *printer) clientSecret(generated string) {
	if generated == "" {
		return
	}
	p.line("Its secret, which is shown this once:")
	p.line("")
	p.line("  %s", generated)
}

// clientSecret reads a secret that somebody else made.
func (c *call) clientSecret(file string) (secret.Input, error) {
	return c.secretInput(file, "--secret-file", apiclient.CodeInvalid, "secret")
}

// secretInput reads a secret from the file of a flag, which must hold one. The
// fault has the code and names the field.
func (c *call) secretInput(file, flag, code, field string) (secret.Input, error) {
	value, err := c.secretFile(file)
	if err != nil {
		return secret.Input{}, err
	}
	if !value.IsSet() {
		return secret.Input{}, fault.New(fault.Invalid, code, "the file of "+flag+" is empty").WithField(field, "is empty")
	}
	return secret.Input{Change: secret.Set, Value: value}, nil
}

func clientRotateCommand() command {
	var secretFile string
	return command{
		name: "client rotate", args: "ID", min: 1, max: 1,
		short: "give an API client a new secret; its tokens end",
		long: "The new secret is generated and printed, this once, unless it comes from --secret-file. The old one is " +
			"refused at once.",
		examples: []string{"patchbay client rotate installer", "patchbay client rotate portal --secret-file secret.txt"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&secretFile, "secret-file", "", "`FILE` with the new secret, instead of a generated one")
		},
		run: func(c *call) error {
			input := secret.Input{Change: apiclient.Generate}
			if secretFile != "" {
				var err error
				if input, err = c.clientSecret(secretFile); err != nil {
					return err
				}
				defer input.Value.Wipe()
			}
			return c.withClient(func(bench *workbench.Workbench, found apiclient.Client) error {
				return c.rotateClient(bench, found, input)
			})
		},
	}
}

func (c *call) rotateClient(bench *workbench.Workbench, found apiclient.Client, input secret.Input) error {
	var changed apiclient.Client
	var generated secret.Text
	var err error
	if input.Change == apiclient.Generate {
		changed, generated, err = bench.Clients.Rotate(c.ctx, found.DeploymentID, found.ID, found.Revision)
	} else {
		draft := found.Draft()
		draft.Secret = input
		changed, generated, err = bench.Clients.Save(c.ctx, found.DeploymentID, draft)
	}
	if err != nil {
		return err
	}
	defer generated.Wipe()
	return c.showClientSecret(changed, generated, "The secret of %s is replaced; the old one and its tokens are refused.")
}
