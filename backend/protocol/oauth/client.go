package oauth

import (
	"encoding/base64"
	"net/http"
	"net/url"

	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

// Credentials adds what a client proves itself with to a request (RFC 6749
// §2.3.1): to its form, or as the header that is returned. A public client has
// its ID in the body, never an empty secret.
func Credentials(form url.Values, how signin.ClientAuth, id string, with secret.Text) http.Header {
	header := http.Header{}
	switch how {
	case signin.ClientSecretBasic:
		encoded := formEncoded(with)
		pair := append([]byte(url.QueryEscape(id)+":"), encoded...)
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString(pair))
		clear(pair)
		clear(encoded)
	case signin.ClientSecretPost:
		form.Set("client_id", id)
		form.Set("client_secret", string(with.Reveal()))
	case signin.ClientNone:
		form.Set("client_id", id)
	}
	return header
}

// formEncoded is a secret as HTTP Basic carries it.
func formEncoded(t secret.Text) []byte { return []byte(url.QueryEscape(string(t.Reveal()))) }

// otherAuth is the other way to prove who one is with the same secret.
func otherAuth(how signin.ClientAuth) (signin.ClientAuth, bool) {
	switch how {
	case signin.ClientSecretBasic:
		return signin.ClientSecretPost, true
	case signin.ClientSecretPost:
		return signin.ClientSecretBasic, true
	}
	return "", false
}
