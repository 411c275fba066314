package cli

import (
	"github.com/spf13/pflag"

	"patchbay/backend/deployment"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

func smtpCommands() []command {
	return []command{
		smtpSetCommand(), smtpShowCommand(), smtpProveCommand(), smtpAlternativesCommand(), smtpPermissionsCommand(),
		smtpSenderCommand(), smtpSignInCommand(), smtpDiscoverCommand(), smtpProvidersCommand(),
	}
}

// smtpSource is a configuration document and, apart from it, its password.
type smtpSource struct{ accountSource }

// read parses the document.
func (s smtpSource) read(c *call) (smtp.Settings, smtp.SecretInputs, error) {
	settings, inputs, err := readAccount(c, s.accountSource, smtp.Parse)
	if err == nil && s.secretFile != "" && settings.Auth == "" {
		settings.Auth = smtp.SignInPassword // as a document with a password
	}
	return settings, inputs, err
}

// request reads the document for a run that needs no vault. done wipes its
// secrets.
func (s smtpSource) request(c *call) (r smtp.Request, done func(), err error) {
	settings, inputs, err := s.read(c)
	if err != nil {
		return smtp.Request{}, nil, err
	}
	way, secrets, err := s.leave(c, inputs)
	if err != nil {
		return smtp.Request{}, nil, err
	}
	return smtp.Request{
		Settings: settings, Secrets: secrets, Network: way, Version: c.main.Version, Observe: c.observe,
	}, inputs.Wipe, nil
}

// withServer runs fn on the kept server of the deployment.
func (c *call) withServer(fn func(*workbench.Workbench, outgoing.Server) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		server, err := bench.Outgoing.Configured(c.ctx, d.ID)
		if err != nil {
			return err
		}
		return fn(bench, server)
	})
}

// recipient is who a test is addressed to: by default the operator.
func recipient(bench *workbench.Workbench, to string) (string, error) {
	who, err := bench.Operators.Current()
	if err != nil || to != "" {
		return to, err
	}
	return who.Email, nil
}

func smtpSetCommand() command {
	var source smtpSource
	return command{
		name:  "smtp set",
		short: "keep the outgoing mail server of the deployment",
		long: "The document replaces what is kept. A password that it leaves out stays, if host, port, security " +
			"and user name stay too; an empty one is removed. So do the secrets of oauth2, if the provider's addresses " +
			"and the client ID stay as well.",
		examples: []string{
			"patchbay smtp set --from smtp.json",
			"patchbay smtp set --from smtp.json --secret-file password.txt --deployment Staging",
		},
		flags: func(f *pflag.FlagSet) { source.bind(f, "`FILE` with the document; - is standard input") },
		run: func(c *call) error {
			if source.from == "" {
				return usageError{message: "smtp set needs --from FILE", command: "smtp set"}
			}
			settings, inputs, err := source.read(c)
			if err != nil {
				return err
			}
			defer inputs.Wipe()
			return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
				stored, err := bench.Outgoing.Get(c.ctx, d.ID)
				if err != nil {
					return err
				}
				saved, err := bench.Outgoing.Save(c.ctx, d.ID, outgoing.Draft{
					Revision: stored.Revision, Settings: settings, Secrets: inputs,
				})
				if err != nil {
					return err
				}
				return c.out.result(saved.Settings.Document(saved.Views()), func(p *printer) {
					p.line("The outgoing mail server of %s is saved.", d.Name)
				})
			})
		},
	}
}

func smtpShowCommand() command {
	return command{
		name:     "smtp show",
		short:    "show the outgoing mail server of the deployment, without its secrets",
		examples: []string{"patchbay smtp show", "patchbay smtp show --json"},
		run: func(c *call) error {
			return c.withServer(func(_ *workbench.Workbench, server outgoing.Server) error {
				return c.out.result(server.Settings.Document(server.Views()), func(p *printer) { printServer(p, server) })
			})
		},
	}
}

func printServer(p *printer, server outgoing.Server) {
	s := server.Settings.WithDefaults()
	enabled := "yes"
	if !server.Enabled {
		enabled = "no"
	}
	for _, row := range [][2]string{
		{"Enabled", enabled},
		{"Server", s.Host + ":" + s.Port},
		{"Security", string(s.Security)},
		{"Sign-in", string(s.Auth)},
		{"User name", s.User},
		{"Password", passwordState(s.Auth, server.Password)},
		{"Token from", s.OAuth2.TokenURL},
		{"Client ID", s.OAuth2.ClientID},
		{"Scope", s.OAuth2.Scope},
		{"From", named(s.FromName, s.From)},
		{"Reply-To", named(s.ReplyToName, s.ReplyTo)},
		{"Envelope from", s.EnvelopeFrom},
		{"EHLO name", s.EHLOName},
		{"Status", server.Status.Summary},
	} {
		p.labelled(0, row[0], row[1])
	}
}

func named(name, address string) string {
	if name == "" || address == "" {
		return address
	}
	return name + " <" + address + ">"
}
