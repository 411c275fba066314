package smtp

import (
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// askAll asks about one sender after the other. Where the conversation ends,
// the rest stays unknown, with the reason.
func (s *session) askAll(questions []question) {
	var ended *proof.Finding
	for i := range questions {
		q := &questions[i]
		switch {
		case q.row.Finding != nil: // not to be asked about
		case ended != nil:
			q.row.Finding = ended
		default:
			ended = s.ask(q)
		}
	}
	settle(questions)
}

// ask opens an envelope from one sender and takes it back. It returns why the
// conversation cannot go on, nil when it can.
func (s *session) ask(q *question) *proof.Finding {
	s.message = message{sender: q.sender, recipient: s.message.recipient}
	q.row.At = AtSender
	if s.message.needsSMTPUTF8() && !s.offered.has("SMTPUTF8") {
		f := q.row.blame(noSMTPUTF8(s.message))
		q.row.Verdict, q.row.Finding = PermissionRefused, &f
		return nil
	}
	r, err := s.timed(s.offerSender)
	if err == nil && r.ok() {
		q.row.At = AtRecipient
		r, err = s.timed(s.offerRecipient)
	}
	if err != nil {
		f := s.masked(s.broken(err, "waiting for the answer to "+q.row.Address))
		q.row.Finding = &f
		return &f
	}
	s.judge(q, r)
	if r.code == codeClosing {
		return s.closedBy(r)
	}
	return s.forget()
}

// timed gives a command the time of a step.
func (s *session) timed(command func() (reply, error)) (reply, error) {
	_, cancel := s.Limited()
	defer cancel()
	return command()
}

// judge makes a verdict of the last answer.
func (s *session) judge(q *question, r reply) {
	row := &q.row
	remote := s.maskedWords(r.remote())
	row.Remote = &remote
	if r.ok() {
		row.Verdict = PermissionAllowed
		return
	}
	row.Verdict = PermissionRefused
	if r.code/100 == 4 {
		row.Verdict = PermissionTemporary
	}
	fallback := senderRefused()
	if row.At == AtRecipient {
		fallback = recipientRefused()
	}
	f := row.blame(s.masked(mailauth.FillIn(s.explain(envelopeRows(), r, fallback), s.settings.User, row.Address)))
	row.Finding = &f
	q.ofRecipient = row.Verdict == PermissionRefused && row.At == AtRecipient &&
		(f.Code == CodeRecipientRefused || f.Code == CodeRelayDenied)
}

// forget takes the envelope back. Without that the next sender would be
// answered for the one before.
func (s *session) forget() *proof.Finding {
	r, err := s.timed(func() (reply, error) { return s.exchange("RSET") })
	switch {
	case err != nil:
		f := s.masked(s.broken(err, "waiting for the answer to RSET"))
		return &f
	case r.code == codeClosing:
		return s.closedBy(r)
	case !r.ok():
		f := s.masked(resetRefused(r))
		return &f
	}
	return nil
}

// closedBy explains why nothing was asked after an answer 421.
func (s *session) closedBy(r reply) *proof.Finding {
	remote := r.remote()
	f := s.masked(proof.Finding{
		Code: dial.CodeClosed, Reason: "server_closed",
		Cause:  "The server ended the connection before it was asked about this address.",
		Remedy: "Ask again in a few minutes, about fewer addresses at once.",
		Fields: []string{"host"}, Remote: &remote,
	})
	return &f
}

// masked does for a finding outside the steps what the recorder does for the
// others: a server may repeat a credential anywhere.
func (s *session) masked(f proof.Finding) proof.Finding {
	f.Cause, f.Remedy = s.maskedText(f.Cause), s.maskedText(f.Remedy)
	if f.Remote != nil {
		remote := s.maskedWords(*f.Remote)
		f.Remote = &remote
	}
	return f
}

func (s *session) maskedWords(words fault.Remote) fault.Remote {
	words.Code, words.Enhanced, words.Text = s.maskedText(words.Code), s.maskedText(words.Enhanced), s.maskedText(words.Text)
	return words
}

func (s *session) maskedText(text string) string {
	return proof.Visible(s.Redactor.Redact(text))
}
