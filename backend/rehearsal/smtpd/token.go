package smtpd

import (
	"bytes"
	"errors"
	"strings"

	"github.com/emersion/go-sasl"

	"patchbay/backend/secret"
)

// xoauth2 is the mechanism of Google and Microsoft, which go-sasl does not have.
const xoauth2 = "XOAUTH2"

// errToken ends an exchange whose challenge has said why.
var errToken = refusedPassword("Error: authentication failed: the access token was refused")

// tokenServer is XOAUTH2 and OAUTHBEARER (RFC 7628): one response, and after a
// refusal a challenge with the reason in JSON, which the client answers with
// nothing (XOAUTH2) or with one byte (RFC 7628 §3.2.3).
type tokenServer struct {
	check   func(name string, token secret.Text) (refusal string)
	refused bool
}

// Next implements [sasl.Server].
func (t *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case t.refused:
		return nil, true, errToken
	case response == nil:
		return []byte{}, false, nil
	}
	name, token, ok := readToken(response)
	if !ok {
		return nil, true, errors.New("the response is not of the mechanism")
	}
	if refusal := t.check(name, token); refusal != "" {
		t.refused = true
		return []byte(refusal), false, nil
	}
	return nil, true, nil
}

// readToken takes name and token out of either mechanism's response. In
// OAUTHBEARER the name stands in the GS2 header as "n,a=name,".
func readToken(response []byte) (name string, token secret.Text, ok bool) {
	for part := range bytes.SplitSeq(response, []byte{1}) {
		switch {
		case bytes.HasPrefix(part, []byte("user=")):
			name = string(part[len("user="):])
		case bytes.HasPrefix(part, []byte("n,a=")):
			name = strings.TrimSuffix(string(part[len("n,a="):]), ",")
		case bytes.HasPrefix(part, []byte("auth=Bearer ")):
			token, ok = secret.New(bytes.Clone(part[len("auth=Bearer "):])), true
		}
	}
	return name, token, ok && name != ""
}

// takesTokens reports whether a mechanism is one of tokens that this server
// offers.
func (s *session) takesTokens(mechanism string) bool {
	return s.server.options.Token != nil && (mechanism == xoauth2 || mechanism == sasl.OAuthBearer)
}

func (s *session) signInWithToken(name string, token secret.Text) string {
	refusal := s.server.options.Token(name, token)
	s.signedIn = refusal == ""
	return refusal
}
