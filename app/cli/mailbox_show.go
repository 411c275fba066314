package cli

import (
	"strconv"

	"patchbay/backend/deployment"
	"patchbay/backend/mailbox"
	"patchbay/backend/workbench"
)

func mailboxListCommand() command {
	return command{
		name:     "mailbox list",
		short:    "list the mailboxes of the deployment, and what their last proofs said",
		examples: []string{"patchbay mailbox list", "patchbay mailbox list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Mailboxes.List(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]mailbox.SummaryDocument, len(all))
				rows := make([][]string, len(all))
				for i, m := range all {
					documents[i] = m.Document()
					rows[i] = []string{
						m.Settings.Mailbox, m.Settings.Host + ":" + m.Settings.Port, m.Settings.Name,
						strconv.Itoa(m.Aliases), m.Status.Summary,
					}
				}
				return c.out.result(documents, func(p *printer) {
					if len(rows) == 0 {
						p.line("%s has no mailbox yet.", d.Name)
						return
					}
					p.table([]string{"MAILBOX", "SERVER", "NAME", "ALIASES", "STATUS"}, rows)
				})
			})
		},
	}
}

func mailboxShowCommand() command {
	return command{
		name: "mailbox show", args: "ADDR", min: 1, max: 1,
		short:    "show a mailbox with its aliases, without its secrets",
		examples: []string{"patchbay mailbox show desk@example.com", "patchbay mailbox show desk@example.com --json"},
		run: func(c *call) error {
			return c.withMailbox(func(_ *workbench.Workbench, m mailbox.Mailbox) error {
				return c.out.result(m.Document(), func(p *printer) { printMailbox(p, m) })
			})
		},
	}
}

func printMailbox(p *printer, m mailbox.Mailbox) {
	s := m.Settings.WithDefaults()
	for _, row := range [][2]string{
		{"Mailbox", s.Mailbox},
		{"Name", s.Name},
		{"Description", s.Description},
		{"Server", s.Host + ":" + s.Port},
		{"Security", string(s.Security)},
		{"Sign-in", string(s.Auth)},
		{"User name", s.User},
		{"Password", passwordState(s.Auth, m.Secrets.Password)},
		{"Token from", s.OAuth2.TokenURL},
		{"Client ID", s.OAuth2.ClientID},
		{"Scope", s.OAuth2.Scope},
		{"Status", m.Status.Summary},
	} {
		p.labelled(0, row[0], row[1])
	}
	if len(m.Aliases) > 0 {
		p.line("")
		printAliases(p, m.Aliases)
	}
}
