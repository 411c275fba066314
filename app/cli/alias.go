package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/workbench"
)

func aliasCommands() []command {
	return []command{aliasAddCommand(), aliasListCommand(), aliasRemoveCommand()}
}

func aliasAddCommand() command {
	var alias mailbox.Alias
	return command{
		name: "alias add", args: "MAILBOX", min: 1, max: 1,
		short:    "add an address whose mail arrives in a mailbox, with the defaults for that mail",
		examples: []string{"patchbay alias add desk@example.com --address help@example.com --workspace Support --client ACME"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&alias.Address, "address", "", "the `ADDRESS` of the alias")
			f.StringVar(&alias.Workspace, "workspace", "", "`NAME` of the workspace that its mail goes to")
			f.StringVar(&alias.ProjectType, "project-type", "", "`NAME` of the project type")
			f.StringVar(&alias.Client, "client", "", "`NAME` of the client")
		},
		run: func(c *call) error {
			return c.withMailbox(func(bench *workbench.Workbench, m mailbox.Mailbox) error {
				alias.MailboxID = m.ID
				saved, err := bench.Mailboxes.SaveAlias(c.ctx, m.DeploymentID, alias)
				if err != nil {
					return err
				}
				return c.out.result(saved.Document(), func(p *printer) {
					p.line("Mail to %s arrives in %s.", saved.Address, saved.Mailbox)
				})
			})
		},
	}
}

func aliasListCommand() command {
	return command{
		name:     "alias list",
		short:    "list the aliases of the deployment's mailboxes",
		examples: []string{"patchbay alias list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Mailboxes.Aliases(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]mailbox.AliasDocument, len(all))
				for i, a := range all {
					documents[i] = a.Document()
				}
				return c.out.result(documents, func(p *printer) {
					if len(all) == 0 {
						p.line("%s has no alias yet.", d.Name)
						return
					}
					printAliases(p, all)
				})
			})
		},
	}
}

func printAliases(p *printer, all []mailbox.Alias) {
	rows := make([][]string, len(all))
	for i, a := range all {
		rows[i] = []string{a.Address, a.Mailbox, a.Workspace, a.ProjectType, a.Client}
	}
	p.table([]string{"ALIAS", "MAILBOX", "WORKSPACE", "PROJECT TYPE", "CLIENT"}, rows)
}

func aliasRemoveCommand() command {
	return command{
		name: "alias remove", args: "ADDRESS", min: 1, max: 1,
		short:    "remove an alias; its mailbox stays",
		examples: []string{"patchbay alias remove help@example.com"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				alias, err := c.findAlias(bench, d)
				if err != nil {
					return err
				}
				if err := bench.Mailboxes.RemoveAlias(c.ctx, d.ID, alias.MailboxID, alias.ID, alias.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": alias.Address}, func(p *printer) {
					p.line("The alias %s is removed.", alias.Address)
				})
			})
		},
	}
}

func (c *call) findAlias(bench *workbench.Workbench, d deployment.Deployment) (mailbox.Alias, error) {
	all, err := bench.Mailboxes.Aliases(c.ctx, d.ID)
	if err != nil {
		return mailbox.Alias{}, err
	}
	for _, a := range all {
		if strings.EqualFold(a.Address, c.args[0]) {
			return a, nil
		}
	}
	return mailbox.Alias{}, fault.New(fault.NotFound, mailbox.CodeAliasNotFound, d.Name+" has no alias "+c.args[0]).
		WithHint("list them with: patchbay alias list")
}
