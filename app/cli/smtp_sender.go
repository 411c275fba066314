package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/outgoing"
	"patchbay/backend/workbench"
)

func smtpSenderCommand() command {
	var source smtpSource
	var selectors []string
	return command{
		name:  "smtp sender",
		short: "check what the world sees of the sender: MX, SPF, DKIM, DMARC, EHLO name, every address of the server",
		long:  "DNS is asked, and the server is reached at each of its addresses; no credential is sent.",
		examples: []string{
			"patchbay smtp sender --selector mail2026",
			"patchbay smtp sender --from smtp.json --resolver 192.0.2.53 --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringArrayVar(&selectors, "selector", nil, "a DKIM `SELECTOR` that the server signs with; may be repeated")
			source.bindRun(f, "`FILE` with a document to check instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			if source.from != "" {
				request, done, err := source.request(c)
				if err != nil {
					return err
				}
				defer done()
				return c.showProof(outgoing.SenderReport(c.ctx, request, selectors))
			}
			return c.withServer(func(bench *workbench.Workbench, server outgoing.Server) error {
				report, err := bench.Outgoing.CheckSender(c.ctx, server.DeploymentID, outgoing.SenderRequest{
					Draft: server.Draft(), Selectors: selectors, Observe: c.observe,
				})
				if err != nil {
					return err
				}
				return c.showProof(report)
			})
		},
	}
}
