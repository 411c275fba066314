package cli

import (
	"slices"

	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/handover"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func handoverCommands() []command {
	return []command{handoverPlanCommand(), handoverApplyCommand(), handoverReceiptsCommand()}
}

// targetMailAPI is the target that speaks the mail-configuration contract.
const targetMailAPI = "mail-api"

// push is where the mail configuration is to go, as it was asked for.
type push struct {
	command                       string
	target, form, url, from       string
	tokenFile, secretFile, caFile string
}

func (o *push) bind(f *pflag.FlagSet) {
	f.StringVar(&o.target, "target", "", "`TARGET` to hand over to: "+targetMailAPI)
	f.StringVar(&o.form, "form", "", "`FORM` of the URL: ssms or shift; it is made of the deployment's names")
	f.StringVar(&o.url, "url", "", "`URL` to push to, instead of that of the form")
	f.StringVar(&o.tokenFile, "token-file", "", "`FILE` with the bearer token")
	f.StringVar(&o.caFile, "ca-file", "", "`FILE` with the authority of the target")
	f.StringVar(&o.from, "from", "", "`FILE` with a document to use instead of what is kept; - is standard input")
	f.StringVar(&o.secretFile, "secret-file", "", "`FILE` with the client secret, instead of the document's")
}

func (o *push) check() error {
	usage := func(message string) error { return usageError{message: message, command: o.command} }
	switch {
	case o.target == "":
		return usage(o.command + " needs --target " + targetMailAPI)
	case o.target != targetMailAPI:
		return usage("there is no target " + o.target + "; there is " + targetMailAPI)
	case !slices.Contains([]mailapi.Form{"", mailapi.FormSSMS, mailapi.FormSHIFT, mailapi.FormOther}, mailapi.Form(o.form)):
		return usage("--form: must be ssms or shift; any other address is given with --url")
	case o.secretFile != "" && o.from == "":
		return usage("--secret-file needs --from")
	}
	return nil
}

// run runs fn on a draft: what is kept or the document, with what the flags
// change.
func (o *push) run(c *call, fn func(*workbench.Workbench, deployment.Deployment, handover.Draft) error) error {
	if err := o.check(); err != nil {
		return err
	}
	document, err := o.read(c)
	if err != nil {
		return err
	}
	defer wipeDraft(&document)
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		kept, err := bench.Handover.MailAPI(c.ctx, d.ID)
		if err != nil {
			return err
		}
		draft := document
		draft.Revision = kept.Revision
		if o.from == "" {
			draft = kept.Draft()
			draft.Token = document.Token
		}
		if err := o.overrule(c, &draft); err != nil {
			return err
		}
		return fn(bench, d, draft)
	})
}

func wipeDraft(d *handover.Draft) {
	d.ClientSecret.Value.Wipe()
	d.Token.Value.Wipe()
}

// read reads the files that need no vault.
func (o *push) read(c *call) (draft handover.Draft, err error) {
	if o.from != "" {
		content, err := c.readFile(o.from)
		if err != nil {
			return draft, err
		}
		defer clear(content) // it may hold secrets
		settings, inputs, err := handover.Parse(content)
		if err != nil {
			return draft, err
		}
		draft = handover.Draft{Settings: settings, ClientSecret: inputs.ClientSecret, Token: inputs.Token}
	}
	if draft.Token.Change != secret.Set {
		draft.Token = secret.Input{Change: secret.Clear} // none is kept
	}
	for _, given := range []struct {
		file, flag, field string
		into              *secret.Input
	}{
		{o.secretFile, "--secret-file", "clientSecret", &draft.ClientSecret},
		{o.tokenFile, "--token-file", "token", &draft.Token},
	} {
		if given.file == "" {
			continue
		}
		if given.into.Change == secret.Set {
			err = usageError{message: given.field + " comes from the document or from " + given.flag + ", not from both", command: o.command}
		} else {
			*given.into, err = c.secretInput(given.file, given.flag, handover.CodeInvalid, given.field)
		}
		if err != nil {
			wipeDraft(&draft)
			return handover.Draft{}, err
		}
	}
	return draft, nil
}

// overrule puts in what the flags say. A token that is given takes the place of
// one that would be asked for.
func (o *push) overrule(c *call, draft *handover.Draft) error {
	if o.form != "" || o.url != "" {
		draft.Form, draft.URL = mailapi.Form(o.form), o.url // the one completes the other
	}
	if draft.Token.Change == secret.Set {
		draft.TokenURL = ""
	}
	if o.caFile == "" {
		return nil
	}
	pem, err := c.readFile(o.caFile)
	draft.CAPEM = string(pem)
	return err
}
