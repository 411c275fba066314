package imap

import (
	"context"
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/conversation"
)

const waitingForGreeting = "waiting for the greeting"

// greeting reads the first response (RFC 9051 §7.1).
func (s *session) greeting(context.Context) proof.Outcome {
	var r response
	expectedTLS, err := s.AwaitGreeting(s.hello(), func() (err error) {
		r, err = s.wire.read()
		return err
	})
	switch {
	case expectedTLS != nil && s.settings.Security == account.SecurityNone:
		return proof.Fail(secureConnectionRequired(*expectedTLS))
	case expectedTLS != nil:
		return proof.Fail(*expectedTLS)
	case err != nil:
		return proof.Fail(s.noGreeting(err))
	}
	s.heed(r)
	return s.greeted(r)
}

// greeted judges the greeting.
func (s *session) greeted(r response) proof.Outcome {
	switch {
	case r.tag != "*" || r.kind != statusOK && r.kind != statusPreauth && r.kind != statusBye:
		return proof.Fail((&violation{reason: "not_imap", words: beginning(r.kind + " " + r.words())}).finding(waitingForGreeting))
	case r.kind == statusBye:
		return proof.Fail(s.explain(stepGreeting, r.remote()))
	}
	s.Greeted, s.polite = true, true
	s.learn(r)
	if r.kind == statusPreauth {
		return s.signedInAlready(r)
	}
	return proof.Pass(r.text)
}

// signedInAlready judges a greeting that leaves out the sign-in. STARTTLS is
// not allowed after it (RFC 9051 §7.1.4), so that whoever sends it keeps the
// connection in clear.
func (s *session) signedInAlready(r response) proof.Outcome {
	s.preauth = true
	remote := r.remote()
	f := proof.Finding{
		Code:   CodePreauth,
		Cause:  "The server takes this machine for signed in without having asked: nothing here shows that user name and password are right.",
		Remedy: "If this is meant to be so, nothing needs to be done. Otherwise ask the server's administrator why this port asks for no sign-in.",
		Fields: []string{"port", "host"},
		Remote: &remote,
	}
	if s.settings.Security != account.SecuritySTARTTLS {
		return proof.Warn(f)
	}
	f.Reason = "starttls"
	f.Cause = "The server says that the sign-in is over before it began. Encryption cannot be switched on after that, and someone on the way may have said it to prevent it. Nothing was sent."
	f.Remedy = "Use implicit TLS with port 993. If that is not possible, find out what stands between this machine and the server."
	f.Fields = []string{"security", "port"}
	return proof.Fail(f)
}

// noGreeting names the protocol of a server that speaks something else.
func (s *session) noGreeting(err error) proof.Finding {
	var v *violation
	if errors.As(err, &v) {
		if f, ok := otherProtocol(v.words); ok {
			return f
		}
	}
	return s.broken(stepGreeting, err, waitingForGreeting)
}

// otherProtocol recognises servers by their first words.
func otherProtocol(words string) (f proof.Finding, ok bool) {
	stranger, ok := conversation.StrangerOf("imap", words)
	if !ok {
		return f, false
	}
	return proof.Finding{
		Code: CodeProtocolViolation, Reason: stranger.Protocol,
		Cause:  "This port belongs to " + stranger.Name + ", not to a server for mailboxes.",
		Remedy: "Enter the IMAP port: 993 for implicit TLS, 143 for STARTTLS.",
		Fields: []string{"port", "host"},
		Remote: &fault.Remote{Text: words},
	}, true
}
