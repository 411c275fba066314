package cli

import (
	"strings"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func (o *smtpProof) bindRoundTrip(f *pflag.FlagSet) {
	f.StringVar(&o.mailbox, "mailbox", "", "with roundtrip: `ADDRESS` of the kept mailbox to send to and read from")
	f.BoolVar(&o.remove, "remove", false, "with roundtrip: remove the message when it has arrived")
	f.IntVar(&o.wait, "wait", 0, "with roundtrip: `SECONDS` to wait for the message (default 60)")
}

// checkRoundTrip refuses what does not go together.
func (o smtpProof) checkRoundTrip(level smtp.Level) error {
	usage := func(message string) error { return usageError{message: message, command: "smtp prove"} }
	if level != smtp.LevelRoundTrip {
		if o.mailbox != "" || o.remove || o.wait != 0 {
			return usage("--mailbox, --remove and --wait need --level roundtrip")
		}
		return nil
	}
	switch {
	case o.mailbox == "":
		return smtp.NeedsMailbox()
	case o.source.from != "":
		return usage("a round trip reads from a mailbox of the vault: leave out --from")
	case o.to != "":
		return usage("a round trip is sent to its mailbox: leave out --to")
	case o.wait < 0:
		return usage("--wait must not be negative")
	}
	return nil
}

// prove proves what is kept, alone or together with a mailbox.
func (o smtpProof) prove(c *call, bench *workbench.Workbench, deploymentID string, r outgoing.ProofRequest) (proof.Report, error) {
	if r.Level != smtp.LevelRoundTrip {
		return bench.Outgoing.Prove(c.ctx, deploymentID, r)
	}
	found, err := bench.Mailboxes.ByAddress(c.ctx, deploymentID, o.mailbox)
	if err != nil {
		return proof.Report{}, err
	}
	r.Patience = time.Duration(o.wait) * time.Second
	return bench.RoundTrip(c.ctx, deploymentID, r, found.ID, o.remove)
}

// arrival writes how a test message came through.
func (p *printer) arrival(a proof.Arrival) {
	from := a.From
	if a.FromRewritten {
		from += ", rewritten from " + a.SentFrom
	}
	var results []string
	for _, r := range a.Results {
		results = append(results, strings.TrimSpace(r.Method+"="+r.Result))
	}
	silent := 0
	for _, hop := range a.Hops {
		if !hop.Encrypted {
			silent++
		}
	}
	hops := count(len(a.Hops), "hop", "hops")
	if silent > 0 {
		hops += ", of which " + count(silent, "says", "say") + " nothing of TLS"
	}
	p.line("")
	for _, row := range [][2]string{
		{"Arrived in", a.Folder + " of " + a.Mailbox},
		{"After", duration(a.DelayMs)},
		{"From", from},
		{"Checks", strings.Join(results, ", ")},
		{"Way", hops},
	} {
		p.labelled(0, row[0], row[1])
	}
	if a.Removed {
		p.line("The message was removed again.")
	}
}
