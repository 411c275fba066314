package cli

import (
	"context"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/credential"
	"patchbay/backend/deployment"
	"patchbay/backend/event"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// signInFlags are what "smtp signin" and "mailbox signin" were asked for.
type signInFlags struct {
	device, noBrowser bool
	port              uint16
	timeout           int // seconds
}

func smtpSignInCommand() command {
	var o signInFlags
	return command{
		name:  "smtp signin",
		short: "let a person sign in at the provider, and keep the refresh token for outgoing mail",
		long: "The kept server must use OAuth 2.0 and name the provider's addresses. The browser is opened, and its answer " +
			"taken at http://127.0.0.1:PORT/callback; with --device a code is entered on any machine.",
		examples: []string{
			"patchbay smtp signin",
			"patchbay smtp signin --device",
			"patchbay smtp signin --no-browser --events",
		},
		flags: o.bind,
		run: func(c *call) error {
			if err := o.check("smtp signin"); err != nil {
				return err
			}
			return c.withDeployment(o.run(c))
		},
	}
}

func (o *signInFlags) bind(f *pflag.FlagSet) {
	f.BoolVar(&o.device, "device", false, "sign in with a code on any machine")
	f.BoolVar(&o.noBrowser, "no-browser", false, "print the address instead of opening it")
	f.Uint16Var(&o.port, "port", 0, "`PORT` of the loopback address; default: a free one")
	f.IntVar(&o.timeout, "timeout", 300, "`SECONDS` to wait for the person")
}

func (o *signInFlags) check(command string) error {
	if o.timeout < 1 {
		return usageError{message: "--timeout must be at least one second", command: command}
	}
	return nil
}

func (o signInFlags) run(c *call) func(*workbench.Workbench, deployment.Deployment) error {
	return func(bench *workbench.Workbench, d deployment.Deployment) error {
		server, err := bench.Outgoing.Configured(c.ctx, d.ID)
		if err != nil {
			return err
		}
		ctx, cancel := o.patience(c)
		defer cancel()
		signedIn, err := bench.Outgoing.SignIn(ctx, d.ID, outgoing.SignInRequest{
			Draft: server.Draft(), Method: o.method(), Port: o.port, Prompt: func(p event.Prompt) { o.prompt(c, p) },
		})
		if err != nil {
			return err
		}
		if signedIn.Finding == nil {
			err = keepToken(c, bench, d, server, signedIn.Handle)
		}
		if err != nil {
			return err
		}
		return c.showSignedIn(signedIn)
	}
}

func keepToken(c *call, bench *workbench.Workbench, d deployment.Deployment, server outgoing.Server, handle string) error {
	draft := server.Draft()
	draft.Settings.OAuth2.Grant = smtp.GrantRefreshToken
	draft.Secrets.RefreshToken = obtained(handle)
	_, err := bench.Outgoing.Save(c.ctx, d.ID, draft)
	return err
}

// patience is the time that a person has.
func (o signInFlags) patience(c *call) (context.Context, context.CancelFunc) {
	return context.WithTimeout(c.ctx, time.Duration(o.timeout)*time.Second)
}

func (o signInFlags) method() credential.SignInMethod {
	if o.device {
		return credential.WithDeviceCode
	}
	return credential.ThroughBrowser
}

// obtained is the refresh token that a sign-in has brought.
func obtained(handle string) secret.Input {
	return secret.Input{Change: credential.Obtained, Value: secret.FromString(handle)}
}

// prompt shows what the person must open, and opens it where that is wanted.
func (o signInFlags) prompt(c *call, p event.Prompt) {
	fields := struct {
		URL  string `json:"url"`
		Code string `json:"code,omitempty"`
	}{p.URL, p.Code}
	_ = c.out.event("open", fields, func(out *printer) { // a lost line is no reason to stop
		out.line("Sign in at %s", p.URL)
		if p.Code != "" {
			out.line("and enter the code %s", p.Code)
		}
	})
	if o.noBrowser || o.device {
		return
	}
	if err := openInBrowser(p.URL); err != nil {
		c.out.note("patchbay: no browser could be started; open the address yourself")
	}
}

func (c *call) showSignedIn(s outgoing.SignedIn) error {
	document := struct {
		Kept    bool           `json:"kept"`
		Token   *proof.Token   `json:"token,omitempty"`
		Finding *proof.Finding `json:"finding,omitempty"`
	}{s.Finding == nil, s.Token, s.Finding}
	err := c.out.result(document, func(p *printer) {
		if s.Finding != nil {
			p.finding("sign-in", *s.Finding)
			return
		}
		p.line("The refresh token is kept.")
		if s.Token != nil && s.Token.User != "" {
			p.line("Signed in as %s.", s.Token.User)
		}
	})
	if err == nil && s.Finding != nil {
		err = errProofFailed
	}
	return err
}
