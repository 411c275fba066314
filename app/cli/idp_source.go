package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

// idpSource is an identity provider document and, apart from it, its client
// secret.
type idpSource struct{ from, secretFile, resolver string }

func (s *idpSource) bind(f *pflag.FlagSet, from string) {
	f.StringVar(&s.from, "from", "", from)
	f.StringVar(&s.secretFile, "secret-file", "", "`FILE` with the client secret, instead of the document's")
}

func (s *idpSource) bindRun(f *pflag.FlagSet) {
	s.bind(f, "`FILE` with a document to use instead of what is kept; - is standard input")
	f.StringVar(&s.resolver, "resolver", "", "with --from: `ADDRESS` of the DNS server to ask")
}

// check wants either a kept provider or a document.
func (s idpSource) check(c *call, command string) error {
	usage := func(message string) error { return usageError{message: message, command: command} }
	switch {
	case s.from != "" && len(c.args) > 0:
		return usage("name a provider, or give --from FILE, not both")
	case s.from == "" && len(c.args) == 0:
		return usage(command + " needs NAME or --from FILE")
	case s.from == "" && (s.secretFile != "" || s.resolver != ""):
		return usage("--secret-file and --resolver need --from")
	}
	return nil
}

// read parses the document.
func (s idpSource) read(c *call) (signin.Settings, signin.SecretInputs, error) {
	content, err := c.readUpTo(s.from, document.MaxLarge) // it may carry the provider's metadata
	if err != nil {
		return signin.Settings{}, signin.SecretInputs{}, err
	}
	defer clear(content) // it may hold the client secret
	settings, inputs, err := signin.Parse(content)
	if err != nil || s.secretFile == "" {
		return settings, inputs, err
	}
	if err := s.takeSecret(c, &inputs); err != nil {
		inputs.Wipe()
		return signin.Settings{}, signin.SecretInputs{}, err
	}
	return settings, inputs, nil
}

func (s idpSource) takeSecret(c *call, inputs *signin.SecretInputs) error {
	if inputs.ClientSecret.Change == secret.Set {
		return usageError{message: "the client secret comes from the document or from --secret-file, not from both"}
	}
	value, err := c.secretFile(s.secretFile)
	if err != nil {
		return err
	}
	inputs.ClientSecret = secret.Input{Change: secret.Set, Value: value}
	if !value.IsSet() || secret.IsMask(string(value.Reveal())) {
		return fault.New(fault.Invalid, account.CodeSettingsInvalid, "the file of --secret-file holds no client secret").
			WithField(signin.FieldClientSecret, "is empty or a mask")
	}
	return nil
}

// request reads the document for a run that needs no vault. done wipes its
// secrets.
func (s idpSource) request(c *call) (r signin.Request, done func(), err error) {
	settings, inputs, err := s.read(c)
	if err != nil {
		return signin.Request{}, nil, err
	}
	way, err := c.way(s.resolver)
	if err != nil {
		inputs.Wipe()
		return signin.Request{}, nil, err
	}
	return signin.Request{
		Settings: settings, Network: way, Version: c.main.Version, Observe: c.observe,
		Secrets: signin.Secrets{
			ClientSecret: inputs.ClientSecret.Value, SPKey: inputs.SPKey.Value, SPNextKey: inputs.SPNextKey.Value,
		},
	}, inputs.Wipe, nil
}

// withSettings runs fn on the settings of the document, or on those of the kept
// provider with the variables of its deployment. Nothing is sent.
func (s idpSource) withSettings(c *call, command string, fn func(signin.Settings) error) error {
	if err := s.check(c, command); err != nil {
		return err
	}
	if s.from != "" {
		settings, inputs, err := s.read(c)
		if err != nil {
			return err
		}
		inputs.Wipe()
		return fn(settings)
	}
	return c.withProvider(func(bench *workbench.Workbench, p idp.Provider) error {
		lookup, err := bench.Deployments.LookupOf(c.ctx, p.DeploymentID)
		if err != nil {
			return err
		}
		expanded, _ := p.Settings.Expand(lookup) // a variable without a value stands as it is
		return fn(expanded)
	})
}

// withProvider runs fn on the kept provider that the first argument names.
func (c *call) withProvider(fn func(*workbench.Workbench, idp.Provider) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		found, err := bench.Providers.ByName(c.ctx, d.ID, c.args[0])
		if err != nil {
			return err
		}
		return fn(bench, found)
	})
}
