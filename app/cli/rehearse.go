package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"patchbay/backend/event"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/workbench"
)

// rehearsalDocument is the line that "rehearse" prints before it goes on
// running. The credentials are the servers' own and protect nothing.
type rehearsalDocument struct {
	SMTP   rehearsalEndpoint `json:"smtp"`
	IMAP   rehearsalEndpoint `json:"imap"`
	IDP    rehearsalProvider `json:"idp"`
	CAFile string            `json:"caFile"`
}

type rehearsalEndpoint struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Security string `json:"security"`
	User     string `json:"user"`
	Password string `json:"password"`
	// ImplicitTLSPort and STARTTLSPort are both ports of the server; Port is
	// one of them.
	ImplicitTLSPort int `json:"implicitTlsPort"`
	STARTTLSPort    int `json:"starttlsPort"`
}

type rehearsalProvider struct {
	Issuer           string `json:"issuer"`
	ClientID         string `json:"clientId"`
	ClientSecret     string `json:"clientSecret"`
	AuthorizationURL string `json:"authorizationUrl"`
	TokenURL         string `json:"tokenUrl"`
	UserInfoURL      string `json:"userInfoUrl"`
	SAMLMetadataURL  string `json:"samlMetadataUrl"`
}

func rehearseCommand() command {
	var faults rehearsalFaults
	return command{
		name:  "rehearse",
		short: "run the rehearsal servers alone",
		long: "A mail server on this machine that catches every message, a mailbox that shows them by IMAP, " +
			"and an identity provider that signs test people in by OpenID Connect, OAuth 2.0 and SAML. " +
			"All can be told to fail, with --fault, --imap-fault and --idp-fault. " +
			"It prints their addresses and credentials, which it makes for this run, and runs until it is interrupted.",
		examples: []string{
			"patchbay rehearse", "patchbay rehearse --fault password-refused --json",
			"patchbay rehearse --idp-fault wrong-audience",
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&faults.smtp, "fault", "", "`NAME` of the failure for the mail server to act; \"help\" shows them all")
			f.StringVar(&faults.imap, "imap-fault", "", "`NAME` of the failure for the mailbox to act; \"help\" shows them all")
			f.StringVar(&faults.idp, "idp-fault", "", "`NAME` of the failure for the identity provider to act; \"help\" shows them all")
		},
		run: func(c *call) error { return c.rehearse(faults) },
	}
}

func (c *call) rehearse(faults rehearsalFaults) (err error) {
	bench := c.openDir("") // there is no vault in it
	defer func() { err = errors.Join(err, bench.Close()) }()
	server, err := bench.Rehearsal.Start()
	if err != nil {
		return err
	}
	if faults.asked() {
		return c.showFaults(server)
	}
	if err := faults.choose(bench.Rehearsal, server); err != nil {
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

func rehearsalDocumentOf(server workbench.RehearsalServer) rehearsalDocument {
	sends := bothPorts(server.Endpoint(smtp.SecuritySTARTTLS), server.Endpoint(smtp.SecurityImplicitTLS))
	reads := bothPorts(server.IMAP.Endpoint(smtp.SecuritySTARTTLS), server.IMAP.Endpoint(smtp.SecurityImplicitTLS))
	sends.Port, sends.Security = sends.STARTTLSPort, string(smtp.SecuritySTARTTLS)
	reads.Port, reads.Security = reads.ImplicitTLSPort, string(smtp.SecurityImplicitTLS)
	for _, e := range []*rehearsalEndpoint{&sends, &reads} {
		e.User, e.Password = server.User, string(server.Password.Reveal())
	}
	idp := server.IDP
	return rehearsalDocument{SMTP: sends, IMAP: reads, IDP: rehearsalProvider{
		Issuer: idp.Issuer, ClientID: idp.ClientID, ClientSecret: string(idp.ClientSecret.Reveal()),
		AuthorizationURL: idp.AuthorizationURL, TokenURL: idp.TokenURL, UserInfoURL: idp.UserInfoURL,
		SAMLMetadataURL: idp.SAMLMetadataURL,
	}}
}

func bothPorts(starttls, implicitTLS workbench.RehearsalEndpoint) rehearsalEndpoint {
	return rehearsalEndpoint{Host: starttls.Host, STARTTLSPort: starttls.Port, ImplicitTLSPort: implicitTLS.Port}
}

func (d rehearsalDocument) print(p *printer) {
	p.line("The rehearsal mail server catches every message, and its mailbox shows them;")
	p.line("the identity provider signs test people in.")
	p.line("")
	p.line("Host:         %s", d.SMTP.Host)
	p.line("SMTP port:    %d with STARTTLS, %d with implicit TLS", d.SMTP.STARTTLSPort, d.SMTP.ImplicitTLSPort)
	p.line("IMAP port:    %d with STARTTLS, %d with implicit TLS", d.IMAP.STARTTLSPort, d.IMAP.ImplicitTLSPort)
	p.line("User name:    %s", d.SMTP.User)
	p.line("Password:     %s", d.SMTP.Password)
	p.line("Issuer:       %s", d.IDP.Issuer)
	p.line("SAML:         %s", d.IDP.SAMLMetadataURL)
	p.line("Client ID:    %s", d.IDP.ClientID)
	p.line("Secret:       %s", d.IDP.ClientSecret)
	p.line("Authority:    %s", d.CAFile)
	p.line("")
	p.line("A browser that does not know the authority asks before it opens the sign-in page.")
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
