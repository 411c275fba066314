package api

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"

	"patchbay/backend/secret"
)

// bearerToken reads the token of the Authorization header (RFC 6750 §2.1).
// brought is true when one was meant, also where it cannot be read: two headers
// are no choice to offer to whoever reads them next.
func bearerToken(h http.Header) (token secret.Text, brought bool) {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return secret.Text{}, len(values) > 1
	}
	credentials, ok := ofScheme(values[0], "Bearer")
	if !ok {
		return secret.Text{}, false
	}
	if !isB64Token(credentials) {
		return secret.Text{}, true
	}
	return secret.FromString(credentials), true
}

// ofScheme returns what follows a scheme, whose name has no case (RFC 9110
// §11.1).
func ofScheme(value, scheme string) (credentials string, ok bool) {
	name, credentials, found := strings.Cut(value, " ")
	if !strings.EqualFold(name, scheme) {
		return "", false
	}
	return strings.Trim(credentials, " "), found || credentials == ""
}

// isB64Token reports whether text has the form of a token (RFC 6750 §2.1), and a
// length that one of ours could have.
func isB64Token(text string) bool {
	const most = 512
	core := strings.TrimRight(text, "=")
	if core == "" || len(text) > most {
		return false
	}
	for i := range len(core) {
		b := core[i]
		switch {
		case b >= '0' && b <= '9', b|0x20 >= 'a' && b|0x20 <= 'z', strings.IndexByte("-._~+/", b) >= 0:
		default:
			return false
		}
	}
	return true
}

// basic is the ID and the secret of an Authorization header of the scheme Basic
// (RFC 7617 §2), as they were sent.
type basic struct {
	id     string
	secret secret.Text
}

// readBasic reads it; ok is false when the header is there and cannot be read.
func readBasic(h http.Header) (b basic, given, ok bool) {
	values := h.Values("Authorization")
	if len(values) != 1 {
		return basic{}, len(values) > 1, len(values) == 0
	}
	credentials, named := ofScheme(values[0], "Basic")
	if !named {
		return basic{}, true, false
	}
	pair, err := base64.StdEncoding.DecodeString(credentials)
	if err != nil {
		return basic{}, true, false
	}
	defer clear(pair)
	id, value, found := bytes.Cut(pair, []byte(":"))
	if !found {
		return basic{}, true, false
	}
	return basic{id: string(id), secret: secret.New(bytes.Clone(value))}, true, true
}
