package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/apiclient"
	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/workbench"
)

func clientCommands() []command {
	return []command{
		clientAddCommand(), clientSetCommand(), clientListCommand(), clientShowCommand(), clientRotateCommand(),
		clientRevokeCommand(), clientRemoveCommand(), clientProveCommand(),
	}
}

// clientAddition is what "client add" was asked for.
type clientAddition struct {
	settings                   apiclient.Settings
	scopes, secretFile, caFile string
}

func clientAddCommand() command {
	var o clientAddition
	return command{
		name: "client add", args: "ID", min: 1, max: 1,
		short: "make an API client of the deployment",
		long: "Its secret is generated and printed, this once, unless it comes from --secret-file. The first client of a " +
			"deployment is the default one. A client that is also known to the target has the target's token endpoint as its " +
			"--token-url; the local API knows the scopes mail:read, mail:write, idp:read, idp:write, notify:send and proof:run.",
		examples: []string{
			"patchbay client add installer --scopes mail:read,mail:write",
			"patchbay client add portal --secret-file secret.txt --token-url https://acme.example.com/token",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.scopes, "scopes", "", "`SCOPES` that its tokens may have, separated by commas")
			f.StringVar(&o.settings.Description, "description", "", "`TEXT` that says who uses it")
			f.BoolVar(&o.settings.Default, "default", false, "make it the deployment's default client")
			f.StringVar(&o.secretFile, "secret-file", "", "`FILE` with the secret, instead of a generated one")
			f.StringVar(&o.settings.TokenURL, "token-url", "", "`URL` of the target's token endpoint")
			f.StringVar(&o.settings.ClientAuth, "client-auth", "", "`METHOD`: client_secret_basic or client_secret_post")
			f.StringVar(&o.caFile, "ca-file", "", "`FILE` with the authority of the target's token endpoint")
		},
		run: o.run,
	}
}

func (o *clientAddition) run(c *call) error {
	draft := apiclient.Draft{Settings: o.settings, Secret: secret.Input{Change: apiclient.Generate}}
	draft.ClientID = c.args[0]
	draft.Scopes = strings.FieldsFunc(o.scopes, func(r rune) bool { return r == ',' || r == ' ' })
	if o.caFile != "" {
		pem, err := c.readFile(o.caFile)
		if err != nil {
			return err
		}
		draft.CAPEM = string(pem)
	}
	if o.secretFile != "" {
		input, err := c.clientSecret(o.secretFile)
		if err != nil {
			return err
		}
		draft.Secret = input
	}
	defer draft.Secret.Value.Wipe()
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		saved, generated, err := bench.Clients.Save(c.ctx, d.ID, draft)
		if fault.HasCode(err, apiclient.CodeExists) {
			return fault.Of(err).WithHint("change it with: patchbay client set --from FILE")
		}
		if err != nil {
			return err
		}
		defer generated.Wipe()
		c.noteScopes(saved.Settings)
		return c.showClientSecret(saved, generated, "The API client %s of "+d.Name+" is made.")
	})
}

// noteScopes tells what a client's scopes are worth: one that is mistyped, and
// none at all, would else show in a refused call only.
func (c *call) noteScopes(s apiclient.Settings) {
	switch foreign := s.ForeignScopes(); {
	case len(s.Scopes) == 0:
		c.out.note("patchbay: %s may do nothing yet: name its scopes in a document for patchbay client set --from FILE", s.ClientID)
	case len(foreign) == 1:
		c.out.note("patchbay: %s is none of the local API's scopes; it is asked for at a target only", foreign[0])
	case len(foreign) > 1:
		c.out.note("patchbay: %s are none of the local API's scopes; they are asked for at a target only", strings.Join(foreign, ", "))
	}
}

func clientRevokeCommand() command {
	return command{
		name: "client revoke", args: "ID", min: 1, max: 1,
		short: "end the tokens of an API client",
		long: "Tokens live in the memory of the process that runs the local API, and end with it as well, and with every " +
			"lock. While the API runs, revoke on its page, or stop it. The client stays and can ask for new ones: to keep it out, " +
			"rotate its secret or remove it.",
		examples: []string{"patchbay client revoke installer"},
		run: func(c *call) error {
			err := c.withClient(func(bench *workbench.Workbench, found apiclient.Client) error {
				changed, err := bench.Clients.Revoke(c.ctx, found.DeploymentID, found.ID)
				if err != nil {
					return err
				}
				return c.out.result(clientDocumentOf(changed), func(p *printer) { p.line("No token of %s is valid any more.", changed.ClientID) })
			})
			if fault.HasCode(err, vault.CodeInUse) {
				return fault.Of(err).WithHint("while the local API runs there, revoke on its page, or stop it: its tokens end with it")
			}
			return err
		},
	}
}

func clientRemoveCommand() command {
	return command{
		name: "client remove", args: "ID", min: 1, max: 1,
		short:    "remove an API client with its secret and proofs; its tokens end",
		long:     "When it was the default client, the oldest of the others becomes that.",
		examples: []string{"patchbay client remove installer"},
		run: func(c *call) error {
			return c.withClient(func(bench *workbench.Workbench, found apiclient.Client) error {
				if err := bench.Clients.Remove(c.ctx, found.DeploymentID, found.ID, found.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": found.ClientID}, func(p *printer) {
					p.line("The API client %s is removed.", found.ClientID)
				})
			})
		},
	}
}

// withClient runs fn on the kept client that the first argument names.
func (c *call) withClient(fn func(*workbench.Workbench, apiclient.Client) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		found, err := bench.Clients.ByClientID(c.ctx, d.ID, c.args[0])
		if err != nil {
			return err
		}
		return fn(bench, found)
	})
}
