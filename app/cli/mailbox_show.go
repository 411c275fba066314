package cli

import (
	"strconv"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/evidence"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/workbench"
)

// mailboxDocument is a mailbox as it is printed: its document, its aliases, and
// in which light the last proof puts it.
type mailboxDocument struct {
	imap.Document
	Aliases []aliasDocument `json:"aliases"`
	Status  proofStatus     `json:"status"`
}

// proofStatus is in which light the last proof puts a mailbox or a client.
type proofStatus struct {
	Light    evidence.Light `json:"light"`
	Summary  string         `json:"summary"`
	Code     string         `json:"code,omitempty"` // of the last proof's first finding
	Cause    string         `json:"cause,omitempty"`
	ProvedAt *time.Time     `json:"provedAt,omitempty"`
}

func mailboxDocumentOf(m mailbox.Mailbox) mailboxDocument {
	d := mailboxDocument{
		Document: m.Settings.Document(m.Secrets.Views()), Aliases: []aliasDocument{}, Status: proofStatusOf(m.Status),
	}
	for _, a := range m.Aliases {
		d.Aliases = append(d.Aliases, aliasDocumentOf(a))
	}
	return d
}

// proofStatusOf says in which light a proof puts a thing, and what it found
// first.
func proofStatusOf(s evidence.Status) proofStatus {
	d := proofStatus{Light: s.Light, Summary: s.Summary}
	if s.Proof == nil {
		return d
	}
	d.ProvedAt = new(s.Proof.StartedAt.UTC())
	for _, step := range s.Proof.Steps {
		if step.Finding != nil {
			d.Code, d.Cause = step.Finding.Code, step.Finding.Cause
			break
		}
	}
	return d
}

// mailboxRow is a mailbox in a list.
type mailboxRow struct {
	imap.Document
	Aliases int         `json:"aliases"`
	Status  proofStatus `json:"status"`
}

func mailboxRowOf(m mailbox.Summary) mailboxRow {
	var views account.SecretViews
	if m.HasSecret && m.Settings.Auth == account.SignInPassword {
		views.Password = &account.SecretView{Set: true}
	}
	row := mailboxRow{
		Document: m.Settings.Document(views), Aliases: m.Aliases,
		Status: proofStatus{Light: m.Status.Light, Summary: m.Status.Summary, Code: m.Code, Cause: m.Cause},
	}
	if !m.ProvedAt.IsZero() {
		row.Status.ProvedAt = new(m.ProvedAt.UTC())
	}
	return row
}

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
				documents := make([]mailboxRow, len(all))
				rows := make([][]string, len(all))
				for i, m := range all {
					documents[i] = mailboxRowOf(m)
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
				return c.out.result(mailboxDocumentOf(m), func(p *printer) { printMailbox(p, m) })
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
