package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/workbench"
)

func mailboxCommands() []command {
	return []command{
		mailboxSetCommand(), mailboxListCommand(), mailboxShowCommand(), mailboxPasswordCommand(), mailboxRemoveCommand(),
		mailboxProveCommand(), mailboxAlternativesCommand(), mailboxSignInCommand(),
		mailboxImportCommand(), mailboxExportCommand(),
	}
}

// mailboxSource is a mailbox document and, apart from it, its password.
type mailboxSource struct{ accountSource }

// check refuses what fits only a document.
func (s mailboxSource) check(c *call, command string) error {
	switch {
	case s.from != "" && len(c.args) > 0:
		return usageError{message: "name a mailbox, or give --from FILE, not both", command: command}
	case s.from == "" && s.secretFile != "":
		return usageError{message: "--secret-file needs --from", command: command}
	}
	return nil
}

// read parses the document.
func (s mailboxSource) read(c *call) (imap.Settings, account.SecretInputs, error) {
	return readAccount(c, s.accountSource, imap.Parse)
}

// request reads the document for a run that needs no vault. done wipes its
// secrets.
func (s mailboxSource) request(c *call) (r imap.Request, done func(), err error) {
	settings, inputs, err := s.read(c)
	if err != nil {
		return imap.Request{}, nil, err
	}
	way, secrets, err := s.leave(c, inputs)
	if err != nil {
		return imap.Request{}, nil, err
	}
	return imap.Request{
		Settings: settings, Secrets: secrets, Network: way, Version: c.main.Version, Observe: c.observe,
	}, inputs.Wipe, nil
}

// withMailbox runs fn on the kept mailbox that the first argument names.
func (c *call) withMailbox(fn func(*workbench.Workbench, mailbox.Mailbox) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		found, err := bench.Mailboxes.ByAddress(c.ctx, d.ID, c.args[0])
		if err != nil {
			return err
		}
		return fn(bench, found)
	})
}

func mailboxSetCommand() command {
	var source mailboxSource
	return command{
		name:  "mailbox set",
		short: "keep a mailbox of the deployment",
		long: "The document replaces the mailbox of its address, or makes a new one. A password that it leaves out " +
			"stays, if host, port, security and user name stay too; that of a kept mailbox is changed with: " +
			"patchbay mailbox password.",
		examples: []string{
			"patchbay mailbox set --from desk.json",
			"patchbay mailbox set --from desk.json --secret-file password.txt --deployment Staging",
		},
		flags: func(f *pflag.FlagSet) { source.bind(f, "`FILE` with the document; - is standard input") },
		run: func(c *call) error {
			if source.from == "" {
				return usageError{message: "mailbox set needs --from FILE", command: "mailbox set"}
			}
			settings, inputs, err := source.read(c)
			if err != nil {
				return err
			}
			defer inputs.Wipe()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.saveMailbox(bench, d, mailbox.Draft{Settings: settings, Secrets: inputs})
			})
		},
	}
}

func (c *call) saveMailbox(bench *workbench.Workbench, d deployment.Deployment, draft mailbox.Draft) error {
	stored, err := bench.Mailboxes.ByAddress(c.ctx, d.ID, draft.Settings.Mailbox)
	if err != nil && !fault.HasCode(err, mailbox.CodeNotFound) {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, err := bench.Mailboxes.Save(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	return c.out.result(saved.Document(), func(p *printer) {
		p.line("The mailbox %s of %s is saved.", saved.Settings.Mailbox, d.Name)
	})
}

func mailboxPasswordCommand() command {
	var file string
	return command{
		name: "mailbox password", args: "ADDR", min: 1, max: 1,
		short:    "change the password that is kept for a mailbox",
		long:     "The new password comes from --new-password-file, PATCHBAY_NEW_PASSWORD, or a prompt, which asks twice.",
		examples: []string{"patchbay mailbox password desk@example.com", "patchbay mailbox password desk@example.com --new-password-file FILE"},
		flags:    func(f *pflag.FlagSet) { newPasswordFlag(f, &file) },
		run: func(c *call) error {
			return c.withMailbox(func(bench *workbench.Workbench, m mailbox.Mailbox) error {
				next, err := c.secret(newPasswordSource(file))
				if err != nil {
					return err
				}
				defer next.Wipe()
				changed, err := bench.Mailboxes.ChangePassword(c.ctx, m.DeploymentID, m.ID, next, next)
				if err != nil {
					return err
				}
				return c.out.result(changed.Document(), func(p *printer) {
					p.line("The password of %s is changed.", m.Settings.Mailbox)
					p.line("Test it with: patchbay mailbox prove %s", m.Settings.Mailbox)
				})
			})
		},
	}
}

func mailboxRemoveCommand() command {
	return command{
		name: "mailbox remove", args: "ADDR", min: 1, max: 1,
		short:    "remove a mailbox with its password and proofs",
		long:     "One that has aliases is not removed: remove them first.",
		examples: []string{"patchbay mailbox remove desk@example.com"},
		run: func(c *call) error {
			return c.withMailbox(func(bench *workbench.Workbench, m mailbox.Mailbox) error {
				if err := bench.Mailboxes.Remove(c.ctx, m.DeploymentID, m.ID, m.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": m.Settings.Mailbox}, func(p *printer) {
					p.line("The mailbox %s is removed.", m.Settings.Mailbox)
				})
			})
		},
	}
}
