package idpd

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// tokenValidity is how long an access token and an ID token are good for.
const tokenValidity = time.Hour

// token is the token endpoint (RFC 6749 §4.1.3, §6).
func (s *Server) token(x *exchange) {
	client, refused := s.client(x)
	if refused == nil {
		refused = x.acted.tokenError
	}
	if refused != nil {
		x.oauthError(*refused)
		return
	}
	var g grant
	switch x.r.PostForm.Get("grant_type") {
	case "authorization_code":
		g, refused = s.redeem(x, client)
	case "refresh_token":
		g, refused = s.renew(x, client)
	default:
		refused = &oauthError{http.StatusBadRequest, "unsupported_grant_type", "only codes and refresh tokens are taken"}
	}
	if refused != nil {
		x.oauthError(*refused)
		return
	}
	answer, err := s.tokens(x.acted, g)
	if err != nil {
		x.broken(err)
		return
	}
	x.w.Header().Set("Pragma", "no-cache")
	x.json(http.StatusOK, answer)
}

// redeem takes a code, once.
func (s *Server) redeem(x *exchange, client string) (grant, *oauthError) {
	g, known := s.codes.take(x.r.PostForm.Get("code"))
	invalid := func(why string) (grant, *oauthError) {
		return grant{}, &oauthError{http.StatusBadRequest, "invalid_grant", why}
	}
	switch {
	case !known || s.options.Now().After(g.until):
		return invalid("the code is not known, was used before, or has expired")
	case g.client != client:
		return invalid("the code was handed out to another client")
	case g.redirectURI != x.r.PostForm.Get("redirect_uri"):
		return invalid("the redirect_uri is not the one of the authorization request")
	case !verifies(g.challenge, x.r.PostForm.Get("code_verifier")):
		return invalid("PKCE verification failed")
	}
	return g, nil
}

// verifies implements RFC 7636 §4.6 for S256. A verifier to no challenge is
// refused, too (RFC 9700 §4.8.2).
func verifies(challenge, verifier string) bool {
	if challenge == "" || verifier == "" {
		return challenge == verifier
	}
	hash := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(hash[:]) == challenge
}

func (s *Server) renew(x *exchange, client string) (grant, *oauthError) {
	g, known := s.refresh.take(x.r.PostForm.Get("refresh_token"))
	if !known || g.client != client {
		return grant{}, &oauthError{http.StatusBadRequest, "invalid_grant", "the refresh token is not known"}
	}
	g.nonce = "" // OpenID Connect Core §12.2
	return g, nil
}

// tokens makes what a grant allows: an ID token for OpenID Connect, a refresh
// token where it was asked for (OpenID Connect Core §11).
func (s *Server) tokens(acted behaviour, g grant) (map[string]any, error) {
	access := rand.Text()
	g.until = s.options.Now().Add(tokenValidity)
	s.access.keep(access, g)
	answer := map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int64(tokenValidity / time.Second),
		"scope": strings.Join(g.scopes, " "),
	}
	if g.allows("offline_access") {
		refresh := rand.Text()
		s.refresh.keep(refresh, g)
		answer["refresh_token"] = refresh
	}
	if g.allows("openid") {
		idToken, err := s.idToken(acted, g, access)
		if err != nil {
			return nil, err
		}
		answer["id_token"] = idToken
	}
	if acted.token != nil {
		acted.token(answer)
	}
	return answer, nil
}

// revoke takes a token back; one that is not known is no error (RFC 7009 §2.2).
func (s *Server) revoke(x *exchange) {
	if _, refused := s.client(x); refused != nil {
		x.oauthError(*refused)
		return
	}
	if x.acted.noRevoking {
		x.oauthError(oauthError{http.StatusServiceUnavailable, "temporarily_unavailable", "tokens cannot be taken back at the moment"})
		return
	}
	token := x.r.PostForm.Get("token")
	s.access.take(token)
	s.refresh.take(token)
	x.w.WriteHeader(http.StatusOK)
}
