package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// rehearsalDocument is the line that "rehearse" prints before it goes on
// running. The credentials are the servers' own and protect nothing.
type rehearsalDocument struct {
	SMTP   rehearsalSMTP `json:"smtp"`
	CAFile string        `json:"caFile"`
}

type rehearsalSMTP struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"`
	User     string `json:"user"`
	Password string `json:"password"`
	// ImplicitTLSPort is a second port of the same server.
	ImplicitTLSPort int `json:"implicitTlsPort"`
}

func rehearseCommand() command {
	var faultName string
	return command{
		name:  "rehearse",
		short: "run the rehearsal servers alone",
		long: "A mail server on this machine that catches every message, and can be told to fail with --fault. " +
			"It prints its addresses and credentials, which it makes for this run, and runs until it is interrupted.",
		examples: []string{"patchbay rehearse", "patchbay rehearse --fault password-refused --json"},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&faultName, "fault", "", "`NAME` of the failure to act; help lists them")
		},
		run: func(c *call) error { return c.rehearse(faultName) },
	}
}

func (c *call) rehearse(faultName string) (err error) {
	bench := c.openDir("") // there is no vault in it
	defer func() { err = errors.Join(err, bench.Close()) }()
	server, err := bench.Rehearsal.Start()
	if err != nil {
		return err
	}
	if err := chooseFault(bench.Rehearsal, server, faultName); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "patchbay-rehearsal-")
	if err != nil {
		return fmt.Errorf("make a folder for the authority: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	document := rehearsalDocumentOf(server)
	document.CAFile = filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(document.CAFile, []byte(server.CAPEM), 0o600); err != nil {
		return fmt.Errorf("write the authority: %w", err)
	}
	defer bench.Events.Subscribe(func(e event.Event) { c.caught(bench.Rehearsal, e) })()
	if err := c.started("listening", document, document.print); err != nil {
		return err
	}
	<-c.ctx.Done()
	return c.ended()
}

// chooseFault lists the faults when there is none of that name.
func chooseFault(r *workbench.Rehearsal, server workbench.RehearsalServer, name string) error {
	if name == "" {
		return nil
	}
	err := r.SetFault("smtp", name)
	if err == nil {
		return nil
	}
	var names []string
	for _, f := range server.Faults {
		names = append(names, f.Name)
	}
	return fault.Of(err).WithHint("choose one of: " + strings.Join(names, ", "))
}

func rehearsalDocumentOf(server workbench.RehearsalServer) rehearsalDocument {
	d := rehearsalDocument{SMTP: rehearsalSMTP{User: server.User, Password: string(server.Password.Reveal())}}
	for _, e := range server.Endpoints {
		if e.Security == "implicit-tls" {
			d.SMTP.ImplicitTLSPort = e.Port
			continue
		}
		d.SMTP.Host, d.SMTP.Port, d.SMTP.Security = e.Host, e.Port, e.Security
	}
	return d
}

func (d rehearsalDocument) print(p *printer) {
	p.line("The rehearsal mail server catches every message.")
	p.line("")
	p.line("Host:       %s", d.SMTP.Host)
	p.line("Port:       %d with STARTTLS, %d with implicit TLS", d.SMTP.Port, d.SMTP.ImplicitTLSPort)
	p.line("User name:  %s", d.SMTP.User)
	p.line("Password:   %s", d.SMTP.Password)
	p.line("Authority:  %s", d.CAFile)
	p.line("")
	p.line("Press Ctrl-C to end.")
}

// caughtMessage is what the event "message" tells.
type caughtMessage struct {
	ID      string   `json:"id"`
	From    string   `json:"from"`
	To      []string `json:"to"`
	Subject string   `json:"subject"`
	Size    int      `json:"size"` // bytes
}

func (c *call) caught(r *workbench.Rehearsal, e event.Event) {
	if e.Name != "rehearsal.message" {
		return
	}
	m, err := r.Message(e.Subject)
	if err != nil {
		return // it was dropped already
	}
	message := caughtMessage{ID: m.ID, From: m.From, To: m.To, Subject: m.Subject, Size: int(m.Size)}
	_ = c.out.event("message", message, func(p *printer) { // a lost line is no reason to stop
		p.line("%s to %s: %s (%d bytes)", message.From, strings.Join(message.To, ", "), message.Subject, message.Size)
	})
}
