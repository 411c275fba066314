package app_test

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// mailTarget is a system that takes a mail configuration, and gives tokens. It
// says back all that it was told, where it is not told to be silent.
type mailTarget struct {
	*httptest.Server
	caPEM  string
	status atomic.Int64 // of the answer to a configuration
	body   atomic.Value // the newest configuration, []byte
}

func newMailTarget(t *testing.T) *mailTarget {
	t.Helper()
	m := &mailTarget{}
	m.status.Store(http.StatusOK)
	mux := http.NewServeMux()
	m.Server = httptest.NewTLSServer(mux)
	t.Cleanup(m.Close)
	m.caPEM = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: m.Certificate().Raw}))
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		tell(w, http.StatusOK, map[string]any{
			"access_token": canaryAccess, "token_type": "Bearer", "expires_in": 60, "scope": "mail",
			"said": fmt.Sprint(r.Form, r.Header),
		})
	})
	mux.HandleFunc("POST /mail", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m.body.Store(body)
		status := int(m.status.Load())
		word, message := "OK", "Successfully updated SMTP Details"
		if status != http.StatusOK {
			word, message = "BAD_REQUEST", fmt.Sprint(string(body), r.Header)
		}
		w.Header().Set("X-Said", fmt.Sprint(r.Header))
		tell(w, status, map[string]any{"message": message, "status": word, "subSystem": 8})
	})
	return m
}

func tell(w http.ResponseWriter, status int, members map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(members) // a client that has gone needs no answer
}
