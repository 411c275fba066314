package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/gateway"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

// gatewayProof is what "gateway prove" was asked for.
type gatewayProof struct {
	source    gatewaySource
	level, to string
}

func gatewayProveCommand() command {
	var o gatewayProof
	return command{
		name:  "gateway prove",
		short: "prove that the e-mail gateway works, and say why it does not",
		long: "With --from the document is proved instead of what is kept; a password that it leaves out is the kept one, if " +
			"its destination is. A gateway that uses the outgoing mail of a deployment proves that. Every operator may. A " +
			"proof that failed has exit status 7.",
		examples: []string{
			"patchbay gateway prove",
			"patchbay gateway prove --level send --to ada@example.com",
			"patchbay gateway prove --from gateway.json --json",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&o.level, "level", string(smtp.LevelSignIn), "how far to go: connect, signin, envelope or send")
			f.StringVar(&o.to, "to", "", "`ADDRESS` of the recipient; default: the operator's")
			o.source.bind(f, "`FILE` with a document to prove instead of what is kept; - is standard input")
		},
		run: func(c *call) error {
			level, err := mailLevel(o.level, "gateway prove")
			if err != nil {
				return err
			}
			if o.source.secretFile != "" && o.source.from == "" {
				return usageError{message: "--secret-file needs --from", command: "gateway prove"}
			}
			return o.run(c, level)
		},
	}
}

func (o gatewayProof) run(c *call, level smtp.Level) error {
	var given *gateway.Draft
	if o.source.from != "" {
		settings, password, err := o.source.read(c)
		if err != nil {
			return err
		}
		defer password.Value.Wipe()
		given = &gateway.Draft{Settings: settings, Password: password}
	}
	return c.withVault(func(bench *workbench.Workbench) error {
		draft, err := c.gatewayDraft(bench, given)
		if err != nil {
			return err
		}
		to, err := recipient(bench, o.to)
		if err != nil {
			return err
		}
		report, err := bench.Gateway.Prove(c.ctx, gateway.ProofRequest{Draft: draft, Level: level, To: to, Observe: c.observe})
		if err != nil {
			return err
		}
		c.noteRisks(draft.Settings)
		return c.showProof(report)
	})
}

// gatewayDraft is the one that was given, or what is kept.
func (c *call) gatewayDraft(bench *workbench.Workbench, given *gateway.Draft) (gateway.Draft, error) {
	if given == nil {
		stored, err := c.configuredGateway(bench)
		return stored.Draft(), err
	}
	stored, err := bench.Gateway.Get(c.ctx)
	draft := *given
	draft.Revision = stored.Revision
	return draft, err
}
