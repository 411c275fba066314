package peers

import (
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Security says how a port of Postfix is protected.
type Security string

// The securities, in the words of the SMTP configuration document.
const (
	ImplicitTLS Security = "implicit-tls"
	STARTTLS    Security = "starttls" // required
	NoTLS       Security = "none"     // and not offered
)

// SMTPPort is one of the ports on which Postfix takes mail.
type SMTPPort struct {
	Security    Security
	Certificate tls.Certificate // not for NoTLS
	// SignIn makes the port take mail from those who signed in, and from
	// nobody else. It needs PostfixOptions.AuthSocket.
	SignIn bool
}

// PostfixOptions describe a server that takes mail for one domain and denies
// to relay to any other.
type PostfixOptions struct {
	// Ports are the ports to open, by a name for Address.
	Ports map[string]SMTPPort
	// Domain is the one that mail is taken for.
	Domain string
	// Mailboxes are the addresses known in it.
	Mailboxes []string
	// Greylisted are addresses that are refused for now.
	Greylisted []string
	// SenderLogins says which user owns a sender; a user who has signed in may
	// use senders of his own only. nil leaves every sender to everyone.
	SenderLogins map[string]string
	// AuthSocket is where Dovecot checks passwords.
	AuthSocket string
	// LMTPSocket is where Dovecot takes delivery; "" discards what was taken.
	LMTPSocket string
}

// Postfix is a running server.
type Postfix struct {
	folder    folder
	process   *process
	addresses map[string]string
}

const postfixMaster = "/usr/lib/postfix/sbin/master"

// StartPostfix starts Postfix and returns when it takes connections.
func StartPostfix(o PostfixOptions) (*Postfix, error) {
	if err := available(postfixMaster); err != nil {
		return nil, err
	}
	var errs []error
	for range startAttempts {
		p, err := startPostfix(o)
		if err == nil {
			return p, nil
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("start Postfix: %w", errors.Join(errs...))
}

func startPostfix(o PostfixOptions) (*Postfix, error) {
	names := slices.Sorted(maps.Keys(o.Ports))
	free, err := freeAddresses(len(names))
	if err != nil {
		return nil, err
	}
	f, err := newFolder()
	if err != nil {
		return nil, err
	}
	p := &Postfix{folder: f, addresses: map[string]string{}}
	for i, name := range names {
		p.addresses[name] = free[i]
	}
	if err := p.run(o, free); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *Postfix) run(o PostfixOptions, addresses []string) error {
	if err := p.configure(o); err != nil {
		return err
	}
	var err error
	if p.process, err = start(postfixMaster, "-s", "-c", p.folder.path("conf")); err != nil {
		return err
	}
	return p.process.listening(addresses)
}

// Address is the host and port of a port by its name.
func (p *Postfix) Address(name string) string { return p.addresses[name] }

// Log is what Postfix has logged.
func (p *Postfix) Log() *Log { return p.process.log }

// Close stops the server and removes its folder.
func (p *Postfix) Close() error {
	var err error
	if p.process != nil {
		err = p.process.stop()
	}
	return errors.Join(err, p.folder.remove())
}
