package oidc_test

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// page answers every request with the same.
func page(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func (e *evil) document() map[string]any {
	doc := map[string]any{
		"issuer": e.issuer(), "authorization_endpoint": e.issuer() + "/authorize", "token_endpoint": e.issuer() + "/token",
		"jwks_uri": e.issuer() + "/keys", "userinfo_endpoint": e.issuer() + "/userinfo", "revocation_endpoint": e.issuer() + "/revoke",
		"end_session_endpoint":     e.issuer() + "/logout",
		"response_types_supported": []string{"code"}, "grant_types_supported": []string{"authorization_code", "refresh_token"},
		"code_challenge_methods_supported":               []string{"S256"},
		"id_token_signing_alg_values_supported":          []string{"RS256", "ES256"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post", "none"},
		"scopes_supported":                               []string{"openid", "profile", "email", "offline_access"},
		"subject_types_supported":                        []string{"public"},
		"authorization_response_iss_parameter_supported": true,
	}
	if e.discovery != nil {
		e.discovery(doc)
	}
	return doc
}

func (e *evil) serveDiscovery(w http.ResponseWriter, r *http.Request) {
	if e.discover != nil {
		e.discover(w, r)
		return
	}
	writeJSON(w, http.StatusOK, e.document())
}

func (e *evil) serveKeys(w http.ResponseWriter, r *http.Request) {
	if e.keys != nil {
		e.keys(w, r)
		return
	}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: e.key.Public(), KeyID: keyID, Use: "sig", Algorithm: "ES256"}}})
}

func (e *evil) authorize(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	e.mu.Lock()
	e.asked = asked
	e.mu.Unlock()
	values := url.Values{"code": {"code-canary-91bc"}, "state": {asked.Get("state")}, "iss": {e.issuer()}}
	if e.answer != nil {
		e.answer(values)
	}
	http.Redirect(w, r, asked.Get("redirect_uri")+"?"+values.Encode(), http.StatusFound)
}

// knows tells whether a request proves to be the client's.
func (e *evil) knows(r *http.Request) bool {
	id, with, isBasic := r.BasicAuth()
	if isBasic {
		id, _ = url.QueryUnescape(id)
		with, _ = url.QueryUnescape(with)
		return id == clientID && with == clientSecret && e.auth != "client_secret_post"
	}
	return r.PostFormValue("client_id") == clientID && r.PostFormValue("client_secret") == clientSecret && e.auth != "client_secret_basic"
}

func (e *evil) serveToken(w http.ResponseWriter, r *http.Request) {
	if e.token != nil {
		e.token(w, r)
		return
	}
	e.mu.Lock()
	asked := e.asked
	e.mu.Unlock()
	verifier := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case !e.knows(r):
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client", "error_description": "client authentication failed"})
		return
	case r.PostFormValue("code") != "code-canary-91bc",
		r.PostFormValue("redirect_uri") != asked.Get("redirect_uri"),
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(verifier[:]):
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant", "error_description": "grant request is invalid"})
		return
	}
	tokens := map[string]any{
		"access_token": accessToken, "token_type": "Bearer", "expires_in": 300, "id_token": e.makeIDToken(asked.Get("nonce")),
	}
	if e.tokens != nil {
		e.tokens(tokens)
	}
	writeJSON(w, http.StatusOK, tokens)
}

func (e *evil) makeIDToken(nonce string) string {
	hash := sha256.Sum256([]byte(accessToken))
	claims := map[string]any{
		"iss": e.issuer(), "aud": clientID, "sub": "ada", "nonce": nonce,
		"exp": time.Now().Add(5 * time.Minute).Unix(), "iat": time.Now().Unix(),
		"at_hash": base64.RawURLEncoding.EncodeToString(hash[:16]),
		"email":   "ada@example.test", "email_verified": true, "groups": []string{"staff", "admins"},
	}
	if e.claims != nil {
		e.claims(claims)
	}
	header := map[string]any{"alg": "ES256", "kid": keyID}
	maps.Copy(header, e.header)
	token := e.seal(header, claims)
	if e.idToken != nil {
		return e.idToken(token)
	}
	return token
}

func part(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (e *evil) seal(header, claims map[string]any) string {
	signed := part(header) + "." + part(claims)
	if e.sign != nil {
		return signed + "." + e.sign(e, signed)
	}
	return signed + "." + es256(e.key, signed)
}

// es256 signs as RFC 7518 §3.4 says.
func es256(key *ecdsa.PrivateKey, signed string) string {
	digest := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		panic(err)
	}
	const half = 32
	signature := make([]byte, 2*half)
	r.FillBytes(signature[:half])
	s.FillBytes(signature[half:])
	return base64.RawURLEncoding.EncodeToString(signature)
}

func (e *evil) serveUser(w http.ResponseWriter, r *http.Request) {
	if e.userInfo != nil {
		e.userInfo(w, r)
		return
	}
	if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	user := map[string]any{"sub": "ada", "email": "ada@example.test", "email_verified": true, "name": "Ada"}
	if e.user != nil {
		e.user(user)
	}
	writeJSON(w, http.StatusOK, user)
}
