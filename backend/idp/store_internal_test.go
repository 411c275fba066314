package idp

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/signin"
)

// Records as the first version wrote them: every later one has to read them.
const (
	firstRecord = `{"document":{"name":"Staff","type":"oidc","enabled":false,"allowedDomains":["example.com"],` +
		`"callbackUrl":"https://desk.example.com/callback","selfServiceSignUp":true,"issuer":"https://login.example.com",` +
		`"clientId":"desk","clientAuth":"client_secret_post","pkce":true},` +
		`"bound":{"clientSecret":"https://login.example.com as the client desk"}}`
	firstState = `{"signIn":{"verdict":"passed","startedAt":"2026-11-22T12:00:00Z","durationMs":5,"hash":"sha256:00",` +
		`"summary":"Proved: somebody has signed in","salt":"AA==","mark":"AQ=="}}`
)

func TestRecordsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	var r record
	sameAgain(t, firstRecord, &r)
	s := r.settings()
	if s.Type != signin.OIDC || s.Issuer != "https://login.example.com" || s.ClientAuth != signin.ClientSecretPost ||
		r.enabled() || len(s.AllowedDomains) != 1 || r.Bound[signin.FieldClientSecret] == "" {
		t.Errorf("it is read as %+v", r)
	}
	var state stateRecord
	sameAgain(t, firstState, &state)
	if state.SignIn.IsZero() || !state.Check.IsZero() {
		t.Errorf("it is read as %+v", state)
	}
}

// sameAgain reads a record and writes it again.
func sameAgain(t *testing.T, doc string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(into)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(doc, string(again)); diff != "" {
		t.Error(diff)
	}
}
