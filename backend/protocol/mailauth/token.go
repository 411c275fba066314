package mailauth

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/secret"
)

// Names of the SASL mechanisms that take an access token.
const (
	XOAUTH2     = "XOAUTH2"     // Google's, taken by every large provider
	OAUTHBEARER = "OAUTHBEARER" // RFC 7628
)

// maxRefusal bounds what is kept of a server's error challenge, in bytes.
const maxRefusal = 4 << 10

// kvsep separates the parts of a message (RFC 7628 §3.1).
const kvsep = "\x01"

// TokenExchange is one run of a mechanism that takes an access token. Its
// response is the token itself, so that it may only be sent over TLS.
type TokenExchange interface {
	Exchange
	// Refusal is the server's error challenge, "" when there was none: JSON
	// that says more than the reply that follows it (RFC 7628 §3.2.2).
	Refusal() string
}

// ChooseToken returns the mechanism to present a token with, "" when neither
// is offered. Names are compared without case.
//
// XOAUTH2 comes first although it was never standardised: the large providers
// made it and test with it, and where both are offered it is OAUTHBEARER that
// is found half done, most often by comparing host and port with names of its
// own.
func ChooseToken(offered []string) string {
	for _, mechanism := range []string{XOAUTH2, OAUTHBEARER} {
		if slices.ContainsFunc(offered, func(name string) bool { return strings.EqualFold(name, mechanism) }) {
			return mechanism
		}
	}
	return ""
}

// NewToken begins an exchange with a mechanism that [ChooseToken] returned.
// Host and port are those that were connected to; XOAUTH2 does not name them.
func NewToken(mechanism, user, host string, port uint16, access secret.Text) (TokenExchange, error) {
	if user == "" || hasControl(user) || hasControl(host) || !isToken(access.Reveal()) {
		return nil, ErrCredential
	}
	e := &tokenExchange{access: access, head: "user=" + user + kvsep, farewell: []byte{}}
	switch mechanism {
	case XOAUTH2:
		return e, nil
	case OAUTHBEARER:
		// The GS2 header without channel binding (RFC 5801 §4).
		name := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(user)
		e.head = "n,a=" + name + "," + kvsep + "host=" + host + kvsep + "port=" + strconv.Itoa(int(port)) + kvsep
		e.farewell = []byte(kvsep)
		return e, nil
	default:
		return nil, errors.ErrUnsupported
	}
}

// hasControl reports characters that would end a part of the message, or the
// line it is sent in.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// isToken takes every visible character and no other. RFC 6750 §2.1 allows
// fewer, but servers issue what they like.
func isToken(access []byte) bool {
	return len(access) > 0 && !slices.ContainsFunc(access, func(b byte) bool { return b <= ' ' || b >= 0x7f })
}

type tokenExchange struct {
	access   secret.Text
	head     string // what stands before the token
	farewell []byte // what answers an error challenge
	step     int
	refusal  string
}

func (e *tokenExchange) Start() ([]byte, bool, error) {
	const scheme = "auth=Bearer "
	access := e.access.Reveal()
	response := make([]byte, 0, len(e.head)+len(scheme)+len(access)+2*len(kvsep))
	response = append(response, e.head...)
	response = append(response, scheme...)
	response = append(response, access...)
	return append(response, kvsep+kvsep...), true, nil
}

// Next acknowledges the error challenge, the only one there is: without the
// acknowledgement the server never says that it refuses (RFC 7628 §3.2.3; for
// XOAUTH2 it is an empty line).
func (e *tokenExchange) Next(challenge []byte) ([]byte, error) {
	e.step++
	if e.step > 1 {
		return nil, ErrChallenge
	}
	e.refusal = strings.ToValidUTF8(string(challenge[:min(len(challenge), maxRefusal)]), "")
	return slices.Clone(e.farewell), nil
}

func (e *tokenExchange) Refusal() string { return e.refusal }

// Finish fails when success is claimed after a refusal.
func (e *tokenExchange) Finish() error {
	if e.refusal != "" {
		return ErrChallenge
	}
	return nil
}
