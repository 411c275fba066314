package workbench

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/imapd"
	"patchbay/backend/rehearsal/loopback"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

// Codes of the faults of rehearsing.
const (
	CodeRehearsalStopped  = "rehearsal.stopped"          // a server was asked that does not run
	CodeRehearsalProtocol = "rehearsal.protocol_unknown" // no server speaks it
)

// RehearsalEndpoint is one port of a server.
type RehearsalEndpoint = loopback.Endpoint

// CaughtMessage and CaughtMail are what the mail server caught, as a line of
// the inbox and whole.
type (
	CaughtMessage = smtpd.Summary
	CaughtMail    = smtpd.Mail
)

// Rehearsal starts the built-in servers on demand, on loopback only.
type Rehearsal struct {
	events *event.Bus
	now    func() time.Time

	mu      sync.Mutex
	servers *rehearsalServers // nil when they do not run
}

// rehearsalServers show the same messages, to whoever sends and to whoever
// reads.
type rehearsalServers struct {
	smtp *smtpd.Server
	imap *imapd.Server
}

func (s *rehearsalServers) close() error { return errors.Join(s.imap.Close(), s.smtp.Close()) }

func newRehearsal(events *event.Bus, now func() time.Time) *Rehearsal {
	return &Rehearsal{events: events, now: now}
}

// RehearsalServer is how to reach the running servers. They share user,
// password and authority; what stands at the top is the mail server's.
type RehearsalServer struct {
	Endpoints []smtpd.Endpoint
	User      string
	Password  secret.Text // the servers' own: it protects nothing
	CAPEM     string
	Fault     string // the chosen one, empty for none
	Faults    []smtpd.Fault
	Messages  int
	IMAP      RehearsalIMAP
}

// RehearsalIMAP is the server that shows what the mail server caught.
type RehearsalIMAP struct {
	Endpoints []imapd.Endpoint
	Fault     string // the chosen one, empty for none
	Faults    []imapd.Fault
}

// Endpoint returns the one with this security.
func (s RehearsalIMAP) Endpoint(security account.Security) imapd.Endpoint {
	return endpointWith(s.Endpoints, security)
}

// Endpoint returns the one with this security.
func (s RehearsalServer) Endpoint(security smtp.Security) smtpd.Endpoint {
	return endpointWith(s.Endpoints, security)
}

func endpointWith(endpoints []loopback.Endpoint, security account.Security) loopback.Endpoint {
	for _, e := range endpoints {
		if e.Security == string(security) {
			return e
		}
	}
	return loopback.Endpoint{}
}

// Start starts the servers unless they run.
func (r *Rehearsal) Start() (RehearsalServer, error) {
	servers, started, err := r.start()
	if err != nil {
		return RehearsalServer{}, fmt.Errorf("start the rehearsal servers: %w", err)
	}
	if started {
		r.events.Publish(event.Event{Name: "rehearsal.changed"})
	}
	return servers.describe(), nil
}

func (r *Rehearsal) start() (servers *rehearsalServers, started bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.servers != nil {
		return r.servers, false, nil
	}
	sends, err := smtpd.Start(smtpd.Options{Now: r.now, OnMessage: r.received})
	if err != nil {
		return nil, false, err
	}
	reads, err := imapd.Start(imapd.Options{
		Messages: sends.Inbox(), Password: sends.Password(), Authority: sends.Authority(), Now: r.now,
	})
	if err != nil {
		return nil, false, errors.Join(err, sends.Close())
	}
	r.servers = &rehearsalServers{smtp: sends, imap: reads}
	return r.servers, true, nil
}

func (r *Rehearsal) received(m CaughtMessage) {
	r.events.Publish(event.Event{Name: "rehearsal.message", Subject: m.ID})
}

// Stop ends the servers and forgets their messages.
func (r *Rehearsal) Stop() error {
	r.mu.Lock()
	servers := r.servers
	r.servers = nil
	r.mu.Unlock()
	if servers == nil {
		return nil
	}
	err := servers.close()
	r.events.Publish(event.Event{Name: "rehearsal.changed"})
	return err
}

// Running describes the servers; false when they do not run.
func (r *Rehearsal) Running() (RehearsalServer, bool) {
	servers, err := r.running()
	if err != nil {
		return RehearsalServer{}, false
	}
	return servers.describe(), true
}

func (r *Rehearsal) running() (*rehearsalServers, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.servers == nil {
		return nil, fault.New(fault.Conflict, CodeRehearsalStopped, "the rehearsal servers are not running").
			WithHint("start them first")
	}
	return r.servers, nil
}

func (s *rehearsalServers) describe() RehearsalServer {
	return RehearsalServer{
		Endpoints: s.smtp.Endpoints(), User: s.smtp.User(), Password: s.smtp.Password(),
		CAPEM: s.smtp.CAPEM(), Fault: s.smtp.Fault(), Faults: s.smtp.Faults(), Messages: s.smtp.Inbox().Len(),
		IMAP: RehearsalIMAP{Endpoints: s.imap.Endpoints(), Fault: s.imap.Fault(), Faults: s.imap.Faults()},
	}
}

// SetFault chooses the failure of one protocol's server, for the connections
// that follow; empty means none.
func (r *Rehearsal) SetFault(protocol, name string) error {
	servers, err := r.running()
	if err != nil {
		return err
	}
	switch protocol {
	case "smtp":
		err = servers.smtp.SetFault(name)
	case "imap":
		err = servers.imap.SetFault(name)
	default:
		err = fault.New(fault.Invalid, CodeRehearsalProtocol, fmt.Sprintf("there is no rehearsal server for %q", protocol)).
			WithHint("choose smtp or imap").WithField("protocol", "is neither smtp nor imap")
	}
	if err != nil {
		return err
	}
	r.events.Publish(event.Event{Name: "rehearsal.changed"})
	return nil
}

// Messages lists what was caught, newest first.
func (r *Rehearsal) Messages() ([]CaughtMessage, error) {
	servers, err := r.running()
	if err != nil {
		return nil, err
	}
	return servers.smtp.Messages(), nil
}

// Message returns one caught message.
func (r *Rehearsal) Message(id string) (CaughtMail, error) {
	servers, err := r.running()
	if err != nil {
		return CaughtMail{}, err
	}
	return servers.smtp.Message(id)
}

// Clear forgets what was caught.
func (r *Rehearsal) Clear() error {
	servers, err := r.running()
	if err != nil {
		return err
	}
	servers.smtp.Clear()
	r.events.Publish(event.Event{Name: "rehearsal.changed"})
	return nil
}

// Settings is a configuration that reaches the mail server.
func (s RehearsalServer) Settings() smtp.Settings {
	endpoint := s.Endpoint(smtp.SecuritySTARTTLS)
	enabled := true
	return smtp.Settings{
		Enabled: &enabled, Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port),
		Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword, User: s.User,
		From: "portal@rehearsal.example", FromName: "Rehearsal", CAPEM: s.CAPEM,
	}
}

// Mailbox is a mailbox that reads what the mail server caught. Any address may
// stand in the place of its own: the user who signs in is another field.
func (s RehearsalServer) Mailbox() imap.Settings {
	endpoint := s.IMAP.Endpoint(account.SecurityImplicitTLS)
	return imap.Settings{
		Mailbox: s.User, Name: "Rehearsal", Description: "Shows the messages that the rehearsal mail server caught.",
		Settings: account.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: account.SecurityImplicitTLS,
			Auth: account.SignInPassword, User: s.User, CAPEM: s.CAPEM,
		},
	}
}
