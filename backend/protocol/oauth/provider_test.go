package oauth_test

import (
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

const (
	clientID     = "patchbay-test"
	clientSecret = "s3cret/of+the client"
	accessToken  = "gho_access-canary-7f3a"
	codeCanary   = "code-canary-91bc"
	callbackURL  = "http://127.0.0.1:47811/callback"
)

// provider is one of plain OAuth 2.0, in the manner of GitHub.
type provider struct {
	server *httptest.Server

	// What the tests change.
	answer   func(url.Values)
	token    http.HandlerFunc
	asJSON   bool
	auth     string // the client authentication that is taken; "" is both
	user     string
	userInfo http.HandlerFunc
	emails   string

	mu   sync.Mutex
	seen []string // method, path and query of every request
}

func newProvider(t testing.TB) *provider {
	t.Helper()
	p := &provider{
		user:   `{"id":12345678901234567890,"login":"ada","email":null}`,
		emails: `[{"email":"old@example.test","primary":false,"verified":true},{"email":"ada@example.test","primary":true,"verified":true}]`,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) { p.serveToken(w, r) })
	mux.HandleFunc("GET /user", func(w http.ResponseWriter, r *http.Request) { p.serveUser(w, r) })
	mux.HandleFunc("GET /user/emails", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, p.emails)
	})
	p.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.seen = append(p.seen, r.Method+" "+r.URL.String())
		p.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	p.server.Config.ErrorLog = log.New(io.Discard, "", 0) // a check hangs up after the handshake
	p.server.StartTLS()
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) settings() signin.Settings {
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.server.Certificate().Raw})
	return signin.Settings{
		Type: signin.OAuth2, AuthURL: p.server.URL + "/authorize", TokenURL: p.server.URL + "/token",
		UserInfoURL: p.server.URL + "/user", EmailsURL: p.server.URL + "/user/emails",
		ClientID: clientID, ClientAuth: signin.ClientSecretPost, Scopes: []string{"read:user", "user:email"},
		CAPEM: string(certificate), TimeoutSeconds: 20,
	}
}

func (p *provider) request(s signin.Settings) signin.Request {
	return signin.Request{Settings: s, Secrets: signin.Secrets{ClientSecret: secret.FromString(clientSecret)}, Host: "desk"}
}

func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	values := url.Values{"code": {codeCanary}, "state": {r.URL.Query().Get("state")}}
	if p.answer != nil {
		p.answer(values)
	}
	http.Redirect(w, r, r.URL.Query().Get("redirect_uri")+"?"+values.Encode(), http.StatusFound)
}

func (p *provider) knows(r *http.Request) bool {
	id, with, isBasic := r.BasicAuth()
	if isBasic {
		id, _ = url.QueryUnescape(id)
		with, _ = url.QueryUnescape(with)
		return id == clientID && with == clientSecret && p.auth != "client_secret_post"
	}
	return r.PostFormValue("client_id") == clientID && r.PostFormValue("client_secret") == clientSecret && p.auth != "client_secret_basic"
}

// serveToken answers with a form unless it is told otherwise, and every error
// with status 200.
func (p *provider) serveToken(w http.ResponseWriter, r *http.Request) {
	if p.token != nil {
		p.token(w, r)
		return
	}
	values := url.Values{"access_token": {accessToken}, "token_type": {"bearer"}, "scope": {"read:user,user:email"}}
	switch {
	case !p.knows(r):
		values = url.Values{"error": {"incorrect_client_credentials"}, "error_description": {"The client_id and/or client_secret passed are incorrect."}}
	case r.PostFormValue("code") != codeCanary:
		values = url.Values{"error": {"bad_verification_code"}, "error_description": {"The code passed is incorrect or expired."}}
	}
	if !p.asJSON {
		w.Header().Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		_, _ = io.WriteString(w, values.Encode())
		return
	}
	members := map[string]string{}
	for name := range values {
		members[name] = values.Get(name)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(members)
}

func (p *provider) serveUser(w http.ResponseWriter, r *http.Request) {
	switch {
	case p.userInfo != nil:
		p.userInfo(w, r)
	case r.Header.Get("Authorization") != "Bearer "+accessToken:
		w.WriteHeader(http.StatusUnauthorized)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, p.user)
	}
}

func page(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// signIn plays the person: the browser is sent back at once.
func (p *provider) signIn(t testing.TB, r signin.Request) proof.Report {
	t.Helper()
	attempt, report := oauth.Begin(t.Context(), r, signin.Location{URL: callbackURL})
	if report != nil {
		return *report
	}
	client := *p.server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, attempt.Opening().URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return attempt.Finish(t.Context(), signin.Answer{Values: back.Query(), Location: callbackURL, Method: http.MethodGet})
}

func verdicts(r proof.Report) map[string]string {
	found := map[string]string{}
	for _, step := range r.Steps {
		if step.Verdict == proof.Failed || step.Verdict == proof.Warned {
			found[step.Name] = string(step.Verdict) + " " + strings.Trim(step.Finding.Code+" "+step.Finding.Reason, " ")
		}
	}
	return found
}

func names(r proof.Report) []string {
	var all []string
	for _, step := range r.Steps {
		all = append(all, step.Name)
	}
	return all
}

// noSecrets looks through all that a report holds, transcript included.
func noSecrets(t testing.TB, report proof.Report) {
	t.Helper()
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, canary := range []string{clientSecret, url.QueryEscape(clientSecret), accessToken, codeCanary, "refresh-canary"} {
		if strings.Contains(string(raw), canary) {
			t.Errorf("the report tells %q", canary)
		}
	}
}
