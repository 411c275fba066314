package cli

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/pflag"

	"patchbay/backend/event"
	"patchbay/backend/idp"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/pasted"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/protocol/sso"
	"patchbay/backend/workbench"
)

func idpCheckCommand() command {
	var source idpSource
	return command{
		name: "idp check", args: "[NAME]", max: 1,
		short: "check a sign-in provider without signing in, and say what is wrong",
		long: "Discovery or metadata, keys, certificates, endpoints and the callback URL are looked at. That a person can " +
			"sign in is shown by: patchbay idp signin. With --from the document is checked without a vault. " +
			"A check that failed has exit status 7.",
		examples: []string{"patchbay idp check Contoso", "patchbay idp check --from contoso.json --json"},
		flags:    source.bindRun,
		run: func(c *call) error {
			if err := source.check(c, "idp check"); err != nil {
				return err
			}
			if source.from != "" {
				request, done, err := source.request(c)
				if err != nil {
					return err
				}
				defer done()
				return c.showProof(sso.Check(c.ctx, request))
			}
			return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
				report, err := bench.Providers.Check(c.ctx, p.DeploymentID, idp.ProofRequest{Draft: p.Draft(), Observe: c.observe})
				if err != nil {
					return err
				}
				return c.showProof(report)
			})
		},
	}
}

// idpSignIn is what "idp signin" was asked for.
type idpSignIn struct {
	source    idpSource
	noBrowser bool
	port      uint16
	timeout   int // seconds
	paste     string
}

func idpSignInCommand() command {
	var o idpSignIn
	return command{
		name: "idp signin", args: "[NAME]", max: 1,
		short: "let a person sign in, and make every check of the answer",
		long: "The browser is opened, and its answer taken at http://127.0.0.1:PORT/callback, or at /acs for SAML. With " +
			"--paste the provider answers to the real callback URL: the address that the browser then shows, or the " +
			"SAMLResponse, is read from FILE, which may appear later. With --from no vault is needed. " +
			"A sign-in that failed has exit status 7.",
		examples: []string{
			"patchbay idp signin Contoso",
			"patchbay idp signin --from contoso.json --no-browser --events",
			"patchbay idp signin Contoso --paste -",
		},
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&o.noBrowser, "no-browser", false, "print the address instead of opening it")
			f.Uint16Var(&o.port, "port", 0, "`PORT` of the loopback address; default: that of the document, else a free one")
			f.IntVar(&o.timeout, "timeout", 300, "`SECONDS` to wait for the person")
			f.StringVar(&o.paste, "paste", "", "`FILE` with the answer to the real callback URL; - is standard input")
			o.source.bindRun(f)
		},
		run: o.run,
	}
}

func (o *idpSignIn) run(c *call) error {
	if err := o.source.check(c, "idp signin"); err != nil {
		return err
	}
	if o.timeout < 1 {
		return usageError{message: "--timeout must be at least one second", command: "idp signin"}
	}
	if o.source.from != "" {
		return o.signInDocument(c)
	}
	return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error { return o.signInKept(c, bench, p) })
}

func (o *idpSignIn) wait() time.Duration { return time.Duration(o.timeout) * time.Second }

// signInDocument needs no vault.
func (o *idpSignIn) signInDocument(c *call) error {
	request, done, err := o.source.request(c)
	if err != nil {
		return err
	}
	defer done()
	ctx, cancel := context.WithCancelCause(c.ctx)
	defer cancel(nil)
	answers := make(chan signin.Answer, 1)
	report := sso.SignIn(ctx, sso.SignInRequest{
		Request: request, ByHand: o.paste != "", Port: o.port, Wait: o.wait(), Pasted: answers,
		Prompt: func(p sso.Prompt) {
			o.prompt(c, p.URL, p.ProviderURL)
			o.awaitPaste(ctx, c, cancel, func(text []byte) error {
				answer, err := pasted.Read(text, request.Settings.Type)
				if err == nil {
					answers <- answer
				}
				return err
			})
		},
	})
	return o.show(ctx, c, report)
}

func (o *idpSignIn) signInKept(c *call, bench *workbench.Workbench, p idp.Provider) error {
	const run = "command"
	ctx, cancel := context.WithCancelCause(c.ctx)
	defer cancel(nil)
	report, err := bench.Providers.SignIn(ctx, p.DeploymentID, idp.SignInRequest{
		Draft: p.Draft(), Run: run, ByHand: o.paste != "", Port: o.port, Wait: o.wait(), Observe: c.observe,
		Prompt: func(prompt event.Prompt) {
			o.prompt(c, prompt.URL, prompt.ProviderURL)
			o.awaitPaste(ctx, c, cancel, func(text []byte) error { return bench.Providers.Answer(run, text) })
		},
	})
	if err != nil {
		return err
	}
	return o.show(ctx, c, report)
}

// show writes the report, unless what was pasted could not be read.
func (o *idpSignIn) show(ctx context.Context, c *call, report proof.Report) error {
	if err := context.Cause(ctx); err != nil && c.ctx.Err() == nil {
		return err
	}
	return c.showProof(report)
}

// prompt shows what the person must open, and opens it where that is wanted.
func (o *idpSignIn) prompt(c *call, url, providerURL string) {
	if o.noBrowser {
		url = cmp.Or(providerURL, url)
	}
	fields := struct {
		URL string `json:"url"`
	}{url}
	_ = c.out.event("open", fields, func(out *printer) { out.line("Sign in at %s", url) }) // a lost line is no reason to stop
	if o.noBrowser {
		return
	}
	if err := openInBrowser(url); err != nil {
		c.out.note("patchbay: no browser could be started; open the address yourself")
	}
}
