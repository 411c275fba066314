package smtpd

import (
	"cmp"
	"time"

	"patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/inbox"
	"patchbay/backend/rehearsal/loopback"
	"patchbay/backend/rehearsal/repertoire"
	"patchbay/backend/rehearsal/saslserver"
	"patchbay/backend/secret"
)

// Options configure a Server. The zero value is a server on free ports.
type Options struct {
	// Listen is the loopback address of the STARTTLS port; "" is
	// "127.0.0.1:0". The implicit-TLS port is a free one of the same host.
	Listen string
	// Now is the clock of receipts and certificates; nil is time.Now.
	Now func() time.Time
	// Authority signs the server's certificates; nil makes one for this run.
	Authority *authority.Authority
	// OnMessage is told of every caught message, from the goroutine of its
	// connection. It must not call Close.
	OnMessage func(Summary)
	// Token judges an access token of XOAUTH2 or OAUTHBEARER: "" takes it,
	// anything else is the reason in JSON. Nil offers neither mechanism.
	Token func(name string, token secret.Text) (refusal string)
	// MaxMessages is how many messages are kept, the oldest being dropped; 0
	// is 500.
	MaxMessages int
	// MaxBytes is how much memory the kept messages may take, the oldest being
	// dropped; 0 is 64 MiB. It is never less than MaxSize.
	MaxBytes int64
	// MaxSize is the largest message taken, in bytes; 0 is 25 MiB.
	MaxSize int64
	// MaxConnections is how many are served at a time; 0 is 32.
	MaxConnections int
	// Lifetime ends every connection; 0 is two minutes.
	Lifetime time.Duration
}

func (o Options) withDefaults() Options {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.MaxMessages = cmp.Or(o.MaxMessages, 500)
	o.MaxBytes = cmp.Or(o.MaxBytes, 64<<20)
	o.MaxSize = cmp.Or(o.MaxSize, 25<<20)
	o.MaxConnections = cmp.Or(o.MaxConnections, 32)
	o.Lifetime = cmp.Or(o.Lifetime, 2*time.Minute)
	o.MaxBytes = max(o.MaxBytes, o.MaxSize)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnMessage == nil {
		o.OnMessage = func(Summary) {}
	}
	return o
}

// Endpoint, Summary, Mail and Header are what the server tells of itself and
// of what it caught.
type (
	Endpoint = loopback.Endpoint
	Summary  = inbox.Summary
	Mail     = inbox.Mail
	Header   = inbox.Header
)

// Server catches mail until it is closed. Its methods may be called from any
// goroutine.
type Server struct {
	options   Options
	authority *authority.Authority
	password  secret.Text
	inbox     *inbox.Inbox
	ports     *loopback.Ports
	receiving chan struct{} // one for each message being read into memory

	repertoire *repertoire.Repertoire[behaviour]
}

// receivingAtOnce bounds the memory of messages that are still arriving.
const receivingAtOnce = 4

// Start listens on two loopback ports, with a password made for this run.
func Start(o Options) (*Server, error) {
	o = o.withDefaults()
	if o.Authority == nil {
		var err error
		if o.Authority, err = authority.New(o.Now()); err != nil {
			return nil, err
		}
	}
	s := &Server{
		options:    o,
		authority:  o.Authority,
		password:   saslserver.NewPassword(),
		inbox:      inbox.New(o.MaxMessages, o.MaxBytes),
		receiving:  make(chan struct{}, receivingAtOnce),
		repertoire: newRepertoire(),
	}
	var err error
	s.ports, err = loopback.Open(loopback.Options{
		Listen: o.Listen, MaxConnections: o.MaxConnections, Lifetime: o.Lifetime, Serve: s.converse,
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Close ends every connection and waits until nothing of the server runs.
func (s *Server) Close() error { return s.ports.Close() }

// Endpoints lists the ports, STARTTLS first: that is the one to show.
func (s *Server) Endpoints() []Endpoint { return s.ports.Endpoints() }

// User is the name to sign in with.
func (s *Server) User() string { return saslserver.User }

// Password is the password to sign in with. It protects nothing but this
// server, so that it may be shown.
func (s *Server) Password() secret.Text { return s.password }

// CAPEM is the certificate of the server's own authority, in PEM.
func (s *Server) CAPEM() string { return s.authority.PEM() }

// Authority signed the server's certificates; other servers may share it.
func (s *Server) Authority() *authority.Authority { return s.authority }

// Inbox holds what was caught; other servers may show it.
func (s *Server) Inbox() *inbox.Inbox { return s.inbox }

// Messages lists what was caught, newest first.
func (s *Server) Messages() []Summary { return s.inbox.List() }

// Message returns a caught message. An unknown ID is a not-found fault.
func (s *Server) Message(id string) (Mail, error) { return s.inbox.Mail(id) }

// Clear empties the inbox.
func (s *Server) Clear() { s.inbox.Clear() }
