package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/mailbox"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/workbench"
)

// mailboxProof is what "mailbox prove" was asked for.
type mailboxProof struct {
	source                 mailboxSource
	all                    bool
	concurrency, perServer int
}

func mailboxProveCommand() command {
	var o mailboxProof
	return command{
		name: "mailbox prove", args: "[ADDR...]", max: -1,
		short: "prove that mailboxes can be signed in to, and say why not",
		long: "Each account is asked once, so that none is locked out; a server that limits connections is given fewer. " +
			"With --from the document is proved without a vault, and nothing is kept. A proof that failed has exit status 7.",
		examples: []string{
			"patchbay mailbox prove desk@example.com",
			"patchbay mailbox prove --all --concurrency 32",
			"patchbay mailbox prove --from desk.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&o.all, "all", false, "prove all mailboxes of the deployment")
			f.IntVar(&o.concurrency, "concurrency", 16, "`N` connections at once in all")
			f.IntVar(&o.perServer, "per-server", 8, "`N` connections at once to one server")
			o.source.bindRun(f, "`FILE` with a document to prove instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			if err := o.check(c); err != nil {
				return err
			}
			switch {
			case o.source.from != "":
				return o.proveDocument(c)
			case len(c.args) == 1:
				return c.withMailbox(c.proveMailbox)
			}
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				return o.proveSeveral(c, bench, d)
			})
		},
	}
}

func (o mailboxProof) check(c *call) error {
	usage := func(message string) error { return usageError{message: message, command: "mailbox prove"} }
	switch {
	case o.all && o.source.from != "", o.all && len(c.args) > 0:
		return usage("--all proves all mailboxes: leave out what else is named")
	case !o.all && o.source.from == "" && len(c.args) == 0:
		return usage("mailbox prove needs ADDR, --all or --from FILE")
	case o.concurrency < 1, o.perServer < 1:
		return usage("--concurrency and --per-server must be at least 1")
	}
	return o.source.check(c, "mailbox prove")
}

// proveDocument needs no vault.
func (o mailboxProof) proveDocument(c *call) error {
	request, done, err := o.source.request(c)
	if err != nil {
		return err
	}
	defer done()
	return c.showProof(imap.Prove(c.ctx, request))
}

func (o mailboxProof) proveSeveral(c *call, bench *workbench.Workbench, d deployment.Deployment) error {
	ids, err := c.mailboxIDs(bench, d)
	if err != nil {
		return err
	}
	return c.proveMailboxes(bench, d, mailbox.ManyRequest{IDs: ids, Concurrency: o.concurrency, PerServer: o.perServer})
}

// mailboxIDs are those of the mailboxes that the arguments name, nil for all.
func (c *call) mailboxIDs(bench *workbench.Workbench, d deployment.Deployment) ([]string, error) {
	if len(c.args) == 0 {
		return nil, nil
	}
	all, err := bench.Mailboxes.List(c.ctx, d.ID)
	if err != nil {
		return nil, err
	}
	known := make(map[string]string, len(all))
	for _, m := range all {
		known[strings.ToLower(m.Settings.Mailbox)] = m.ID
	}
	ids := make([]string, 0, len(c.args))
	for _, address := range c.args {
		id, ok := known[strings.ToLower(address)]
		if !ok { // it may be written in another way, and is asked for one by one
			found, err := bench.Mailboxes.ByAddress(c.ctx, d.ID, address)
			if err != nil {
				return nil, err
			}
			id = found.ID
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// mailboxProofs is the answer of a run without --from.
type mailboxProofs struct {
	Proofs []proof.Report `json:"proofs"`
}

// proveMailbox proves one, and shows its steps as they end.
func (c *call) proveMailbox(bench *workbench.Workbench, m mailbox.Mailbox) error {
	report, err := bench.Mailboxes.Prove(c.ctx, m.DeploymentID, mailbox.ProofRequest{Draft: m.Draft(), Observe: c.observe})
	if err != nil {
		return err
	}
	err = c.out.result(mailboxProofs{Proofs: []proof.Report{report}}, func(p *printer) { p.verdict(report) })
	if err == nil && report.Verdict == proof.Failed {
		err = errProofFailed
	}
	return err
}
