package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/workbench"
)

func gatewayCommands() []command {
	return []command{
		gatewaySetCommand(), gatewayShowCommand(), gatewayProveCommand(), gatewayRemoveCommand(),
		gatewayTemplateShowCommand(), gatewayTemplateSetCommand(), gatewayTemplateRemoveCommand(), gatewayTemplatePreviewCommand(),
	}
}

// gatewayDocument is the gateway as it is printed.
type gatewayDocument struct {
	Enabled       bool                    `json:"enabled"`
	Host          string                  `json:"host,omitempty"`
	Port          string                  `json:"port,omitempty"`
	From          string                  `json:"from,omitempty"`
	SenderName    string                  `json:"senderName,omitempty"`
	Password      *account.SecretView     `json:"password,omitempty"`
	Security      gateway.Security        `json:"security,omitempty"`
	UseDeployment string                  `json:"useDeployment,omitempty"` // its name
	CAPEM         string                  `json:"caPem,omitempty"`
	Redirected    string                  `json:"redirected,omitempty"` // why no password is mailed
	Status        evidence.StatusDocument `json:"status"`
}

func gatewayDocumentOf(s gateway.Stored) gatewayDocument {
	d := gatewayDocument{
		Enabled: s.Settings.Enabled, Host: s.Settings.Host, From: s.Settings.From, SenderName: s.Settings.SenderName,
		CAPEM: s.Settings.CAPEM, Redirected: s.Redirected, Status: s.Status.Document(),
	}
	if s.Settings.UseDeployment != "" {
		d.UseDeployment = cmp.Or(s.DeploymentName, s.Settings.UseDeployment)
	}
	if s.Settings.Host != "" {
		with := s.Settings.WithDefaults()
		d.Port, d.Security, d.Password = with.Port, with.Security, s.Views().Password
	}
	return d
}

// gatewaySource is the document of a gateway and, apart from it, its password.
type gatewaySource struct{ from, secretFile string }

func (s *gatewaySource) bind(f *pflag.FlagSet, from string) {
	f.StringVar(&s.from, "from", "", from)
	f.StringVar(&s.secretFile, "secret-file", "", "`FILE` with the authorization code, instead of the document's password")
}

func (s *gatewaySource) read(c *call) (gateway.Settings, secret.Input, error) {
	content, err := c.readFile(s.from)
	if err != nil {
		return gateway.Settings{}, secret.Input{}, err
	}
	defer clear(content) // it may hold the password
	settings, password, err := gateway.Parse(content)
	if err != nil || s.secretFile == "" {
		return settings, password, err
	}
	inputs := account.SecretInputs{Password: password}
	if err := takePassword(c, s.secretFile, &inputs); err != nil {
		inputs.Wipe()
		return settings, secret.Input{}, err
	}
	return settings, inputs.Password, nil
}

func gatewaySetCommand() command {
	var source gatewaySource
	return command{
		name:  "gateway set",
		short: "keep how the vault mails the passwords that owners reset",
		long: "The document {enabled, host, port, from, senderName, password, security, useDeployment, caPem} replaces what is " +
			"kept. The port is 465 and the security tls unless it says otherwise; the user name is the e-mail address in from, " +
			"and the password the authorization code of that account: POP3/SMTP service must be switched on at the provider, " +
			"where a lost code is generated anew. With useDeployment the outgoing mail of that deployment is used, as it leads " +
			"now: save the gateway again when it leads elsewhere. A password that is left out stays, if host, port, security " +
			"and from stay too. Only an owner may.",
		examples: []string{
			"patchbay gateway set --from gateway.json",
			"patchbay gateway set --from gateway.json --secret-file code.txt",
		},
		flags: func(f *pflag.FlagSet) { source.bind(f, "`FILE` with the document; - is standard input") },
		run: func(c *call) error {
			if source.from == "" {
				return usageError{message: "gateway set needs --from FILE", command: "gateway set"}
			}
			settings, password, err := source.read(c)
			if err != nil {
				return err
			}
			defer password.Value.Wipe()
			return c.withVault(func(bench *workbench.Workbench) error {
				return c.saveGateway(bench, gateway.Draft{Settings: settings, Password: password})
			})
		},
	}
}

func (c *call) saveGateway(bench *workbench.Workbench, draft gateway.Draft) error {
	stored, err := bench.Gateway.Get(c.ctx)
	if err != nil {
		return err
	}
	draft.Revision = stored.Revision
	saved, err := bench.Gateway.Save(c.ctx, draft)
	if err != nil {
		return err
	}
	c.noteRisks(saved.Settings)
	if unused := besideDeployment(draft); len(unused) > 0 {
		c.out.note("patchbay: useDeployment: the outgoing mail of %s is used, and not what the document has of a server: %s",
			saved.DeploymentName, strings.Join(unused, ", "))
	}
	return c.out.result(gatewayDocumentOf(saved), func(p *printer) {
		p.line("The e-mail gateway is saved.")
		if saved.Settings.Enabled {
			p.line("Test it with: patchbay gateway prove --level send")
		}
	})
}

// besideDeployment are the fields of a server of its own that a document has beside
// useDeployment.
func besideDeployment(d gateway.Draft) []string {
	if d.Settings.UseDeployment == "" {
		return nil
	}
	var unused []string
	for _, field := range []struct {
		name  string
		given bool
	}{
		{"host", d.Settings.Host != ""},
		{"port", d.Settings.Port != gateway.DefaultPort},
		{"from", d.Settings.From != ""},
		{"senderName", d.Settings.SenderName != ""},
		{"password", d.Password.Change == secret.Set},
		{"security", d.Settings.Security != gateway.TLS},
		{"caPem", d.Settings.CAPEM != ""},
	} {
		if field.given {
			unused = append(unused, field.name)
		}
	}
	return unused
}

// noteRisks tells what stops nothing and should be known.
func (c *call) noteRisks(s gateway.Settings) {
	for _, risk := range s.Risks() {
		c.out.note("patchbay: %s: %s", risk.Name, risk.Message)
	}
}

// configuredGateway is the kept gateway; a fault where there is none.
func (c *call) configuredGateway(bench *workbench.Workbench) (gateway.Stored, error) {
	stored, err := bench.Gateway.Get(c.ctx)
	if err == nil && !stored.Configured() {
		err = fault.New(fault.NotFound, gateway.CodeNotConfigured, "no e-mail gateway is kept yet").
			WithHint("save one with: patchbay gateway set --from FILE")
	}
	return stored, err
}

func gatewayRemoveCommand() command {
	return command{
		name:     "gateway remove",
		short:    "remove the e-mail gateway with its authorization code and proofs",
		long:     "The template of the mail stays. Without a gateway no password can be reset. Only an owner may.",
		examples: []string{"patchbay gateway remove"},
		run: func(c *call) error {
			return c.withVault(func(bench *workbench.Workbench) error {
				stored, err := c.configuredGateway(bench)
				if err != nil {
					return err
				}
				if err := bench.Gateway.Remove(c.ctx, stored.Revision); err != nil {
					return err
				}
				return c.out.result(map[string]string{"removed": "gateway"}, func(p *printer) {
					p.line("The e-mail gateway is removed.")
				})
			})
		},
	}
}
