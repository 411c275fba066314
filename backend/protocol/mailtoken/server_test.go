package mailtoken_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailtoken"
	"patchbay/backend/secret"
)

const (
	clientSecret = "S3cr3t~of/the+client?&"
	refreshToken = "R3fr3sh.of-the-person"
	accessToken  = "4cc3ss_t0ken-that-was-issued"
)

// asked is a question to the scripted endpoint.
type asked struct {
	path   string
	form   url.Values
	basic  bool
	id, pw string // of HTTP Basic, as they were sent
}

// endpoint is a scripted provider. Every question is answered by the next
// line of the script, the last one again and again.
type endpoint struct {
	url string

	mu     sync.Mutex
	asked  []asked
	script []http.HandlerFunc
}

func serve(t testing.TB, script ...http.HandlerFunc) *endpoint {
	t.Helper()
	e := &endpoint{script: script}
	server := httptest.NewUnstartedServer(e)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	id, pw, basic := r.BasicAuth()
	e.mu.Lock()
	e.asked = append(e.asked, asked{r.URL.Path, r.PostForm, basic, id, pw})
	answer := e.script[min(len(e.asked), len(e.script))-1]
	e.mu.Unlock()
	answer(w, r)
}

func (e *endpoint) questions() []asked {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked
}

// says answers with a document.
func says(status int, document string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, document)
	}
}

func issues(more string) http.HandlerFunc {
	return says(http.StatusOK, `{"access_token":"`+accessToken+`","token_type":"Bearer","expires_in":3600`+more+`}`)
}

func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// config asks the endpoint for a token with everything that is needed.
func (e *endpoint) config(grant string) mailtoken.Config {
	return mailtoken.Config{
		Grant: grant, TokenURL: e.url + "/token", AuthURL: e.url + "/auth", DeviceURL: e.url + "/device",
		ClientID: "the client", Scope: "mail.send",
		ClientSecret: secret.FromString(clientSecret), RefreshToken: secret.FromString(refreshToken),
		Now: noon,
	}
}

func wantFinding(t *testing.T, f *proof.Finding, code, reason string, fields ...string) {
	t.Helper()
	if f == nil {
		t.Fatalf("no finding, want %s", code)
	}
	if f.Code != code || reason != "" && f.Reason != reason {
		t.Errorf("%s (%s), want %s (%s): %s %v", f.Code, f.Reason, code, reason, f.Cause, f.Remote)
	}
	if f.Cause == "" || f.Remedy == "" {
		t.Errorf("no cause or no remedy: %+v", f)
	}
	if fields != nil && fmt.Sprint(f.Fields) != fmt.Sprint(fields) {
		t.Errorf("fields %v, want %v", f.Fields, fields)
	}
}

func shown(t *testing.T, f *proof.Finding) string {
	t.Helper()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %+v %+v", text, f, f.Remote)
}

// expiring is a context whose deadline passes when the channel is closed.
type expiring struct {
	context.Context
	done chan struct{}
}

func newExpiring(t *testing.T) expiring { return expiring{t.Context(), make(chan struct{})} }

func (e expiring) Done() <-chan struct{} { return e.done }

func (e expiring) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}
