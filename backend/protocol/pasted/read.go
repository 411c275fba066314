package pasted

import (
	"bytes"
	"unicode/utf8"

	"patchbay/backend/protocol/signin"
)

// MaxText bounds what is read, in bytes: recordings of a browser are long.
const MaxText = 8 << 20

// Read finds the answer to a sign-in of a type in a text: an address, its query,
// the form that was posted, a SAMLResponse in base64 or as XML, the page or the
// command that posts it, a HAR file, or an export of SAML-tracer. Of several
// answers in a recording the last one counts. The text is not trusted; a fault
// does not quote it.
func Read(text []byte, t signin.Type) (signin.Answer, error) {
	if len(text) > MaxText {
		return signin.Answer{}, tooLong()
	}
	text = plain(text)
	if len(text) == 0 {
		return signin.Answer{}, empty(t)
	}
	f := finder{kind: t}
	f.read(text)
	if f.best == nil {
		return signin.Answer{}, f.unreadable()
	}
	return f.best.answer(), nil
}

// plain takes off what editors and consoles put around a text.
func plain(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, nil)
	}
	text = bytes.TrimSpace(text)
	if len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0] {
		text = bytes.TrimSpace(text[1 : len(text)-1])
	}
	return text
}

// read tells the forms apart by how they begin.
func (f *finder) read(text []byte) {
	switch {
	case text[0] == '{' || text[0] == '[':
		f.readJSON(text)
	case text[0] == '<':
		f.readMarkup(text)
	case bytes.HasPrefix(text, []byte("curl ")):
		f.readCommand(string(text))
	default:
		f.readText(string(text))
	}
}
