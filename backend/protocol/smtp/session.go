package smtp

import (
	"context"
	"errors"
	"net"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/conversation"
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
	*conversation.Conversation
	request  Request
	settings Settings // expanded, with defaults
	// probe marks a connection that only finds out what a port speaks; it
	// makes no further ones.
	probe bool

	wire     *wire
	offered  capabilities
	signedIn bool
	clock    string // how far this machine's clock is from the server's, if far
	polite   bool   // the server has answered and may be told QUIT
	message  message
	sent     Sent          // the message, once the server has taken it
	farewell proof.Outcome // of a QUIT that was sent before its step
}

// step runs one step of the conversation, whose findings may be about the time.
func (s *session) step(name string, try func(ctx context.Context) proof.Outcome) {
	s.Step(name, func(ctx context.Context) proof.Outcome { return s.withClock(try(ctx)) })
}

// adopted begins to speak over another connection, with nothing left of what
// was received before.
func (s *session) adopted(conn net.Conn) {
	s.wire = newWire(conn, s.Recorder)
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
	var v *violation
	if s.Context().Err() == nil && errors.As(err, &v) {
		return v.finding(doing)
	}
	return s.Broken(err, doing)
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
