package smtp

import (
	"bytes"
	"crypto/rand"
	"net/mail"
	"strings"
	"time"

	"patchbay/backend/protocol/account"

	gomail "github.com/wneessen/go-mail"
)

const (
	testSubject = "Test message from Patchbay"
	testBody    = "This message was sent by Patchbay to test the settings for outgoing mail.\r\n" +
		"It arrived, so these settings work. Nobody needs to answer it.\r\n"
)

// message is the test message with its envelope.
type message struct {
	sender, recipient account.Address
	from              string // the address of the From header
	subject           string
	content           []byte
	id                string // with angle brackets
	utf8              bool   // a header holds an address beyond ASCII
}

// compose writes the test message. Every address was parsed and is written
// anew, names are encoded, so no value can add a header. A marked message is
// found again by its subject, should a server on the way give it another
// Message-ID.
func compose(s Settings, to string, marked bool) (message, error) {
	m, msg, err := head(s, to)
	if err != nil {
		return message{}, err
	}
	id := NewID() + "@" + m.fromDomain()
	m.id, m.subject = "<"+id+">", testSubject
	if marked {
		m.subject += " " + strings.ToLower(rand.Text())
	}
	msg.SetMessageIDWithValue(id)
	msg.Subject(m.subject)
	msg.SetBodyString(gomail.TypeTextPlain, testBody)
	var content bytes.Buffer
	_, err = msg.WriteTo(&content)
	m.content = content.Bytes()
	return m, err
}

func replyTo(msg *gomail.Msg, s Settings, m *message) error {
	if s.ReplyTo == "" {
		return nil
	}
	address, err := account.ParseAddress(s.ReplyTo)
	if err != nil {
		return err
	}
	m.utf8 = m.utf8 || address.NeedsSMTPUTF8()
	msg.ReplyToMailAddress(&mail.Address{Name: s.ReplyToName, Address: address.String()})
	return nil
}

// handedOver is the message as it has to be found again.
func (m message) handedOver(at time.Time) Sent {
	return Sent{MessageID: m.id, Subject: m.subject, From: m.from, To: m.recipient.String(), At: at}
}

// needsSMTPUTF8 reports whether the message can only go to a server that
// offers SMTPUTF8 (RFC 6531).
func (m message) needsSMTPUTF8() bool {
	return m.utf8 || m.sender.NeedsSMTPUTF8() || m.recipient.NeedsSMTPUTF8()
}
