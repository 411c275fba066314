package idpd

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
)

// oauthError is an error answer (RFC 6749 §5.2).
type oauthError struct {
	status            int
	code, description string
}

// client says which client asks, by Basic or in the body, not both (RFC 6749
// §2.3.1).
func (s *Server) client(x *exchange) (string, *oauthError) {
	name, given, basic := x.r.BasicAuth()
	inBody := x.r.PostForm.Get("client_secret")
	if basic {
		if inBody != "" {
			return "", &oauthError{http.StatusBadRequest, "invalid_request", "the client authenticates in two ways"}
		}
		var errID, errSecret error
		name, errID = url.QueryUnescape(name)
		given, errSecret = url.QueryUnescape(given)
		if errID != nil || errSecret != nil {
			return "", refusedClient()
		}
	} else {
		name, given = x.r.PostForm.Get("client_id"), inBody
	}
	switch {
	case name == publicClient && given == "":
		return name, nil
	case name == confidentialClient && s.isSecret(given):
		return name, nil
	}
	return "", refusedClient()
}

func refusedClient() *oauthError {
	return &oauthError{http.StatusUnauthorized, "invalid_client", "client authentication failed"}
}

func (s *Server) isSecret(given string) bool {
	own, other := sha256.Sum256(s.secret.Reveal()), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(own[:], other[:]) == 1
}

// oauthError answers with an error. A client that used Basic is told of it.
func (x *exchange) oauthError(e oauthError) {
	if e.status == http.StatusUnauthorized && strings.HasPrefix(x.r.Header.Get("Authorization"), "Basic ") {
		x.w.Header().Set("WWW-Authenticate", `Basic realm="rehearsal"`)
	}
	x.json(e.status, map[string]any{"error": e.code, "error_description": e.description})
}
