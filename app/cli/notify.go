package cli

import (
	"slices"

	"patchbay/backend/deployment"
	"patchbay/backend/notify"
	"patchbay/backend/proof"
	"patchbay/backend/workbench"
)

func notifyCommands() []command {
	return slices.Concat(
		[]command{notifySwitchCommand()},
		notifyActionCommands(),
		notifyPeopleCommands(),
		notifyTemplateCommands(),
		[]command{
			notifyPreviewCommand(), notifyRehearseCommand(), notifySendCommand(), notifyMessagesCommand(), notifyRetryCommand(),
			notifyFindingsCommand(),
		},
	)
}

// notifyFindingDocument is something that does not fit together, as it is
// printed.
type notifyFindingDocument struct {
	proof.Finding
	Action  string `json:"action,omitempty"` // its name, where it is about one
	Warning bool   `json:"warning"`          // mail goes all the same
}

func notifyFindingsCommand() command {
	return command{
		name:  "notify findings",
		short: "say what of the notifications does not fit together",
		long: "A switch that is on without a working server, without a template or with a From address that is refused; an " +
			"action that goes to many and ends with the first answer; people without an address. Where all mail is switched " +
			"off there is nothing to find.",
		examples: []string{"patchbay notify findings", "patchbay notify findings --json"},
		run: func(c *call) error {
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				found, err := c.notifyFindings(bench, d)
				if err != nil {
					return err
				}
				return c.out.result(found, func(p *printer) { printNotifyFindings(p, d, found) })
			})
		},
	}
}

func (c *call) notifyFindings(bench *workbench.Workbench, d deployment.Deployment) ([]notifyFindingDocument, error) {
	found, err := bench.Notifications.Findings(c.ctx, d.ID)
	if err != nil {
		return nil, err
	}
	actions, err := bench.Notifications.Actions(c.ctx, d.ID)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range actions {
		names[a.ID] = a.Name
	}
	documents := make([]notifyFindingDocument, len(found))
	for i, f := range found {
		documents[i] = notifyFindingDocument{Finding: f.Finding, Action: names[f.ActionID], Warning: f.Warning}
	}
	return documents, nil
}

func printNotifyFindings(p *printer, d deployment.Deployment, found []notifyFindingDocument) {
	if len(found) == 0 {
		p.line("Nothing was found that does not fit together in %s.", d.Name)
		return
	}
	for i, f := range found {
		if i > 0 {
			p.line("")
		}
		mark := p.style.marks[proof.Failed]
		if f.Warning {
			mark = p.style.marks[proof.Warned]
		}
		p.line("%s %s", mark, f.Code)
		p.labelled(2, "Action", f.Action)
		p.labelled(2, "Why", f.Cause)
		p.labelled(2, "What to do", f.Remedy)
	}
}

// templateNames are the names of a deployment's templates by ID. The default
// one has the name that the commands call it by.
func (c *call) templateNames(bench *workbench.Workbench, d deployment.Deployment) (map[string]string, error) {
	all, err := bench.Notifications.Templates(c.ctx, d.ID)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(all))
	for _, t := range all {
		names[t.ID] = shownTemplate(t)
	}
	return names, nil
}

// defaultTemplate is what the commands call the default one, which has no name
// of its own.
const defaultTemplate = "default"

func shownTemplate(t notify.Template) string {
	if t.ID == "" {
		return defaultTemplate
	}
	return t.Name
}
