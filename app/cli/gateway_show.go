package cli

import (
	"time"

	"patchbay/backend/evidence"
	"patchbay/backend/gateway"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func gatewayShowCommand() command {
	return command{
		name:     "gateway show",
		short:    "show the e-mail gateway, without its authorization code",
		examples: []string{"patchbay gateway show", "patchbay gateway show --json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := c.configuredGateway(bench)
				if err != nil {
					return err
				}
				return c.out.result(gatewayDocumentOf(stored), func(p *printer) { printGateway(p, stored) })
			})
		},
	}
}

func printGateway(p *printer, s gateway.Stored) {
	d := gatewayDocumentOf(s)
	rows := [][2]string{{"Enabled", yes(d.Enabled)}}
	if d.UseDeployment != "" {
		rows = append(rows, [2]string{"Mail goes", "through the outgoing mail of " + d.UseDeployment})
	} else {
		rows = append(rows, [][2]string{
			{"Server", s.Target()},
			{"Security", string(d.Security)},
			{"From", named(d.SenderName, d.From)},
			{"Password", passwordState(smtp.SignInPassword, s.Password)},
			{"Authorities", ownAuthorities(d.CAPEM)},
		}...)
	}
	rows = append(rows, [2]string{"But", d.Redirected})
	mail := "as it comes with Patchbay"
	if !s.TemplateChangedAt.IsZero() {
		mail = "changed " + s.TemplateChangedAt.UTC().Format(time.DateOnly)
	}
	for _, row := range append(rows, [2]string{"Reset mail", mail}, [2]string{"Status", dated(s.Status)}) {
		p.labelled(0, row[0], row[1])
	}
}

// ownAuthorities says that a server is also trusted by authorities of its own.
func ownAuthorities(caPEM string) string {
	if caPEM == "" {
		return ""
	}
	return "the system's and those in caPem"
}

// dated is what is known of a server, and since when.
func dated(s evidence.Status) string {
	if s.Proof == nil {
		return s.Summary
	}
	return s.Summary + " (" + s.Proof.StartedAt.UTC().Format("2006-01-02 15:04 UTC") + ")"
}
