package smtp

import (
	"bufio"
	"fmt"
	"net/textproto"
	"time"
)

// dataPatience is how long handing over the content and its answer may take, at
// least.
const dataPatience = 2 * time.Minute

// transfer says MAIL, RCPT and DATA (RFC 5321 §3.3). handing is called when sender
// and recipient were taken, before the data.
func (s *session) transfer(handing func() error) (Delivery, error) {
	if d, ok := s.envelope(); !ok {
		return d, nil
	}
	if err := handing(); err != nil {
		s.forgetEnvelope()
		return Delivery{}, err
	}
	_, cancel := s.Limited()
	defer cancel()
	r, err := s.exchange("DATA")
	switch {
	case err != nil:
		return notTried(s.broken(err, "waiting for the answer to DATA")), nil
	case r.code != codeGoAhead:
		d := s.refused(r, s.explainMessage(r))
		s.forgetEnvelope()
		return d, nil
	}
	return s.data(), nil
}

// envelope offers sender and recipient; ok is false when the mail ends there.
func (s *session) envelope() (d Delivery, ok bool) {
	_, cancel := s.Limited()
	defer cancel()
	if s.message.needsSMTPUTF8() && !s.offered.has("SMTPUTF8") {
		return notTried(s.blame(noSMTPUTF8(s.message))), false
	}
	r, err := s.offerSender()
	if err != nil {
		return notTried(s.broken(err, "waiting for the answer to the sender")), false
	}
	if !r.ok() {
		d := s.refused(r, s.blame(s.explain(envelopeRows(), r, senderRefused())))
		s.forgetEnvelope()
		return d, false
	}
	r, err = s.offerRecipient()
	if err != nil {
		return notTried(s.broken(err, "waiting for the answer to the recipient")), false
	}
	if !r.ok() {
		d := s.refused(r, s.blame(s.explain(envelopeRows(), r, recipientRefused())))
		s.forgetEnvelope()
		return d, false
	}
	return Delivery{}, true
}

// data hands the content over. Until the final dot has been written the server has
// no mail; from then on only its answer says.
func (s *session) data() Delivery {
	s.polite = false
	s.allowData()
	buffered := bufio.NewWriterSize(s.Conn, 64<<10)
	dots := textproto.NewWriter(buffered).DotWriter()
	if _, err := dots.Write(s.message.content); err != nil {
		return notTried(s.broken(err, "sending the message"))
	}
	if err := dots.Close(); err != nil { // flushes
		return s.lost(err, "sending the message")
	}
	s.Recorder.Note(fmt.Sprintf("sent a message: %d bytes, Message-ID %s", len(s.message.content), s.message.id))
	r, err := s.wire.read()
	if err != nil {
		return s.lost(err, "waiting for the answer to the message")
	}
	s.polite = r.code != codeClosing
	remote := r.remote()
	switch r.code / 100 {
	case 2:
		return Delivery{Result: Accepted, Remote: &remote}
	case 4, 5:
		return s.refused(r, s.explainMessage(r))
	}
	s.polite = false
	return noAnswer(remote)
}

// allowData gives the server the time that it may take for the content and its
// answer. Many look for spam and malware before they answer, and whoever hangs up on
// them does not know what became of the mail (RFC 5321 §4.5.3.2.6 allows ten
// minutes; a person waits here).
func (s *session) allowData() {
	deadline := time.Now().Add(max(s.Timeout(), dataPatience))
	if end, ok := s.Context().Deadline(); ok && end.Before(deadline) {
		deadline = end
	}
	_ = s.Conn.SetDeadline(deadline) // a closed connection fails when it is used
}

// forgetEnvelope makes the connection fit for the next mail, or marks it as not
// fit (RFC 5321 §4.1.1.5).
func (s *session) forgetEnvelope() {
	if !s.polite {
		return
	}
	s.Extend()
	if r, err := s.exchange("RSET"); err != nil || !r.ok() {
		s.polite = false
	}
}
