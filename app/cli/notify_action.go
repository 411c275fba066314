package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func notifyActionCommands() []command {
	return []command{
		notifyActionListCommand(), notifyActionShowCommand(), notifyActionSetCommand(), notifyActionRemoveCommand(),
		notifyActionProveCommand(),
	}
}

// withAction runs fn on the action that the first argument names.
func (c *call) withAction(fn func(*workbench.Workbench, deployment.Deployment, notify.Action) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		found, err := bench.Notifications.Action(c.ctx, d.ID, c.args[0])
		if err != nil {
			return err
		}
		return fn(bench, d, found)
	})
}

// actionDocument is an action as it is printed: its template by name.
func (c *call) actionDocument(bench *workbench.Workbench, d deployment.Deployment, a notify.Action) (notify.ActionDocument, error) {
	document := a.Document()
	if a.Template == "" {
		return document, nil
	}
	names, err := c.templateNames(bench, d)
	document.Template = names[a.Template]
	return document, err
}

func notifyActionListCommand() command {
	return command{
		name:     "notify action list",
		short:    "list the actions whose messages may go out by e-mail",
		examples: []string{"patchbay notify action list", "patchbay notify action list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Notifications.Actions(c.ctx, d.ID)
				if err != nil {
					return err
				}
				names, err := c.templateNames(bench, d)
				if err != nil {
					return err
				}
				documents := make([]notify.ActionDocument, len(all))
				rows := make([][]string, len(all))
				for i, a := range all {
					documents[i] = a.Document()
					if a.Template != "" {
						documents[i].Template = names[a.Template]
					}
					rows[i] = []string{a.Name, yes(a.NeedsPerson), onOff(a.NotifyByEmail), ownServer(a), documents[i].Template}
				}
				return c.out.result(documents, func(p *printer) {
					if len(rows) == 0 {
						p.line("%s has no action.", d.Name)
						return
					}
					p.table([]string{"ACTION", "NEEDS A PERSON", "E-MAIL", "OWN SERVER", "OWN TEMPLATE"}, rows)
				})
			})
		},
	}
}

// ownServer says in a table whether an action has e-mail settings of its own.
func ownServer(a notify.Action) string {
	switch {
	case a.Own == nil:
		return "no"
	case !a.Own.Configured():
		return "not configured"
	}
	return a.Target()
}

func notifyActionShowCommand() command {
	return command{
		name: "notify action show", args: "NAME", min: 1, max: 1,
		short:    "show an action, without the secrets of its own server",
		examples: []string{`patchbay notify action show "Approve transaction"`, `patchbay notify action show "Send message" --json`},
		run: func(c *call) error {
			return c.withAction(func(bench *workbench.Workbench, d deployment.Deployment, a notify.Action) error {
				document, err := c.actionDocument(bench, d, a)
				if err != nil {
					return err
				}
				return c.out.result(document, func(p *printer) { printAction(p, a, document) })
			})
		},
	}
}

func printAction(p *printer, a notify.Action, d notify.ActionDocument) {
	template := d.Template
	if template == "" {
		template = "that of the switches"
	}
	rows := [][2]string{
		{"Action", d.Name},
		{"Needs a person", yes(d.NeedsPerson)},
		{"E-mail", onOff(d.NotifyByEmail)},
		{"First answer", firstAnswer(d.ManyFirstAnswer)},
		{"Template", template},
	}
	if a.Own == nil {
		rows = append(rows, [2]string{"Server", "the outgoing mail of the deployment"})
	} else {
		rows = append(rows, ownRows(a)...)
	}
	for _, row := range rows {
		p.labelled(0, row[0], row[1])
	}
}

func firstAnswer(many bool) string {
	if many {
		return "goes to many, and the first answer ends it"
	}
	return ""
}

func ownRows(a notify.Action) [][2]string {
	if !a.Own.Configured() {
		return [][2]string{{"Server", "its own, not configured yet"}}
	}
	s := a.Own.Server.WithDefaults()
	return [][2]string{
		{"Server", s.Host + ":" + s.Port},
		{"Security", string(s.Security)},
		{"Sign-in", string(s.Auth)},
		{"User name", s.User},
		{"Password", passwordState(s.Auth, a.Secrets.Password)},
		{"From", named(s.FromName, s.From)},
	}
}

func notifyActionSetCommand() command {
	var source accountSource
	return command{
		name: "notify action set", args: "[NAME]", max: 1,
		short: "keep an action by its document",
		long: "The document {name, needsPerson, notifyByEmail, manyFirstAnswer, template, ownServer} replaces the action of " +
			"NAME, or else of its own name, or makes a new one. ownServer is the document of an outgoing mail server; without " +
			"it the mail of the action goes through that of the deployment. A password that it leaves out stays, if host, " +
			"port, security and user name stay too.",
		examples: []string{
			"patchbay notify action set --from approve.json",
			`patchbay notify action set "Send message" --from message.json --secret-file password.txt`,
		},
		flags: func(f *pflag.FlagSet) { source.bind(f, "`FILE` with the document; - is standard input") },
		run: func(c *call) error {
			if source.from == "" {
				return usageError{message: "notify action set needs --from FILE", command: "notify action set"}
			}
			draft, err := readAction(c, source)
			if err != nil {
				return err
			}
			defer draft.Secrets.Wipe()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.saveAction(bench, d, draft)
			})
		},
	}
}

// readAction parses the document of an action. The password of --secret-file
// is that of its own server.
func readAction(c *call, s accountSource) (notify.ActionDraft, error) {
	content, err := c.readFile(s.from)
	if err != nil {
		return notify.ActionDraft{}, err
	}
	defer clear(content) // it may hold the password
	draft, err := notify.ParseAction(content)
	if err != nil || s.secretFile == "" {
		return draft, err
	}
	if draft.Own == nil {
		return draft, usageError{message: "--secret-file is the password of ownServer, which the document does not have"}
	}
	if err := takePassword(c, s.secretFile, &draft.Secrets); err != nil {
		draft.Secrets.Wipe()
		return draft, err
	}
	if draft.Own.Server.Auth == "" {
		draft.Own.Server.Auth = smtp.SignInPassword // as a document with a password
	}
	return draft, nil
}

func (c *call) saveAction(bench *workbench.Workbench, d deployment.Deployment, draft notify.ActionDraft) error {
	name := draft.Name
	if len(c.args) > 0 {
		name = c.args[0]
	}
	stored, err := bench.Notifications.Action(c.ctx, d.ID, name)
	if err != nil && (len(c.args) > 0 || !fault.HasCode(err, notify.CodeActionNotFound)) {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, err := bench.Notifications.SaveAction(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	document, err := c.actionDocument(bench, d, saved)
	if err != nil {
		return err
	}
	return c.out.result(document, func(p *printer) {
		p.line("The action %s of %s is saved.", saved.Name, d.Name)
		if saved.Own.Configured() {
			p.line("Test its server with: patchbay notify action prove %q", saved.Name)
		}
	})
}

func notifyActionRemoveCommand() command {
	return command{
		name: "notify action remove", args: "NAME", min: 1, max: 1,
		short:    "remove an action with the secrets of its own server",
		long:     "What became of its mail stays.",
		examples: []string{`patchbay notify action remove "Assign task"`},
		run: func(c *call) error {
			return c.withAction(func(bench *workbench.Workbench, d deployment.Deployment, a notify.Action) error {
				if err := bench.Notifications.RemoveAction(c.ctx, d.ID, a.ID, a.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": a.Name}, func(p *printer) {
					p.line("The action %s is removed.", a.Name)
				})
			})
		},
	}
}
