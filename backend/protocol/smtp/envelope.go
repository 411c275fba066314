package smtp

import (
	"context"
	"strconv"

	"patchbay/backend/proof"
)

// sender sends MAIL (RFC 5321 §4.1.1.2).
func (s *session) sender(context.Context) proof.Outcome {
	if s.message.needsSMTPUTF8() && !s.offered.has("SMTPUTF8") {
		return proof.Fail(s.blame(noSMTPUTF8(s.message)))
	}
	r, err := s.offerSender()
	if err != nil {
		return s.fail(err, "waiting for the answer to the sender")
	}
	if !r.ok() {
		return proof.Fail(s.blame(s.explain(envelopeRows(), r, senderRefused())))
	}
	return proof.Pass(s.message.sender.String() + ": " + r.text())
}

func (s *session) offerSender() (reply, error) {
	return s.exchange("MAIL FROM:<" + s.message.sender.String() + ">" + s.mailParameters())
}

// mailParameters declares the size (RFC 1870) when a message will follow, and
// internationalised addresses (RFC 6531).
func (s *session) mailParameters() string {
	var parameters string
	if s.request.Level.includes(LevelSend) && s.offered.has("SIZE") {
		parameters += " SIZE=" + strconv.Itoa(len(s.message.content))
	}
	if s.message.needsSMTPUTF8() {
		parameters += " SMTPUTF8"
	}
	return parameters
}

// recipient sends RCPT (RFC 5321 §4.1.1.3). Many servers judge the sender and
// the client only now.
func (s *session) recipient(context.Context) proof.Outcome {
	r, err := s.offerRecipient()
	if err != nil {
		return s.fail(err, "waiting for the answer to the recipient")
	}
	if !r.ok() {
		return proof.Fail(s.blame(s.explain(envelopeRows(), r, recipientRefused())))
	}
	return proof.Pass(s.message.recipient.String() + ": " + r.text())
}

func (s *session) offerRecipient() (reply, error) {
	return s.exchange("RCPT TO:<" + s.message.recipient.String() + ">")
}

// reset takes the envelope back: nothing is sent.
func (s *session) reset(context.Context) proof.Outcome {
	r, err := s.exchange("RSET")
	if err != nil {
		return s.fail(err, "waiting for the answer to RSET")
	}
	if !r.ok() {
		return proof.Warn(resetRefused(r))
	}
	return proof.Pass("nothing was sent")
}

func resetRefused(r reply) proof.Finding {
	remote := r.remote()
	return proof.Finding{
		Code: CodeProtocolViolation, Reason: "reset_refused",
		Cause:  "The server refused to forget the envelope. Nothing was sent all the same.",
		Remedy: "Tell the server's administrator.",
		Fields: []string{"host"}, Remote: &remote,
	}
}

func senderRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeSenderRefused,
		Cause:  "The server refused the sender's address.",
		Remedy: "Use an address that this account may send from.",
		Fields: []string{"from"},
	}
}

func recipientRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeRecipientRefused,
		Cause:  "The server refused the recipient's address.",
		Remedy: "Check the recipient's address, or test with another one.",
		Fields: []string{"to"},
	}
}

// noSMTPUTF8 explains an address that the server cannot take. RFC 6531 wants
// it declared with MAIL, so the recipient's is found here as well.
func noSMTPUTF8(m message) proof.Finding {
	f := proof.Finding{
		Code: CodeSenderRefused, Reason: "smtputf8_not_offered",
		Cause:  "An address has letters beyond ASCII before the @, and the server does not take such addresses.",
		Remedy: "Use addresses with plain letters, or a server that offers SMTPUTF8.",
		Fields: []string{"from"},
	}
	if !m.utf8 && !m.sender.NeedsSMTPUTF8() {
		f.Code, f.Fields = CodeRecipientRefused, []string{"to"}
	}
	return f
}
