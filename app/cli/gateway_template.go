package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/gateway"
	"patchbay/backend/notify"
	"patchbay/backend/notify/render"
	"patchbay/backend/workbench"
)

// resetTemplateDocument is the document of the mail with a password.
func resetTemplateDocument(t gateway.Template) notify.TemplateDocument {
	return notify.TemplateDocument{Subject: t.Subject, HTML: t.HTML, Text: t.Text}
}

func gatewayTemplateShowCommand() command {
	return command{
		name:     "gateway template show",
		short:    "show the template of the mail with a reset password",
		examples: []string{"patchbay gateway template show", "patchbay gateway template show --json > reset.json"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				t, err := bench.Gateway.Template(c.ctx)
				if err != nil {
					return err
				}
				return c.out.result(resetTemplateDocument(t), func(p *printer) { printTemplate(p, t.Template) })
			})
		},
	}
}

func gatewayTemplateSetCommand() command {
	var from string
	return command{
		name:  "gateway template set",
		short: "keep the template of the mail with a reset password",
		long: "The document is {subject, html, text}. The placeholder of the password must be in it, and not in the subject. " +
			"Without a text the plain text is made from the HTML. A template with errors is not kept: they are told with " +
			"line and column. Only an owner may.",
		examples: []string{"patchbay gateway template set --from reset.json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&from, "from", "", "`FILE` with the document; - is standard input")
		},
		run: func(c *call) error {
			if from == "" {
				return usageError{message: "gateway template set needs --from FILE", command: "gateway template set"}
			}
			draft, err := c.readTemplate(from)
			if err != nil {
				return err
			}
			return c.withVault(func(bench *workbench.Workbench) error { return c.saveResetTemplate(bench, draft.Template) })
		},
	}
}

func (c *call) saveResetTemplate(bench *workbench.Workbench, draft render.Template) error {
	stored, err := bench.Gateway.Template(c.ctx)
	if err != nil {
		return err
	}
	saved, problems, err := bench.Gateway.SaveTemplate(c.ctx, draft, stored.Revision)
	if err != nil {
		return err
	}
	c.noteProblems(problems)
	return c.out.result(resetTemplateDocument(saved), func(p *printer) {
		p.line("The template of the mail with a reset password is saved.")
		p.line("See a mail of it with: patchbay gateway template preview")
	})
}

func gatewayTemplateRemoveCommand() command {
	return command{
		name:     "gateway template remove",
		short:    "put back the template of the reset mail as it comes with Patchbay",
		long:     "Only an owner may.",
		examples: []string{"patchbay gateway template remove"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := bench.Gateway.Template(c.ctx)
				if err != nil {
					return err
				}
				if err := bench.Gateway.RemoveTemplate(c.ctx, stored.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": "gateway template"}, func(p *printer) {
					p.line("The template of the reset mail is as it comes with Patchbay.")
				})
			})
		},
	}
}

func gatewayTemplatePreviewCommand() command {
	o := previewing{command: "gateway template preview", kind: render.PasswordReset}
	return command{
		name:  "gateway template preview",
		short: "show the mail with a reset password, with invented values",
		long:  "With --from no vault is needed. Nothing is kept and nothing is sent; the password in it is invented.",
		examples: []string{
			"patchbay gateway template preview",
			"patchbay gateway template preview --from reset.json --out mail.html",
		},
		flags: o.bind,
		run: func(c *call) error {
			if err := o.check(); err != nil {
				return err
			}
			switch {
			case o.sample == "help":
				return showSamples(c)
			case o.from != "":
				return o.previewFile(c)
			}
			return c.withVault(func(bench *workbench.Workbench) error {
				t, err := bench.Gateway.Template(c.ctx)
				if err != nil {
					return err
				}
				return o.previewSample(c, t.Template)
			})
		},
	}
}
