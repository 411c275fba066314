package cli

import (
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/operator"
	"patchbay/backend/workbench"
)

// resetDocument is the answer of "operator reset". The password is in the mail
// and nowhere else.
type resetDocument struct {
	Operator  operatorDocument `json:"operator"`
	To        string           `json:"to"`
	ExpiresAt time.Time        `json:"expiresAt"`
	Remote    *fault.Remote    `json:"remote,omitempty"` // the server's words when it took the mail
}

func operatorResetCommand() command {
	return command{
		name: "operator reset", args: "NAME", min: 1, max: 1,
		short: "mail an operator a password that opens the vault once, within 24 hours",
		long: "It goes through the e-mail gateway to the operator's address and is shown nowhere. Its owner replaces it with: " +
			"patchbay operator password. Any other command refuses it, and does not use it up. When the mail cannot be sent, " +
			"nothing changes and the old password still works. Only an owner may, and not for oneself.",
		examples: []string{`patchbay operator reset "Grace Example"`, "patchbay operator reset grace --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				m, err := bench.Operators.Find(c.ctx, c.args[0])
				if err != nil {
					return err
				}
				reset, err := bench.ResetPassword(c.ctx, m.ID)
				if err != nil {
					return nothingChanged(err)
				}
				return c.showReset(reset)
			})
		},
	}
}

// nothingChanged tells whose mail has failed what has become of the password, and
// what finds out why.
func nothingChanged(err error) error {
	f := fault.Of(err)
	switch f.Code {
	case gateway.CodeNotSent, gateway.CodeRefused, gateway.CodeRefusedForNow, gateway.CodeUnknown:
		hint := "the old password still works; prove the gateway with: patchbay gateway prove --level send"
		if f.Hint != "" {
			hint = strings.TrimSuffix(f.Hint, ".") + "; " + hint
		}
		return f.WithHint(hint)
	}
	return err
}

func (c *call) showReset(reset operator.Reset) error {
	document := resetDocument{
		Operator: operatorDocumentOf(reset.Member), To: reset.To, ExpiresAt: reset.ExpiresAt.UTC(), Remote: reset.Remote,
	}
	return c.out.result(document, func(p *printer) {
		p.line("A password for %s is on its way to %s. The old one is not valid any more.", reset.Member.Name, reset.To)
		p.line("It opens the vault once, until %s, to set a new one:", document.ExpiresAt.Format("2006-01-02 15:04 UTC"))
		p.line("  patchbay operator password --operator %q", reset.Member.Name)
		if reset.Remote != nil {
			p.labelled(0, "Server said", remoteText(reset.Remote))
		}
	})
}
