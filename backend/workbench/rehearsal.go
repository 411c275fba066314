package workbench

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/imapd"
	"patchbay/backend/rehearsal/loopback"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/smtpd"
)

// Codes of the faults of rehearsing.
const (
	CodeRehearsalStopped  = "rehearsal.stopped"          // a server was asked that does not run
	CodeRehearsalProtocol = "rehearsal.protocol_unknown" // no server speaks it
)

// RehearsalEndpoint is one port of a server; RehearsalFault is a failure that
// one can be told to act; RehearsalPerson is somebody whom the identity provider
// signs in.
type (
	RehearsalEndpoint = loopback.Endpoint
	RehearsalFault    = repertoire.Fault
	RehearsalPerson   = idpd.Person
)

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
// reads, and sign people in.
type rehearsalServers struct {
	smtp *smtpd.Server
	imap *imapd.Server
	idp  *idpd.Server
}

func (s *rehearsalServers) close() error {
	return errors.Join(s.idp.Close(), s.imap.Close(), s.smtp.Close())
}

func newRehearsal(events *event.Bus, now func() time.Time) *Rehearsal {
	return &Rehearsal{events: events, now: now}
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
	signsIn, err := idpd.Start(idpd.Options{Authority: sends.Authority(), Now: r.now})
	if err != nil {
		return nil, false, errors.Join(err, reads.Close(), sends.Close())
	}
	r.servers = &rehearsalServers{smtp: sends, imap: reads, idp: signsIn}
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
	case "idp":
		err = servers.idp.SetFault(name)
	default:
		err = fault.New(fault.Invalid, CodeRehearsalProtocol, fmt.Sprintf("there is no rehearsal server for %q", protocol)).
			WithHint("choose smtp, imap or idp").WithField("protocol", "is none of smtp, imap and idp")
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
