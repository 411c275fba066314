package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/app/desktop"
	"patchbay/backend/deployment"
	"patchbay/backend/mailbox"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
	"patchbay/backend/workbench"
)

// demoDocument tells of the demo's vault. Its password protects nothing: the
// folder is removed at the end.
type demoDocument struct {
	Vault    string `json:"vault"`
	Operator string `json:"operator"`
	Password string `json:"password"`
}

func demoCommand() command {
	var listen listenFlag
	var given func() bool
	return command{
		name:  "demo",
		short: "try everything, with rehearsal servers and a vault in a temporary folder",
		long: "It opens the window, or without one serves the pages and prints the link; --listen always serves. " +
			"Everything is removed at the end.",
		examples: []string{"patchbay demo", "patchbay demo --listen 127.0.0.1:8080"},
		flags: func(f *pflag.FlagSet) {
			listen.bind(f)
			given = func() bool { return f.Changed("listen") }
		},
		run: func(c *call) error {
			if err := listen.check("demo"); err != nil {
				return err
			}
			serve := given() || !desktop.Available(c.main.Getenv)
			return c.demo(serve, listen.address)
		},
	}
}

func (c *call) demo(serve bool, listen string) (err error) {
	dir, err := os.MkdirTemp("", "patchbay-demo-")
	if err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	c.global.vault = filepath.Join(dir, "vault")
	if c.main.Cost == nil {
		floor := kdf.Floor() // nothing in the demo is worth a second of waiting
		c.main.Cost = &floor
	}
	return c.withBench(func(bench *workbench.Workbench) error {
		document, err := c.furnish(bench)
		if err != nil {
			return fmt.Errorf("furnish the demo: %w", err)
		}
		if serve {
			if c.out.human() {
				document.print(newPrinter(c.out.stdout, c.out.style))
			}
			return c.serve(bench, listen, true, &document)
		}
		if err := c.started("window", document, document.print); err != nil {
			return err
		}
		if err := c.window(bench, true); err != nil {
			return err
		}
		return c.ended()
	})
}

func (d demoDocument) print(p *printer) {
	p.line("This is a demo with servers of its own; everything is removed at the end.")
	p.line("Operator: %s   Password: %s", d.Operator, d.Password)
	p.line("A browser asks before it opens the demo's sign-in page: its certificate is this program's own.")
}

// furnish makes a vault in which something has been done already: a deployment
// whose mail server, mailboxes and sign-in providers are the rehearsal servers,
// all proved as far as that goes without a person.
func (c *call) furnish(bench *workbench.Workbench) (demoDocument, error) {
	who := operator.NewVault{
		Name: "Ada Example", Email: "ada@example.com",
		Password: secret.FromString("demo-" + strings.ToLower(rand.Text()[:12])),
	}
	created, err := bench.Operators.Create(c.ctx, who)
	if err != nil {
		return demoDocument{}, err
	}
	created.RecoveryKey.Wipe()
	document := demoDocument{Vault: c.global.vault, Operator: who.Name, Password: string(who.Password.Reveal())}
	target, err := bench.Deployments.Save(c.ctx, deployment.Deployment{
		Name: "Demo", TenantID: "demo", Hostname: "demo.example.com", Environment: deployment.Test,
		PortalURL: "https://demo.example.com/", MessagesURL: "https://demo.example.com/messages",
		Notes: "Its mail server, mailboxes and sign-in providers are the rehearsal servers of this program.",
	})
	if err != nil {
		return demoDocument{}, err
	}
	server, err := bench.Rehearsal.Start()
	if err != nil {
		return demoDocument{}, err
	}
	if err := c.furnishMail(bench, server, target.ID, who.Email); err != nil {
		return demoDocument{}, err
	}
	if err := c.furnishMailboxes(bench, server, target.ID); err != nil {
		return demoDocument{}, err
	}
	if err := c.furnishProviders(bench, server, target.ID); err != nil {
		return demoDocument{}, err
	}
	if err := c.furnishClient(bench, target.ID); err != nil {
		return demoDocument{}, err
	}
	if err := c.furnishNotifications(bench, server, target.ID); err != nil {
		return demoDocument{}, err
	}
	return document, c.furnishGateway(bench, server, who.Email)
}

func (c *call) furnishMail(bench *workbench.Workbench, server workbench.RehearsalServer, deploymentID, to string) error {
	draft := outgoing.Draft{
		Settings: server.Settings(),
		Secrets:  smtp.SecretInputs{Password: secret.Input{Change: secret.Set, Value: server.Password.Clone()}},
	}
	saved, err := bench.Outgoing.Save(c.ctx, deploymentID, draft)
	if err != nil {
		return err
	}
	_, err = bench.Outgoing.Prove(c.ctx, deploymentID, outgoing.ProofRequest{
		Draft: saved.Draft(), Level: smtp.LevelSend, To: to,
	})
	return err
}

// furnishMailboxes adds two mailboxes that read what the mail server caught,
// one of them with an alias.
func (c *call) furnishMailboxes(bench *workbench.Workbench, server workbench.RehearsalServer, deploymentID string) error {
	var first mailbox.Mailbox
	for _, box := range []struct{ address, name, description string }{
		{"support@demo.example.com", "Support", "Requests of customers become cases."},
		{"incidents@demo.example.com", "Incidents", "Alerts of the monitoring become incidents."},
	} {
		settings := server.Mailbox()
		settings.Mailbox, settings.Name, settings.Description = box.address, box.name, box.description
		saved, err := bench.Mailboxes.Save(c.ctx, deploymentID, mailbox.Draft{
			Settings: settings,
			Secrets:  account.SecretInputs{Password: secret.Input{Change: secret.Set, Value: server.Password.Clone()}},
		})
		if err != nil {
			return err
		}
		if first.ID == "" {
			first = saved
		}
	}
	_, err := bench.Mailboxes.SaveAlias(c.ctx, deploymentID, mailbox.Alias{
		MailboxID: first.ID, Address: "help@demo.example.com",
		Workspace: "Service desk", ProjectType: "Request", Client: "Demo",
	})
	if err != nil {
		return err
	}
	_, err = bench.Mailboxes.ProveMany(c.ctx, deploymentID, mailbox.ManyRequest{})
	return err
}
