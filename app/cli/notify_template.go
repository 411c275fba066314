package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/workbench"
)

// maxTemplateFile bounds a template's document, in bytes. One more than what a
// document may have, so that it says itself what is too large.
const maxTemplateFile = 4<<20 + 1

func notifyTemplateCommands() []command {
	return []command{
		notifyTemplateListCommand(), notifyTemplateShowCommand(), notifyTemplateSetCommand(), notifyTemplateRemoveCommand(),
		notifyTemplateCheckCommand(),
	}
}

// templateRow is a template in a list.
type templateRow struct {
	Name    string `json:"name"` // "default" is the default one
	Subject string `json:"subject"`
	Changed bool   `json:"changed"` // false: as it comes with Patchbay
}

func notifyTemplateListCommand() command {
	return command{
		name:     "notify template list",
		short:    "list the templates of the deployment's mails, the default one first",
		examples: []string{"patchbay notify template list", "patchbay notify template list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				all, err := bench.Notifications.Templates(c.ctx, d.ID)
				if err != nil {
					return err
				}
				documents := make([]templateRow, len(all))
				rows := make([][]string, len(all))
				for i, t := range all {
					documents[i] = templateRow{Name: shownTemplate(t), Subject: t.Subject, Changed: t.Revision != 0}
					rows[i] = []string{documents[i].Name, t.Subject, yes(documents[i].Changed)}
				}
				return c.out.result(documents, func(p *printer) { p.table([]string{"TEMPLATE", "SUBJECT", "CHANGED"}, rows) })
			})
		},
	}
}

// findTemplate is the template of a name, whole: the default one of "".
func (c *call) findTemplate(bench *workbench.Workbench, d deployment.Deployment, name string) (notify.Template, error) {
	all, err := bench.Notifications.Templates(c.ctx, d.ID)
	if err != nil {
		return notify.Template{}, err
	}
	name = cmp.Or(name, defaultTemplate)
	for _, t := range all {
		if strings.EqualFold(shownTemplate(t), name) {
			return bench.Notifications.Template(c.ctx, d.ID, t.ID)
		}
	}
	return notify.Template{}, fault.New(fault.NotFound, notify.CodeTemplateNotFound, "this deployment has no template "+name).
		WithHint("list them with: patchbay notify template list")
}

// argument is the first one, "" without.
func (c *call) argument() string {
	if len(c.args) == 0 {
		return ""
	}
	return c.args[0]
}

func notifyTemplateShowCommand() command {
	return command{
		name: "notify template show", args: "[NAME]", max: 1,
		short:    "show a template as it was written; without NAME the default one",
		examples: []string{"patchbay notify template show", "patchbay notify template show Formal --json > formal.json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				t, err := c.findTemplate(bench, d, c.argument())
				if err != nil {
					return err
				}
				return c.out.result(t.Document(), func(p *printer) { printTemplate(p, t.Template) })
			})
		},
	}
}

func printTemplate(p *printer, t render.Template) {
	p.labelled(0, "Subject", t.Subject)
	for _, part := range [][2]string{{"HTML", t.HTML}, {"Plain text", t.Text}} {
		if part[1] == "" {
			continue
		}
		p.line("")
		p.line("%s:", part[0])
		p.lines(part[1])
	}
}

func notifyTemplateSetCommand() command {
	var from string
	return command{
		name: "notify template set", args: "[NAME]", max: 1,
		short: "keep a template by its document",
		long: "The document {name, subject, html, text} replaces the template of NAME, or else of its own name, or makes a " +
			"new one; without a name it is the default one. Without a text the plain text is made from the HTML. A template " +
			"with errors is not kept: they are told with line and column.",
		examples: []string{"patchbay notify template set --from default.json", "patchbay notify template set Formal --from formal.json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document; - is standard input")
		},
		run: func(c *call) error {
			if from == "" {
				return usageError{message: "notify template set needs --from FILE", command: "notify template set"}
			}
			draft, err := c.readTemplate(from)
			if err != nil {
				return err
			}
			if draft.Name = cmp.Or(c.argument(), draft.Name); strings.EqualFold(draft.Name, defaultTemplate) {
				draft.Name = ""
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return c.saveTemplate(bench, d, draft)
			})
		},
	}
}

// readTemplate parses the document of a template.
func (c *call) readTemplate(from string) (notify.Template, error) {
	content, err := c.readUpTo(from, maxTemplateFile)
	if err != nil {
		return notify.Template{}, err
	}
	return notify.ParseTemplate(content)
}

func (c *call) saveTemplate(bench *workbench.Workbench, d deployment.Deployment, draft notify.Template) error {
	stored, err := c.findTemplate(bench, d, draft.Name)
	if err != nil && !fault.HasCode(err, notify.CodeTemplateNotFound) {
		return err
	}
	draft.ID, draft.Revision = stored.ID, stored.Revision // none of a new one
	saved, problems, err := bench.Notifications.SaveTemplate(c.ctx, d.ID, draft)
	if err != nil {
		return err
	}
	c.noteProblems(problems)
	return c.out.result(saved.Document(), func(p *printer) {
		p.line("The template %s of %s is saved.", shownTemplate(saved), d.Name)
		p.line("See a mail of it with: patchbay notify preview --template %q", shownTemplate(saved))
	})
}

func notifyTemplateRemoveCommand() command {
	return command{
		name: "notify template remove", args: "NAME", min: 1, max: 1,
		short:    "remove a template that nothing uses; default becomes what comes with Patchbay again",
		examples: []string{"patchbay notify template remove Formal", "patchbay notify template remove default"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				t, err := c.findTemplate(bench, d, c.args[0])
				if err != nil {
					return err
				}
				if err := bench.Notifications.RemoveTemplate(c.ctx, d.ID, t.ID, t.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": shownTemplate(t)}, func(p *printer) {
					if t.ID == "" {
						p.line("The default template of %s is as it comes with Patchbay again.", d.Name)
						return
					}
					p.line("The template %s is removed.", t.Name)
				})
			})
		},
	}
}
