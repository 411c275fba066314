package cli

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/handover"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/workbench"
)

// appliedDocument is what a push came to.
type appliedDocument struct {
	Proof    proof.Report      `json:"proof"`
	Exchange *mailapi.Exchange `json:"exchange"`
}

func handoverApplyCommand() command {
	o := push{command: "handover apply"}
	save := false
	return command{
		name:  "handover apply",
		short: "push the kept mail configuration to the target, once",
		long: "It goes over verified TLS only, with a bearer token from --token-file, or one that is asked for at the token " +
			"URL. The request, its secrets masked, and the answer are shown. Nothing is repeated: when it is not known " +
			"whether the target took it, look there before the next try. With --save the next push needs neither document " +
			"nor URL; a token is never kept.",
		examples: []string{
			"patchbay handover apply --target mail-api --form ssms --token-file token.txt",
			"patchbay handover apply --target mail-api --from target.json --save --json",
		},
		flags: func(f *pflag.FlagSet) {
			o.bind(f)
			f.BoolVar(&save, "save", false, "keep where it goes, with the client secret, before it is pushed")
		},
		run: func(c *call) error {
			return o.run(c, func(bench *workbench.Workbench, d deployment.Deployment, draft handover.Draft) error {
				if !save {
					return c.apply(bench, d, draft)
				}
				kept, err := bench.Handover.Save(c.ctx, d.ID, draft)
				if err != nil {
					return err
				}
				next := kept.Draft()
				next.Token = draft.Token
				return c.apply(bench, d, next)
			})
		},
	}
}

func (c *call) apply(bench *workbench.Workbench, d deployment.Deployment, draft handover.Draft) error {
	applied, err := bench.Handover.Apply(c.ctx, d.ID, handover.ApplyRequest{Draft: draft, Observe: c.observe})
	if err != nil {
		return withNext(err, draft)
	}
	document := appliedDocument{Proof: applied.Report, Exchange: applied.Exchange}
	if document.Exchange != nil {
		_ = c.out.event("exchange", document.Exchange, func(p *printer) { p.exchange(*document.Exchange) }) // a lost line is no reason to stop
	}
	if f := refused(applied.Report); f != nil {
		if applied.Report.Unsaved != "" {
			c.out.note("patchbay: this push could not be recorded: %s", applied.Report.Unsaved)
		}
		return f
	}
	return c.out.result(document, func(p *printer) { p.pushed(applied.Report) })
}

// pushed writes what a push that was taken has left to tell.
func (p *printer) pushed(report proof.Report) {
	for _, step := range report.Steps {
		if step.Finding != nil {
			p.finding(step.Name, *step.Finding)
		}
		for _, also := range step.Also {
			p.finding(step.Name, also)
		}
	}
	p.line("")
	if report.Unsaved != "" {
		p.line("This push could not be recorded: %s.", report.Unsaved)
	}
	for _, line := range wrap(strings.TrimSpace(report.Shows+" "+report.Leaves), p.style.width) {
		p.line("%s", line)
	}
}

// exchange writes the one request of a push and its answer.
func (p *printer) exchange(x mailapi.Exchange) {
	p.line("")
	p.line("%s %s", x.Method, x.URL)
	p.message(x.RequestHeaders, x.RequestBody)
	p.line("")
	if x.Status == 0 {
		p.line("No answer came.")
		return
	}
	p.line("%s", strings.TrimSpace(strconv.Itoa(x.Status)+" "+x.StatusText))
	p.message(x.ResponseHeaders, x.ResponseBody)
	if x.Cut {
		p.line("… (cut)")
	}
}

// message writes headers and a body as they stand in a request or an answer.
func (p *printer) message(headers []string, body string) {
	for _, header := range headers {
		p.line("%s", header)
	}
	p.line("")
	p.lines(clip(indented(body)))
}

// indented lays JSON out for a reader; any other text stays as it is.
func indented(body string) string {
	var out bytes.Buffer
	if json.Indent(&out, []byte(body), "", "  ") != nil {
		return body
	}
	return out.String()
}
