package saslserver

import (
	"bytes"
	"errors"
	"strings"

	"patchbay/backend/secret"
)

// XOAuth2 is the name of the mechanism of Google and Microsoft, which go-sasl
// does not have.
const XOAuth2 = "XOAUTH2"

// tokenServer is the server's side of XOAUTH2 and OAUTHBEARER (RFC 7628): one
// response, and after a refusal a challenge with the reason in JSON, which the
// client answers with nothing (XOAUTH2) or with one byte (RFC 7628 §3.2.3).
type tokenServer struct {
	check   func(name string, token secret.Text) (refusal string)
	err     error
	refused bool
}

// Next implements [sasl.Server].
func (t *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case t.refused:
		return nil, true, t.err
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
