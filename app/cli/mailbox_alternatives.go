package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/workbench"
)

func mailboxAlternativesCommand() command {
	var source mailboxSource
	return command{
		name: "mailbox alternatives", args: "[ADDR]", max: 1,
		short: "try the other ports and securities of a mailbox's server, without credentials",
		long:  "Nothing is changed: what works is shown with the change that would use it.",
		examples: []string{
			"patchbay mailbox alternatives desk@example.com",
			"patchbay mailbox alternatives --from desk.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			source.bindRun(f, "`FILE` with a document to try instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			if err := source.check(c, "mailbox alternatives"); err != nil {
				return err
			}
			switch {
			case source.from != "":
				return c.documentAlternatives(source)
			case len(c.args) == 0:
				return usageError{message: "mailbox alternatives needs ADDR or --from FILE", command: "mailbox alternatives"}
			}
			return c.withMailbox(func(bench *workbench.Workbench, m mailbox.Mailbox) error {
				report, err := bench.Mailboxes.Alternatives(c.ctx, m.DeploymentID, m.Draft(), "")
				if err != nil {
					return err
				}
				return c.showAlternatives(report)
			})
		},
	}
}

func (c *call) documentAlternatives(source mailboxSource) error {
	request, done, err := source.request(c)
	if err != nil {
		return err
	}
	defer done()
	request.Observe = nil
	return c.showAlternatives(imap.Alternatives(c.ctx, imap.AlternativesRequest{Request: request}))
}
