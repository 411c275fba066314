package imapd

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

// Options configure a Server. The zero value is a server on free ports with a
// mailbox that stays empty.
type Options struct {
	// Listen is the loopback address of the STARTTLS port; "" is
	// "127.0.0.1:0". The implicit-TLS port is a free one of the same host.
	Listen string
	// Messages is what the mailbox shows; nil is nothing.
	Messages *inbox.Inbox
	// Password signs in; one that is not set is made for this run.
	Password secret.Text
	// Now is the clock of certificates; nil is time.Now.
	Now func() time.Time
	// Authority signs the server's certificates; nil makes one for this run.
	Authority *authority.Authority
	// Token judges an access token of XOAUTH2 or OAUTHBEARER: "" takes it,
	// anything else is the reason in JSON. Nil offers neither mechanism.
	Token func(name string, token secret.Text) (refusal string)
	// Pause lies before each answer of a server that answers slowly; 0 is two
	// seconds.
	Pause time.Duration
	// MaxConnections is how many are served at a time; 0 is 32.
	MaxConnections int
	// Lifetime ends every connection; 0 is ten minutes, for clients that idle.
	Lifetime time.Duration
}

func (o Options) withDefaults() (Options, error) {
	o.Listen = cmp.Or(o.Listen, "127.0.0.1:0")
	o.Pause = cmp.Or(o.Pause, 2*time.Second)
	o.MaxConnections = cmp.Or(o.MaxConnections, 32)
	o.Lifetime = cmp.Or(o.Lifetime, 10*time.Minute)
	if o.Messages == nil {
		o.Messages = inbox.New(1, 1)
	}
	if o.Password.IsSet() {
		o.Password = o.Password.Clone()
	} else {
		o.Password = saslserver.NewPassword()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	var err error
	if o.Authority == nil {
		o.Authority, err = authority.New(o.Now())
	}
	return o, err
}

// Endpoint is one way to reach the server, in the words of the mailbox
// document.
type Endpoint = loopback.Endpoint

// Server shows mail until it is closed. Its methods may be called from any
// goroutine.
type Server struct {
	options Options
	ports   *loopback.Ports
	flags   *flags
	// validity is the UIDVALIDITY of every folder (RFC 9051 §2.3.1.1): numbers
	// begin anew with each run.
	validity uint32

	repertoire *repertoire.Repertoire[behaviour]
}

// Start listens on two loopback ports.
func Start(o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Server{
		options: o, flags: newFlags(), validity: uint32(max(o.Now().Unix(), 1)), repertoire: newRepertoire(),
	}
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

// Endpoints lists the ports, STARTTLS first.
func (s *Server) Endpoints() []Endpoint { return s.ports.Endpoints() }

// User is the name to sign in with.
func (s *Server) User() string { return saslserver.User }

// Password is the password to sign in with. It protects nothing but this
// server, so that it may be shown.
func (s *Server) Password() secret.Text { return s.options.Password }

// CAPEM is the certificate of the server's own authority, in PEM.
func (s *Server) CAPEM() string { return s.options.Authority.PEM() }
