package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func notifyActionProveCommand() command {
	var level, to string
	return command{
		name: "notify action prove", args: "NAME", min: 1, max: 1,
		short: "prove that the own mail server of an action works, and say why it does not",
		long: "An action without one sends through the outgoing mail of the deployment, which is proved with: patchbay smtp " +
			"prove. The proof is kept with the action. A proof that failed has exit status 7.",
		examples: []string{
			`patchbay notify action prove "Send message"`,
			`patchbay notify action prove "Send message" --level send --to ada@example.com`,
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&level, "level", string(smtp.LevelSignIn), "how far to go: connect, signin, envelope or send")
			f.StringVar(&to, "to", "", "`ADDRESS` of the recipient; default: the operator's")
		},
		run: func(c *call) error {
			parsed, err := mailLevel(level, "notify action prove")
			if err != nil {
				return err
			}
			return c.withAction(func(bench *workbench.Workbench, d deployment.Deployment, a notify.Action) error {
				to, err := recipient(bench, to)
				if err != nil {
					return err
				}
				report, err := bench.Notifications.ProveOwn(c.ctx, d.ID, notify.OwnProofRequest{
					Draft: a.Draft(), Level: parsed, To: to, Observe: c.observe,
				})
				if err != nil {
					return err
				}
				return c.showProof(report)
			})
		},
	}
}

// mailLevel is [parseLevel] for servers whose mail nobody reads back here.
func mailLevel(text, command string) (smtp.Level, error) {
	level, err := smtp.ParseLevel(text)
	switch {
	case err != nil:
		return "", usageError{message: fault.Of(err).Message, command: command}
	case level == smtp.LevelRoundTrip:
		return "", usageError{message: "the level roundtrip is one of: patchbay smtp prove", command: command}
	}
	return level, nil
}
