package saslserver

import (
	"strings"
	"unicode"

	"github.com/emersion/go-sasl"

	"patchbay/backend/secret"
)

// loginServer is the server's side of LOGIN (draft-murchison-sasl-login).
type loginServer struct {
	check    func(name string, password secret.Text) error
	name     string
	prompted bool // for the name
	named    bool
}

// Next implements [sasl.Server]. The name may come with the command.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil && !l.prompted:
		l.prompted = true
		return []byte("Username:"), false, nil
	case !l.named:
		l.name, l.named = string(response), true
		return []byte("Password:"), false, nil
	case response == nil:
		return nil, false, sasl.ErrUnexpectedClientResponse
	default:
		return nil, true, l.check(l.name, secret.New(append([]byte(nil), response...)))
	}
}

// Printable keeps what a client sent from adding lines to a reply.
func Printable(text string) string {
	const bound = 512
	if len(text) > bound {
		text = text[:bound]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, text)
}
