package smtp

import (
	"bufio"
	"context"
	"fmt"
	"net/textproto"
	"time"

	"patchbay/backend/proof"
)

// deliver sends the test message (RFC 5321 §4.1.1.4).
func (s *session) deliver(context.Context) proof.Outcome {
	r, err := s.exchange("DATA")
	if err != nil {
		return s.fail(err, "waiting for the answer to DATA")
	}
	if r.code != codeGoAhead {
		return proof.Fail(s.explainMessage(r))
	}
	s.polite = false
	if err := s.writeMessage(); err != nil {
		return s.fail(err, "sending the message")
	}
	r, err = s.wire.read()
	if err != nil {
		return s.fail(err, "waiting for the answer to the message")
	}
	s.polite = r.code != codeClosing
	if !r.ok() {
		return proof.Fail(s.explainMessage(r))
	}
	s.sent = s.message.handedOver(time.Now())
	return proof.Pass(fmt.Sprintf("%s, Message-ID %s", r.text(), s.message.id))
}

// writeMessage sends the content with its dots stuffed and the final dot.
func (s *session) writeMessage() error {
	buffered := bufio.NewWriterSize(s.Conn, len(s.message.content)+64)
	dots := textproto.NewWriter(buffered).DotWriter()
	if _, err := dots.Write(s.message.content); err != nil {
		return err
	}
	if err := dots.Close(); err != nil { // flushes
		return err
	}
	s.Recorder.Note(fmt.Sprintf("sent the test message: %d bytes, Message-ID %s", len(s.message.content), s.message.id))
	s.Recorder.Client(".")
	return nil
}

func messageRefused() proof.Finding {
	return proof.Finding{
		Code:   CodeMessageRefused,
		Cause:  "The server took sender and recipient but refused the message.",
		Remedy: "Read the server's words: it names what it wants of a message from this sender.",
		Fields: []string{"from"},
	}
}
