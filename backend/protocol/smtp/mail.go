package smtp

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/mail"
	"strings"
	"unicode"

	"patchbay/backend/protocol/account"

	gomail "github.com/wneessen/go-mail"
)

// Mail is a message that is sent for its own sake, and not as a proof. The sender
// is that of the settings.
type Mail struct {
	To      string // one address
	Subject string // one line
	Text    string
	HTML    string // "" for a mail in plain text alone
	// Inline are what the HTML shows, by Content-ID.
	Inline []Inline
	// ID is the part of the Message-ID before the @, in letters, digits and
	// hyphens. One that is sent again keeps it, so that whoever got it twice can
	// tell.
	ID string
}

// NewID returns an ID that no other mail has (RFC 5322 §3.6.4).
func NewID() string { return strings.ToLower(rand.Text()) }

// Inline is a part that the HTML refers to as "cid:" and its ContentID.
type Inline struct {
	ContentID string
	MediaType string
	Data      []byte
}

var (
	errSubject   = errors.New("the subject has a line break or a control character")
	errMessageID = errors.New("the message has no identifier")
	errInline    = errors.New("an inline part is named wrongly")
)

// composeMail writes a mail. As in [compose] no value can add a header: addresses
// are parsed and written anew, names and the subject are encoded, and what cannot
// stand in a header is refused.
func composeMail(s Settings, w Mail) (message, error) {
	if strings.ContainsFunc(w.Subject, unicode.IsControl) { // marks of direction are encoded, and may stay
		return message{}, errSubject
	}
	if !isWord(w.ID) {
		return message{}, errMessageID
	}
	m, msg, err := head(s, w.To)
	if err != nil {
		return message{}, err
	}
	id := w.ID + "@" + m.fromDomain()
	m.id, m.subject = "<"+id+">", w.Subject
	msg.SetMessageIDWithValue(id)
	msg.Subject(inHeader(w.Subject))
	msg.SetBodyString(gomail.TypeTextPlain, w.Text)
	if w.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, w.HTML)
	}
	for _, part := range w.Inline {
		if !isContentID(part.ContentID) || !isMediaType(part.MediaType) {
			return message{}, errInline
		}
		err := msg.EmbedReader(part.ContentID, bytes.NewReader(part.Data),
			gomail.WithFileContentID("<"+part.ContentID+">"), gomail.WithFileContentType(gomail.ContentType(part.MediaType)))
		if err != nil {
			return message{}, err
		}
	}
	var content bytes.Buffer
	_, err = msg.WriteTo(&content)
	m.content = content.Bytes()
	return m, err
}

// head writes what every message from these settings begins with.
func head(s Settings, to string) (message, *gomail.Msg, error) {
	sender, err := account.ParseAddress(s.Sender())
	if err != nil {
		return message{}, nil, err
	}
	recipient, err := account.ParseAddress(to)
	if err != nil {
		return message{}, nil, err
	}
	from, err := account.ParseAddress(s.From)
	if err != nil {
		return message{}, nil, err
	}
	m := message{sender: sender, recipient: recipient, from: from.String(), utf8: from.NeedsSMTPUTF8()}
	msg := gomail.NewMsg()
	msg.FromMailAddress(&mail.Address{Name: s.FromName, Address: from.String()})
	msg.SetAddrHeaderFromMailAddress(gomail.HeaderTo, &mail.Address{Address: recipient.String()})
	if err := replyTo(msg, s, &m); err != nil {
		return message{}, nil, err
	}
	msg.SetDate()
	msg.SetUserAgent("Patchbay")
	msg.SetGenHeader(gomail.Header("Auto-Submitted"), "auto-generated") // RFC 3834 §5
	return m, msg, nil
}

// fromDomain is the domain of the From address, in ASCII.
func (m message) fromDomain() string {
	_, domain, _ := strings.Cut(m.from, "@")
	return domain
}

// isWord reports whether a text consists of letters, digits and hyphens.
func isWord(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return text != ""
}

// isContentID reports whether a text can stand between the angle brackets of a
// Content-ID: words and dots, with an at sign between them or none (RFC 2392 §2).
func isContentID(text string) bool {
	return isWord(strings.ReplaceAll(strings.Replace(text, "@", "-", 1), ".", "-"))
}

// isMediaType reports whether a text is a media type without parameters.
func isMediaType(text string) bool {
	kind, sub, found := strings.Cut(text, "/")
	return found && isWord(kind) && isWord(strings.NewReplacer("+", "-", ".", "-").Replace(sub))
}
