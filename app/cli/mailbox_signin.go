package cli

import (
	"patchbay/backend/event"
	"patchbay/backend/mailbox"
	"patchbay/backend/protocol/account"
	"patchbay/backend/workbench"
)

func mailboxSignInCommand() command {
	var o signInFlags
	return command{
		name: "mailbox signin", args: "ADDR", min: 1, max: 1,
		short: "let a person sign in at the provider, and keep the refresh token for a mailbox",
		long: "The mailbox must use OAuth 2.0 and name the provider's addresses. The browser is opened, and its answer " +
			"taken at http://127.0.0.1:PORT/callback; with --device a code is entered on any machine.",
		examples: []string{
			"patchbay mailbox signin desk@example.com",
			"patchbay mailbox signin desk@example.com --device",
		},
		flags: o.bind,
		run: func(c *call) error {
			if err := o.check("mailbox signin"); err != nil {
				return err
			}
			return c.withMailbox(func(bench *workbench.Workbench, m mailbox.Mailbox) error {
				return o.signInMailbox(c, bench, m)
			})
		},
	}
}

func (o signInFlags) signInMailbox(c *call, bench *workbench.Workbench, m mailbox.Mailbox) error {
	ctx, cancel := o.patience(c)
	defer cancel()
	signedIn, err := bench.Mailboxes.SignIn(ctx, m.DeploymentID, mailbox.SignInRequest{
		Draft: m.Draft(), Method: o.method(), Port: o.port, Prompt: func(p event.Prompt) { o.prompt(c, p) },
	})
	if err != nil {
		return err
	}
	if signedIn.Finding == nil {
		draft := m.Draft()
		draft.Settings.OAuth2.Grant = account.GrantRefreshToken
		draft.Secrets.RefreshToken = obtained(signedIn.Handle)
		if _, err := bench.Mailboxes.Save(c.ctx, m.DeploymentID, draft); err != nil {
			return err
		}
	}
	return c.showSignedIn(signedIn)
}
