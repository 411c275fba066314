package cli

import (
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/workbench"
)

func deploymentCommands() []command {
	return []command{
		deploymentAddCommand(), deploymentListCommand(), deploymentShowCommand(), deploymentRemoveCommand(),
	}
}

// deploymentDocument is a deployment as it is printed.
type deploymentDocument struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	TenantID    string             `json:"tenantId"`
	Hostname    string             `json:"hostname"`
	Environment string             `json:"environment"`
	PortalURL   string             `json:"portalUrl,omitempty"`
	MessagesURL string             `json:"messagesUrl,omitempty"`
	Notes       string             `json:"notes,omitempty"`
	Variables   []variableDocument `json:"variables"`
	ChangedAt   time.Time          `json:"changedAt"`
}

type variableDocument struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func deploymentDocumentOf(d deployment.Deployment) deploymentDocument {
	return deploymentDocument{
		ID: d.ID, Name: d.Name, TenantID: d.TenantID, Hostname: d.Hostname, Environment: string(d.Environment),
		PortalURL: d.PortalURL, MessagesURL: d.MessagesURL, Notes: d.Notes,
		Variables: variableDocuments(d), ChangedAt: d.ChangedAt.UTC(),
	}
}

func variableDocuments(d deployment.Deployment) []variableDocument {
	documents := make([]variableDocument, len(d.Variables))
	for i, v := range d.Variables {
		documents[i] = variableDocument(v)
	}
	return documents
}

func (d deploymentDocument) print(p *printer) {
	for _, row := range [][2]string{
		{"Name", d.Name},
		{"Tenant ID", d.TenantID},
		{"Host name", d.Hostname},
		{"Environment", d.Environment},
		{"Web portal", d.PortalURL},
		{"Messages page", d.MessagesURL},
		{"Notes", d.Notes},
	} {
		p.labelled(0, row[0], row[1])
	}
	for _, v := range d.Variables {
		p.line("%%%s%% = %s", v.Name, v.Value)
	}
}

func deploymentAddCommand() command {
	var draft deployment.Deployment
	var environment string
	return command{
		name: "deployment add", args: "NAME", min: 1, max: 1,
		short:    "add a target system",
		examples: []string{"patchbay deployment add Staging --tenant acme --hostname example.com"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&draft.TenantID, "tenant", "", "tenant `ID`, a DNS label")
			f.StringVar(&draft.Hostname, "hostname", "", "`HOST` name of the system")
			f.StringVar(&environment, "environment", string(deployment.Test), "development, test or production")
			f.StringVar(&draft.PortalURL, "portal-url", "", "`URL` of the web portal")
			f.StringVar(&draft.MessagesURL, "messages-url", "", "`URL` of the messages page")
			f.StringVar(&draft.Notes, "notes", "", "`TEXT`")
		},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				draft.Name, draft.Environment = c.args[0], deployment.Environment(environment)
				saved, err := bench.Deployments.Save(c.ctx, draft)
				if err != nil {
					return err
				}
				return c.out.result(deploymentDocumentOf(saved), func(p *printer) {
					p.line("The deployment %s is added.", saved.Name)
				})
			})
		},
	}
}

func deploymentListCommand() command {
	return command{
		name:     "deployment list",
		short:    "list the target systems",
		examples: []string{"patchbay deployment list --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				all, err := bench.Deployments.List(c.ctx)
				if err != nil {
					return err
				}
				documents := make([]deploymentDocument, len(all))
				rows := make([][]string, len(all))
				for i, one := range all {
					documents[i] = deploymentDocumentOf(one)
					rows[i] = []string{one.Name, one.TenantID, one.Hostname, string(one.Environment)}
				}
				return c.out.result(documents, func(p *printer) {
					if len(rows) == 0 {
						p.line("There is no deployment yet.")
						return
					}
					p.table([]string{"NAME", "TENANT", "HOST NAME", "ENVIRONMENT"}, rows)
				})
			})
		},
	}
}

func deploymentShowCommand() command {
	return command{
		name: "deployment show", args: "[NAME]", max: 1,
		short:    "show a target system with its variables",
		examples: []string{"patchbay deployment show Staging"},
		run: func(c *call) error {
			c.nameDeployment()
			return c.withDeployment(func(_ *workbench.Workbench, d deployment.Deployment) error {
				document := deploymentDocumentOf(d)
				return c.out.result(document, document.print)
			})
		},
	}
}

// nameDeployment takes the deployment from the argument, where there is one.
func (c *call) nameDeployment() {
	if len(c.args) > 0 {
		c.global.deployment = c.args[0]
	}
}

func deploymentRemoveCommand() command {
	return command{
		name: "deployment remove", args: "NAME", min: 1, max: 1,
		short:    "remove a target system with everything that is kept for it",
		examples: []string{"patchbay deployment remove Staging"},
		run: func(c *call) error {
			c.nameDeployment()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				if err := bench.Deployments.Remove(c.ctx, d.ID, d.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": d.Name}, func(p *printer) {
					p.line("The deployment %s is removed.", d.Name)
				})
			})
		},
	}
}
