package idpd

import (
	"net/http"
	"net/url"
	"strings"
)

// bearer finds what an access token allows, or refuses it (RFC 6750 §3).
func (s *Server) bearer(x *exchange) (grant, bool) {
	scheme, token, _ := strings.Cut(x.r.Header.Get("Authorization"), " ")
	g, known := s.access.find(token)
	if !strings.EqualFold(scheme, "Bearer") || !known || s.options.Now().After(g.until) {
		x.w.Header().Set("WWW-Authenticate", `Bearer realm="rehearsal", error="invalid_token"`)
		x.json(http.StatusUnauthorized, map[string]any{"error": "invalid_token", "error_description": "the access token is not known"})
		return grant{}, false
	}
	return g, true
}

// userInfo is the endpoint of OpenID Connect Core §5.3.
func (s *Server) userInfo(x *exchange) {
	if g, ok := s.bearer(x); ok {
		x.tell(claimsOf(g))
	}
}

func (x *exchange) tell(claims map[string]any) {
	if x.acted.userInfo != nil {
		x.acted.userInfo(claims)
	}
	x.json(http.StatusOK, claims)
}

// user tells the same as providers of plain OAuth 2.0 do: with a number, and an
// address that may be missing.
func (s *Server) user(x *exchange) {
	g, ok := s.bearer(x)
	if !ok {
		return
	}
	user := map[string]any{"id": g.person.Number, "login": g.person.ID, "name": g.person.Name, "groups": g.person.Groups}
	if g.person.Email != "" {
		user["email"] = g.person.Email
	}
	x.tell(user)
}

// emails is the second call of such providers.
func (s *Server) emails(x *exchange) {
	g, ok := s.bearer(x)
	if !ok {
		return
	}
	list := []any{}
	if g.person.Email != "" {
		list = append(list, map[string]any{"email": g.person.Email, "primary": true, "verified": g.person.EmailVerified})
	}
	if x.acted.emails != nil {
		list = x.acted.emails()
	}
	x.json(http.StatusOK, list)
}

// endSession ends nothing, because nobody stays signed in, and goes back where
// it was asked to (OpenID Connect RP-Initiated Logout 1.0 §3).
func (s *Server) endSession(x *exchange) {
	to := x.form("post_logout_redirect_uri")
	if !registered(to) {
		x.notice("You are signed out.")
		return
	}
	values := url.Values{}
	if state := x.form("state"); state != "" {
		values.Set("state", state)
	}
	http.Redirect(x.w, x.r, withQuery(to, values), http.StatusSeeOther)
}
