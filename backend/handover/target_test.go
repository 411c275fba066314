package handover_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"patchbay/backend/rehearsal/authority"
)

// accepted is the answer of the contract to a configuration that it took.
const accepted = `{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`

// target is a system that takes mail configurations, with a token endpoint. It
// keeps all it gets.
type target struct {
	url, tokenURL, caPEM string

	mu     sync.Mutex
	status int // of the answer to a configuration
	answer string
	got    bytes.Buffer // everything
	bodies []string     // of the configurations
	tokens []string     // that came with them
	echo   bool         // answers with what came
	hold   chan struct{}
	seen   chan struct{} // told of each configuration
}

const issued = "canary-1c4d-of-the-endpoint"

func newTarget(t testing.TB) *target {
	t.Helper()
	own, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	tg := &target{status: http.StatusOK, answer: accepted, caPEM: own.PEM(), seen: make(chan struct{}, 100)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /config", tg.configure)
	mux.HandleFunc("POST /token", tg.token)
	server := httptest.NewUnstartedServer(mux)
	server.TLS = own.Config(authority.Good)
	server.StartTLS()
	t.Cleanup(server.Close)
	tg.url, tg.tokenURL = server.URL+"/config", server.URL+"/token"
	return tg
}

func (tg *target) note(r *http.Request) string {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	tg.mu.Lock()
	defer tg.mu.Unlock()
	_ = r.Header.Write(&tg.got)
	tg.got.Write(body)
	return string(body)
}

func (tg *target) configure(w http.ResponseWriter, r *http.Request) {
	body := tg.note(r)
	tg.mu.Lock()
	tg.bodies = append(tg.bodies, body)
	tg.tokens = append(tg.tokens, r.Header.Get("Authorization"))
	status, answer, hold := tg.status, tg.answer, tg.hold
	if tg.echo {
		came := r.Header.Get("Authorization") + " " + body
		text, _ := json.Marshal(came + " " + base64.StdEncoding.EncodeToString([]byte(came)))
		answer = `{"message":` + string(text) + `,"status":"BAD_REQUEST","subSystem":8}`
	}
	tg.mu.Unlock()
	tg.seen <- struct{}{}
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
			panic(http.ErrAbortHandler) // an answer would still be read on a connection that is half closed
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, answer)
}

func (tg *target) token(w http.ResponseWriter, r *http.Request) {
	tg.note(r)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"access_token":"`+issued+`","token_type":"Bearer","expires_in":3600,"scope":"mail:write"}`)
}

func (tg *target) answers(status int, answer string) {
	tg.mu.Lock()
	defer tg.mu.Unlock()
	tg.status, tg.answer = status, answer
}

// received returns the configurations, and the Authorization headers that came
// with them.
func (tg *target) received() (bodies, tokens []string) {
	tg.mu.Lock()
	defer tg.mu.Unlock()
	return tg.bodies, tg.tokens
}

// leaked reports whether a value has come in any request, in clear or in base64
// at any alignment.
func (tg *target) leaked(value string) bool {
	tg.mu.Lock()
	defer tg.mu.Unlock()
	got := tg.got.Bytes()
	if bytes.Contains(got, []byte(value)) {
		return true
	}
	for skip := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(value)[skip:])
		if bytes.Contains(got, []byte(encoded[:len(encoded)-3])) {
			return true
		}
	}
	return false
}
