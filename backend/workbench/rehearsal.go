package workbench

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
)

// CodeRehearsalStopped is the fault of asking a rehearsal server that does not
// run.
const CodeRehearsalStopped = "rehearsal.stopped"

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

	mu     sync.Mutex
	server *smtpd.Server
}

func newRehearsal(events *event.Bus, now func() time.Time) *Rehearsal {
	return &Rehearsal{events: events, now: now}
}

// RehearsalServer is how to reach the running mail server.
type RehearsalServer struct {
	Endpoints []smtpd.Endpoint
	User      string
	Password  secret.Text // the server's own: it protects nothing
	CAPEM     string
	Fault     string // the chosen one, empty for none
	Faults    []smtpd.Fault
	Messages  int
}

// Endpoint returns the one with this security.
func (s RehearsalServer) Endpoint(security smtp.Security) smtpd.Endpoint {
	for _, e := range s.Endpoints {
		if e.Security == string(security) {
			return e
		}
	}
	return smtpd.Endpoint{}
}

// Start starts the servers unless they run.
func (r *Rehearsal) Start() (RehearsalServer, error) {
	server, started, err := r.start()
	if err != nil {
		return RehearsalServer{}, fmt.Errorf("start the rehearsal mail server: %w", err)
	}
	if started {
		r.events.Publish(event.Event{Name: "rehearsal.changed"})
	}
	return describe(server), nil
}

func (r *Rehearsal) start() (server *smtpd.Server, started bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.server != nil {
		return r.server, false, nil
	}
	r.server, err = smtpd.Start(smtpd.Options{Now: r.now, OnMessage: r.received})
	return r.server, true, err
}

func (r *Rehearsal) received(m CaughtMessage) {
	r.events.Publish(event.Event{Name: "rehearsal.message", Subject: m.ID})
}

// Stop ends the servers and forgets their messages.
func (r *Rehearsal) Stop() error {
	r.mu.Lock()
	server := r.server
	r.server = nil
	r.mu.Unlock()
	if server == nil {
		return nil
	}
	err := server.Close()
	r.events.Publish(event.Event{Name: "rehearsal.changed"})
	return err
}

// Running describes the servers; false when they do not run.
func (r *Rehearsal) Running() (RehearsalServer, bool) {
	server, err := r.running()
	if err != nil {
		return RehearsalServer{}, false
	}
	return describe(server), true
}

func (r *Rehearsal) running() (*smtpd.Server, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.server == nil {
		return nil, fault.New(fault.Conflict, CodeRehearsalStopped, "the rehearsal servers are not running").
			WithHint("start them first")
	}
	return r.server, nil
}

func describe(server *smtpd.Server) RehearsalServer {
	return RehearsalServer{
		Endpoints: server.Endpoints(), User: server.User(), Password: server.Password(),
		CAPEM: server.CAPEM(), Fault: server.Fault(), Faults: server.Faults(), Messages: len(server.Messages()),
	}
}

// SetFault chooses the failure for the connections that follow; empty means
// none.
func (r *Rehearsal) SetFault(protocol, name string) error {
	server, err := r.running()
	if err != nil {
		return err
	}
	if err := server.SetFault(name); err != nil {
		return err
	}
	r.events.Publish(event.Event{Name: "rehearsal.changed"})
	return nil
}

// Messages lists what was caught, newest first.
func (r *Rehearsal) Messages() ([]CaughtMessage, error) {
	server, err := r.running()
	if err != nil {
		return nil, err
	}
	return server.Messages(), nil
}

// Message returns one caught message.
func (r *Rehearsal) Message(id string) (CaughtMail, error) {
	server, err := r.running()
	if err != nil {
		return CaughtMail{}, err
	}
	return server.Message(id)
}

// Clear forgets what was caught.
func (r *Rehearsal) Clear() error {
	server, err := r.running()
	if err != nil {
		return err
	}
	server.Clear()
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
