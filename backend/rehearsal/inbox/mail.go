package inbox

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	// Decodes the character sets that mail programs use.
	_ "github.com/emersion/go-message/charset"
	"github.com/emersion/go-message/mail"
)

// Mail is a caught message as a mail client would show it.
type Mail struct {
	Summary
	EnvelopeFrom string
	EnvelopeTo   []string
	Headers      []Header // in the order of the message, decoded
	Text         string
	// HTML is the message's own: it must be shown in a sandboxed frame only.
	HTML string
	// Inline are the images that the HTML can refer to by their content IDs.
	Inline []Inline
	// Raw is the message as it came, at most 1 MiB of it.
	Raw string
	// RawCut is set when Raw is not the whole message.
	RawCut bool
}

// Header is one field of a mail's head.
type Header struct {
	Name, Value string
}

// Inline is an image that travels with a mail.
type Inline struct {
	ContentID string // without angle brackets
	MediaType string // as the mail says, in lower case
	Data      []byte
}

// Bounds of what is parsed and shown. A message beyond them is shown in part.
const (
	maxHead    = 256 << 10 // bytes
	maxParsed  = 8 << 20   // bytes of the message that are looked at
	maxShown   = 1 << 20   // bytes of text, HTML, raw and each image
	maxHeaders = 500
	maxParts   = 200
	maxDepth   = 10  // of multipart in multipart
	maxNamed   = 100 // addresses of one field
)

// errEnough ends a walk through the parts at its bounds.
var errEnough = errors.New("inbox: enough parts")

// summarize fills in what the inbox shows, from the head alone.
func (m *Message) summarize() {
	m.From, m.To = m.Sender, m.Recipients
	entity := read(m.Raw)
	if entity == nil {
		return
	}
	header := mail.Header{Header: entity.Header}
	m.Subject = decoded(header.Text("Subject"))
	if from := addresses(header, "From"); len(from) > 0 {
		m.From = strings.Join(from, ", ")
	}
	if to := addresses(header, "To"); len(to) > 0 {
		m.To = to
	}
}

// read parses the head. An unknown encoding or character set is no obstacle:
// the entity is there as well. It is nil when there is no head to be read.
func read(raw []byte) *message.Entity {
	entity, err := message.ReadWithOptions(io.LimitReader(bytes.NewReader(raw), maxParsed), &message.ReadOptions{MaxHeaderBytes: maxHead})
	if err != nil && entity == nil {
		return nil
	}
	return entity
}

// addresses shows an address list with decoded names, or the field as it is
// when it is not one.
func addresses(header mail.Header, name string) []string {
	list, err := header.AddressList(name)
	if err != nil {
		if text := decoded(header.Text(name)); text != "" {
			return []string{text}
		}
	}
	if len(list) > maxNamed {
		list = list[:maxNamed]
	}
	shown := make([]string, 0, len(list))
	for _, address := range list {
		text := address.Address
		if address.Name != "" {
			text = address.Name + " <" + address.Address + ">"
		}
		shown = append(shown, decoded(text, nil))
	}
	return shown
}

// decoded drops the error of an undecodable field, which then stands as it
// came, and makes the text fit to be shown.
func decoded(text string, _ error) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

func (m *Message) mail() Mail {
	shown := Mail{Summary: m.Summary, EnvelopeFrom: m.Sender, EnvelopeTo: slices.Clone(m.Recipients)}
	raw := m.Raw
	if len(raw) > maxShown {
		raw, shown.RawCut = raw[:maxShown], true
	}
	shown.Raw = decoded(string(raw), nil)
	entity := read(m.Raw)
	if entity == nil {
		return shown
	}
	shown.Headers = headers(entity.Header)
	parts := 0
	// What could be read before an error is shown.
	_ = entity.Walk(func(path []int, part *message.Entity, _ error) error {
		if parts++; parts > maxParts || len(path) > maxDepth {
			return errEnough
		}
		shown.take(part)
		return nil
	})
	return shown
}

func headers(header message.Header) []Header {
	var list []Header
	for fields := header.Fields(); fields.Next() && len(list) < maxHeaders; {
		list = append(list, Header{Name: decoded(fields.Key(), nil), Value: decoded(fields.Text())})
	}
	return list
}

// take keeps the first text and the first HTML part that is not an attachment,
// as mail clients do, and the images that the HTML may show.
func (m *Mail) take(part *message.Entity) {
	if m.takeInline(part) {
		return
	}
	if disposition, _, _ := part.Header.ContentDisposition(); strings.EqualFold(disposition, "attachment") {
		return
	}
	mediaType, _, _ := part.Header.ContentType()
	var body *string
	switch {
	case strings.EqualFold(mediaType, "text/plain") && m.Text == "":
		body = &m.Text
	case strings.EqualFold(mediaType, "text/html") && m.HTML == "":
		body = &m.HTML
	default:
		return
	}
	content, _ := io.ReadAll(io.LimitReader(part.Body, maxShown))
	*body = decoded(string(content), nil)
}

// takeInline reports whether a part is an image with a content ID. Some programs
// call it an attachment nevertheless.
func (m *Mail) takeInline(part *message.Entity) bool {
	mediaType, _, _ := part.Header.ContentType()
	mediaType = strings.ToLower(mediaType)
	id := strings.Trim(part.Header.Get("Content-Id"), " \t<>")
	if id == "" || !strings.HasPrefix(mediaType, "image/") {
		return false
	}
	data, _ := io.ReadAll(io.LimitReader(part.Body, maxShown))
	m.Inline = append(m.Inline, Inline{ContentID: id, MediaType: mediaType, Data: data})
	return true
}
