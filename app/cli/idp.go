package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/workbench"
)

func idpCommands() []command {
	return []command{
		idpSetCommand(), idpListCommand(), idpShowCommand(), idpEnableCommand(true), idpEnableCommand(false), idpRemoveCommand(),
		idpCheckCommand(), idpSignInCommand(), idpProbeCommand(), idpExplainCommand(), idpSimulateCommand(),
		idpMetadataCommand(), idpSheetCommand(), idpRolloverCommand(), idpPresetsCommand(),
	}
}

func idpSetCommand() command {
	var source idpSource
	return command{
		name:  "idp set",
		short: "keep a sign-in provider of the deployment",
		long: "The document replaces the provider of its name, or makes a new one. A client secret that it leaves out stays, " +
			"if it would go to the same place as before. A SAML provider without a key of its own gets one.",
		examples: []string{
			"patchbay idp set --from contoso.json",
			"patchbay idp set --from contoso.json --secret-file secret.txt --deployment Staging",
		},
		flags: func(f *pflag.FlagSet) { source.bind(f, "`FILE` with the document; - is standard input") },
		run: func(c *call) error {
			if source.from == "" {
				return usageError{message: "idp set needs --from FILE", command: "idp set"}
			}
			settings, inputs, err := source.read(c)
			if err != nil {
				return err
			}
			defer inputs.Wipe()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.saveProvider(bench, d, idp.Draft{Settings: settings, Secrets: inputs})
			})
		},
	}
}

func (c *call) saveProvider(bench *workbench.Workbench, d deployment.Deployment, draft idp.Draft) error {
	stored, err := bench.Providers.ByName(c.ctx, d.ID, draft.Settings.Name)
	if err != nil && !fault.HasCode(err, idp.CodeNotFound) {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, err := bench.Providers.Save(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	return c.out.result(saved.Document(), func(p *printer) {
		p.line("The sign-in provider %s of %s is saved.", saved.Settings.Name, d.Name)
		p.line("Check it with: patchbay idp check %q", saved.Settings.Name)
	})
}

func idpEnableCommand(on bool) command {
	name, short, done := "idp disable", "switch a kept sign-in provider off", "off"
	if on {
		name, short, done = "idp enable", "switch a kept sign-in provider on", "on"
	}
	return command{
		name: name, args: "NAME", min: 1, max: 1, short: short,
		examples: []string{"patchbay " + name + " Contoso"},
		run: func(c *call) error {
			return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
				changed, err := bench.Providers.SetEnabled(c.ctx, p.DeploymentID, p.ID, p.Revision, on)
				if err != nil {
					return err
				}
				return c.out.result(changed.Document(), func(out *printer) { out.line("%s is switched %s.", p.Settings.Name, done) })
			})
		},
	}
}

func idpRemoveCommand() command {
	return command{
		name: "idp remove", args: "NAME", min: 1, max: 1,
		short:    "remove a sign-in provider with its secrets and proofs",
		examples: []string{"patchbay idp remove Contoso"},
		run: func(c *call) error {
			return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
				if err := bench.Providers.Remove(c.ctx, p.DeploymentID, p.ID, p.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": p.Settings.Name}, func(out *printer) {
					out.line("The sign-in provider %s is removed.", p.Settings.Name)
				})
			})
		},
	}
}

func idpRolloverCommand() command {
	var finish bool
	return command{
		name: "idp rollover", args: "NAME", min: 1, max: 1,
		short: "exchange the key of a SAML service provider in two steps",
		long: "The first step makes a second key: both stand in the metadata, which the provider has to read anew. The " +
			"second, --finish, puts it in the place of the first.",
		examples: []string{"patchbay idp rollover Contoso", "patchbay idp rollover Contoso --finish"},
		flags:    func(f *pflag.FlagSet) { f.BoolVar(&finish, "finish", false, "use the second key from now on") },
		run: func(c *call) error {
			return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
				step, said := bench.Providers.BeginRollover, "has a second key: give the provider the new metadata, then run the command with --finish."
				if finish {
					step, said = bench.Providers.FinishRollover, "uses the new key only."
				}
				changed, err := step(c.ctx, p.DeploymentID, p.ID, p.Revision)
				if err != nil {
					return err
				}
				return c.out.result(changed.Document(), func(out *printer) { out.line("%s %s", p.Settings.Name, said) })
			})
		},
	}
}
