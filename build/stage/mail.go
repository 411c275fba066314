package main

import (
	"patchbay/build/peers"
)

// The ports of the mail server: two that are usual where networks block the
// standard ones, and two that are not, or not in that mode.
const (
	startTLSPort    = 2587
	implicitTLSPort = 2465
	privatePort     = 2525
	oddPort         = 2626
	deadPort        = 2727
)

// openMail starts a Postfix that asks a Dovecot who somebody is, and returns
// its addresses by the port on which each is to be found.
func (s *stage) openMail(known, private authority, introspection string) (map[int]string, error) {
	good, err := known.issue(mailHost)
	if err != nil {
		return nil, err
	}
	unknown, err := private.issue(mailHost)
	if err != nil {
		return nil, err
	}
	dovecot, err := peers.StartDovecot(peers.DovecotOptions{
		Passwords: map[string]string{user: s.mail.Password}, Certificate: good,
		Mechanisms: []string{"PLAIN", "LOGIN", "XOAUTH2"}, Introspection: introspection,
	})
	if err != nil {
		return nil, err
	}
	s.later(dovecot.Close)
	postfix, err := peers.StartPostfix(peers.PostfixOptions{
		Domain: domain, Mailboxes: []string{user, owned},
		SenderLogins: map[string]string{user: user, owned: user, denied: denied},
		AuthSocket:   dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(),
		Ports: map[string]peers.SMTPPort{
			"start":    {Security: peers.STARTTLS, Certificate: good, SignIn: true},
			"implicit": {Security: peers.ImplicitTLS, Certificate: good, SignIn: true},
			"private":  {Security: peers.STARTTLS, Certificate: unknown, SignIn: true},
		},
	})
	if err != nil {
		return nil, err
	}
	s.later(postfix.Close)
	return map[int]string{
		startTLSPort: postfix.Address("start"), implicitTLSPort: postfix.Address("implicit"),
		privatePort: postfix.Address("private"), oddPort: postfix.Address("implicit"),
	}, nil
}
