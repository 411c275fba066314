package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

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
