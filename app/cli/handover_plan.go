package cli

import (
	"strings"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/workbench"
)

// planDocument says what a push would send.
type planDocument struct {
	Ready   bool           `json:"ready"`
	Faults  []fault.Field  `json:"faults"`
	Method  string         `json:"method"`
	URL     string         `json:"url"`
	Body    string         `json:"body"`    // secrets masked
	Secrets []string       `json:"secrets"` // names of those that would go along
	Losses  []mailapi.Loss `json:"losses"`
}

func handoverPlanCommand() command {
	o := push{command: "handover plan"}
	return command{
		name:  "handover plan",
		short: "say what a push of the mail configuration would send, and what would be lost",
		long:  "Nothing is sent. The secrets that would go along are named, and masked in the body.",
		examples: []string{
			"patchbay handover plan --target mail-api --form shift",
			"patchbay handover plan --target mail-api --url https://mail.example.com/setup --json",
		},
		flags: o.bind,
		run: func(c *call) error {
			return o.run(c, func(bench *workbench.Workbench, d deployment.Deployment, draft handover.Draft) error {
				plan, err := bench.Handover.Plan(c.ctx, d.ID, draft)
				if err != nil {
					return err
				}
				document := planDocumentOf(plan)
				return c.out.result(document, func(p *printer) {
					document.print(p, func(field string) string { return nextOf(field, draft) })
					if document.Ready {
						p.line("It can be sent: %s", o.applyLine(c.global))
					}
				})
			})
		},
	}
}

func planDocumentOf(plan handover.Plan) planDocument {
	d := planDocument{
		Ready: plan.Ready, Faults: plan.Faults, Method: plan.Method, URL: plan.URL, Body: plan.Body, Secrets: plan.Secrets,
		Losses: plan.Losses,
	}
	if d.Faults == nil {
		d.Faults = []fault.Field{}
	}
	if d.Losses == nil {
		d.Losses = []mailapi.Loss{}
	}
	if d.Secrets == nil {
		d.Secrets = []string{}
	}
	return d
}

// print writes the plan. next says what to do about a field that is at fault.
func (d planDocument) print(p *printer, next func(field string) string) {
	p.line("%s %s", d.Method, d.URL)
	p.line("")
	p.lines(indented(d.Body))
	p.line("")
	p.labelled(0, "Secrets", strings.Join(d.Secrets, ", "))
	for _, loss := range d.Losses {
		label := "Lost"
		if loss.Breaks {
			label = "Breaks"
		}
		p.labelled(0, label, loss.Field+": "+loss.Text)
	}
	for _, f := range d.Faults {
		p.labelled(0, "Missing", f.Name+" "+f.Message)
		p.labelled(0, "Next", next(f.Name))
	}
}
