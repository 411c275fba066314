package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func smtpAlternativesCommand() command {
	var source smtpSource
	return command{
		name:  "smtp alternatives",
		short: "try the other ports and securities of the server, without credentials",
		long:  "Nothing is changed: what works is shown with the change that would use it.",
		examples: []string{
			"patchbay smtp alternatives",
			"patchbay smtp alternatives --from smtp.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			source.bindRun(f, "`FILE` with a document to try instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			if source.from != "" {
				request, done, err := source.request(c)
				if err != nil {
					return err
				}
				defer done()
				request.Observe = nil
				return c.showAlternatives(smtp.Alternatives(c.ctx, smtp.AlternativesRequest{Request: request}))
			}
			return c.withServer(func(bench *workbench.Workbench, server outgoing.Server) error {
				report, err := bench.Outgoing.Alternatives(c.ctx, server.DeploymentID, server.Draft(), "")
				if err != nil {
					return err
				}
				return c.showAlternatives(report)
			})
		},
	}
}

// showAlternatives has the exit status of a proof: with nothing that works, it
// failed.
func (c *call) showAlternatives(report smtp.AlternativesReport) error {
	err := c.out.result(report, func(p *printer) {
		if report.Finding != nil {
			p.finding(report.Host, *report.Finding)
			return
		}
		rows := make([][]string, len(report.Tried))
		for i, t := range report.Tried {
			mark := "no"
			if t.Works {
				mark = "yes"
			}
			rows[i] = []string{strconv.Itoa(int(t.Port)), string(t.Security), mark, t.Detail}
		}
		p.table([]string{"PORT", "SECURITY", "WORKS", "WHAT WAS SEEN"}, rows)
		p.line("")
		if report.Best == nil {
			p.line("No other port of %s works.", report.Host)
			return
		}
		p.line("%s", fmt.Sprintf("%s: %s", report.Best.Label, report.Best.Patch))
	})
	if err == nil && report.Best == nil {
		err = errProofFailed
	}
	return err
}
