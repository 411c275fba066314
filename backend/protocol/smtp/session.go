package smtp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// CodeProtocolViolation and its companions are findings of the conversation.
const (
	CodeGreetingRefused    = "smtp.greeting_refused"
	CodeProtocolViolation  = "smtp.protocol_violation"
	CodeEHLORefused        = "smtp.ehlo_refused"
	CodeSTARTTLSNotOffered = "smtp.starttls_not_offered"
	CodeSTARTTLSRefused    = "smtp.starttls_refused"
	CodeSTARTTLSInjection  = "smtp.starttls_injection"
	CodeSenderRefused      = "smtp.sender_refused"
	CodeSenderNotOwned     = "smtp.sender_not_owned"
	CodeRecipientRefused   = "smtp.recipient_refused"
	CodeRelayDenied        = "smtp.relay_denied"
	CodeMessageRefused     = "smtp.message_refused"
	CodeTemporaryFailure   = "smtp.temporary_failure"
	CodeSizeExceeded       = "smtp.size_exceeded"
)

// Reply codes that steps wait for (RFC 5321 §4.2.3, RFC 4954 §4).
const (
	codeReady     = 220
	codeDone      = 250
	codeSignedIn  = 235
	codeChallenge = 334
	codeGoAhead   = 354
)

// session is one proof on its way.
type session struct {
	ctx      context.Context // ends with the proof's deadline
	request  Request
	settings Settings // expanded, with defaults
	rec      *proof.Recorder
	redactor *proof.Redactor
	timeout  time.Duration // of each step
	// probe marks a connection that only finds out what a port speaks; it
	// makes no further ones.
	probe bool

	host  string // in ASCII
	port  uint16
	addrs []netip.Addr

	conn      net.Conn    // what is spoken over: TCP, later TLS
	release   func() bool // lets go of what closes it when ctx ends
	wire      *wire
	offered   capabilities
	encrypted bool // over TLS, and the server is trusted
	signedIn  bool
	greeted   bool   // the server has shown that it speaks SMTP
	clock     string // how far this machine's clock is from the server's, if far
	polite    bool   // the server has answered and may be told QUIT
	message   message
}

// step runs one step under its own deadline, which is absolute: a server that
// sends a byte now and then gains nothing.
func (s *session) step(name string, try func(ctx context.Context) proof.Outcome) {
	s.rec.Step(name, func() proof.Outcome {
		ctx, cancel := s.limited()
		defer cancel()
		return s.withClock(try(ctx))
	})
}

// limited begins the time that one step may take.
func (s *session) limited() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(s.ctx, s.timeout)
	if deadline, ok := ctx.Deadline(); ok && s.conn != nil {
		_ = s.conn.SetDeadline(deadline) // a closed connection fails when it is used
	}
	return ctx, cancel
}

// adopt makes conn the connection that is spoken over, with nothing left of
// what was received before.
func (s *session) adopt(conn net.Conn) {
	s.conn = conn
	s.wire = newWire(conn, s.rec)
	s.polite = false
}

// exchange sends a command and reads the reply.
func (s *session) exchange(line string) (reply, error) {
	s.polite = false
	r, err := s.wire.command(line)
	s.polite = err == nil && r.code != codeClosing
	return r, err
}

// codeClosing is 421: the server hangs up after it.
const codeClosing = 421

// broken explains why a conversation ended without a reply.
func (s *session) broken(err error, doing string) proof.Finding {
	if ended := s.ctx.Err(); ended != nil {
		err = ended
	}
	var v *violation
	if errors.As(err, &v) {
		return v.finding(doing)
	}
	f := dial.Explain(err, doing)
	if s.greeted && f.Code == dial.CodeTimeout && s.over() {
		return s.tookTooLong(f)
	}
	if s.greeted {
		f = afterGreeting(f)
	}
	return f
}

// over reports whether the time of the whole proof is up. The connection's
// deadline may pass an instant before the context's.
func (s *session) over() bool {
	deadline, ok := s.ctx.Deadline()
	return ok && !time.Now().Before(deadline)
}

// tookTooLong corrects the remedy when the proof as a whole was ended: a longer
// timeout of a step would not help.
func (s *session) tookTooLong(f proof.Finding) proof.Finding {
	f.Reason = "whole_proof"
	f.Cause += fmt.Sprintf(" A whole proof ends after %s.", s.request.Timeout)
	f.Remedy = "The server speaks but takes long for every answer: ask its administrator why."
	f.Fields = []string{"host"}
	return f
}

// afterGreeting corrects what is to blame: host, port and security are right
// when the server has spoken.
func afterGreeting(f proof.Finding) proof.Finding {
	switch {
	case f.Reason != "":
	case f.Code == dial.CodeTimeout:
		f.Remedy = "The server speaks but takes long: allow a longer timeout under Advanced, or ask the server's administrator."
		f.Fields = []string{"timeoutSeconds"}
	case f.Code == dial.CodeClosed:
		f.Remedy = "Try again; if it stays, ask the server's administrator why it ends this connection."
		f.Fields = []string{"host"}
	}
	return f
}

func (s *session) fail(err error, doing string) proof.Outcome {
	return proof.Fail(s.broken(err, doing))
}

func (v *violation) finding(doing string) proof.Finding {
	cause := map[string]string{
		"not_smtp":       "The server sent something that is not SMTP while Patchbay was " + doing + ".",
		"mixed_codes":    "The server mixed two answers into one while Patchbay was " + doing + ".",
		"reply_too_long": "The server's answer had no end while Patchbay was " + doing + ".",
		"line_too_long":  "The server sent a line without an end while Patchbay was " + doing + ".",
		"unsolicited":    "The server answered before it was asked. What it says cannot be matched to a question.",
		"too_much_data":  "The server sent far more than a mail server has to say.",
	}[v.reason]
	return proof.Finding{
		Code: CodeProtocolViolation, Reason: v.reason,
		Cause:  cause,
		Remedy: "Check that host and port belong to a mail server that takes outgoing mail (SMTP).",
		Fields: []string{"host", "port"},
		Remote: &fault.Remote{Text: v.words},
	}
}
