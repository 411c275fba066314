package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

const (
	clientID     = "patchbay-test"
	clientSecret = "s3cret/of+the client"
	callbackURL  = "http://127.0.0.1:47811/callback"
	keyID        = "key-1"
	accessToken  = "access-token-canary-7f3a"
)

// evil is a provider that does as it is told, and everything right unless it is
// told otherwise. It shares no code with what is tested.
type evil struct {
	server *httptest.Server
	key    *ecdsa.PrivateKey

	// What the tests change, before the first request.
	discovery func(doc map[string]any)
	discover  http.HandlerFunc // in place of the discovery document
	keys      http.HandlerFunc
	answer    func(url.Values) // of the authorization request
	header    map[string]any   // of the ID token
	claims    func(map[string]any)
	sign      func(e *evil, signed string) string // the third part of the ID token
	idToken   func(token string) string
	tokens    func(map[string]any)
	token     http.HandlerFunc
	user      func(map[string]any)
	userInfo  http.HandlerFunc
	revoke    http.HandlerFunc
	auth      string // the client authentication that is taken; "" is both

	mu    sync.Mutex
	asked url.Values // the last authorization request
	seen  []string   // method and path of every request
}

func newEvil(t testing.TB) *evil {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	e := &evil{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) { e.serveDiscovery(w, r) })
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, r *http.Request) { e.serveKeys(w, r) })
	mux.HandleFunc("GET /authorize", e.authorize)
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) { e.serveToken(w, r) })
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, r *http.Request) { e.serveUser(w, r) })
	mux.HandleFunc("POST /revoke", func(w http.ResponseWriter, r *http.Request) {
		if e.revoke != nil {
			e.revoke(w, r)
		}
	})
	e.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		e.seen = append(e.seen, r.Method+" "+r.URL.Path)
		e.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	e.server.Config.ErrorLog = log.New(io.Discard, "", 0) // a check hangs up after the handshake
	e.server.StartTLS()
	t.Cleanup(e.server.Close)
	return e
}

func (e *evil) issuer() string { return e.server.URL }

// authority is what the provider's certificate is trusted by.
func (e *evil) authority() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: e.server.Certificate().Raw}))
}

func (e *evil) settings() signin.Settings {
	return signin.Settings{
		Type: signin.OIDC, Issuer: e.issuer(), ClientID: clientID, ClientAuth: signin.ClientSecretBasic,
		CAPEM: e.authority(), CallbackURL: "https://app.example.test/callback", TimeoutSeconds: 20,
	}
}

func (e *evil) request(s signin.Settings) signin.Request {
	return signin.Request{Settings: s, Secrets: signin.Secrets{ClientSecret: secret.FromString(clientSecret)}, Host: "desk"}
}

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
