package apiclient_test

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// endpoint is a token endpoint of a target, which keeps all that it gets.
type endpoint struct {
	url, caPEM string
	mu         sync.Mutex
	got        bytes.Buffer
	answer     string
	asked      int
}

func newEndpoint(t *testing.T) *endpoint {
	t.Helper()
	e := &endpoint{answer: `{"access_token":"` + canary + `-token","token_type":"Bearer","expires_in":60,"scope":"mail:read"}`}
	server := httptest.NewTLSServer(e)
	t.Cleanup(server.Close)
	e.url = server.URL + "/token"
	e.caPEM = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked++
	_ = r.Header.Write(&e.got)
	e.got.Write(body)
	if id, value, ok := r.BasicAuth(); ok {
		e.got.WriteString("\n" + id + "\n" + value)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, e.answer)
}

// has reports whether the endpoint got a text in any form.
func (e *endpoint) has(text string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.ContainsFunc(formsOf(text), func(form string) bool { return bytes.Contains(e.got.Bytes(), []byte(form)) })
}

// formsOf are those in which a text may be found elsewhere.
func formsOf(text string) []string {
	forms := []string{text, url.QueryEscape(text)}
	for skip := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(text)[skip:])
		forms = append(forms, encoded[:len(encoded)-4])
	}
	return forms
}

// target is a complete draft of a client that a target knows, with the canary.
func target(e *endpoint) apiclient.Draft {
	draft := script("installer", apiclient.ScopeMailRead)
	draft.TokenURL, draft.CAPEM = e.url, e.caPEM
	return draft
}

func TestSC14_AClientSecretGoesOnlyWhereItWasSavedFor(t *testing.T) {
	t.Parallel()
	good, evil := newEndpoint(t), newEndpoint(t)
	for _, tt := range []struct {
		name   string
		saved  apiclient.Draft
		change func(*apiclient.Draft)
	}{
		{"token URL", target(good), func(d *apiclient.Draft) { d.TokenURL, d.CAPEM = evil.url, evil.caPEM }},
		{"path of the token URL", target(evil), func(d *apiclient.Draft) { d.TokenURL += "2" }},
		{"client ID", target(evil), func(d *apiclient.Draft) { d.ClientID = "eve" }},
		{"way of proving itself", target(evil), func(d *apiclient.Draft) { d.ClientAuth = apiclient.ClientSecretPost }},
		{"a first token URL", script("installer", apiclient.ScopeMailRead), func(d *apiclient.Draft) {
			d.TokenURL, d.CAPEM = evil.url, evil.caPEM
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFixture(t)
			saved := f.save(t, tt.saved)
			draft := saved.Draft()
			tt.change(&draft)
			f.refused(t, draft)
			if got := f.get(t, saved.ID); got.Revision != saved.Revision {
				t.Error("the client was changed")
			}
		})
	}
	if evil.asked > 0 || evil.has(canary) {
		t.Errorf("the hostile endpoint was asked %d times", evil.asked)
	}
	for name, change := range map[string]func(*apiclient.Draft){
		"no token URL any more":        func(d *apiclient.Draft) { d.TokenURL = "" },
		"another ID for the local API": func(d *apiclient.Draft) { d.TokenURL, d.ClientID = "", "eve" },
	} {
		f := newFixture(t)
		draft := f.save(t, target(good)).Draft()
		change(&draft)
		if _, _, err := f.clients.Save(t.Context(), site, draft); !fault.HasCode(err, apiclient.CodeBoundElsewhere) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// refused tries everything that could send the secret of a draft.
func (f *fixture) refused(t *testing.T, draft apiclient.Draft) {
	t.Helper()
	report, err := f.clients.Prove(t.Context(), site, apiclient.ProofRequest{Draft: draft, Run: "r"})
	if err != nil {
		t.Fatal(err)
	}
	found := report.Steps[0].Finding
	if report.Verdict != proof.Failed || found == nil || found.Code != apiclient.CodeBoundElsewhere || !slices.Equal(found.Fields, []string{"secret"}) {
		t.Errorf("the proof says %+v", report)
	}
	_, _, err = f.clients.Save(t.Context(), site, draft)
	if !fault.HasCode(err, apiclient.CodeBoundElsewhere) || !slices.Equal(fields(err), []string{"secret"}) {
		t.Errorf("saving says %v", err)
	}
	check, err := f.clients.Check(t.Context(), site, draft)
	if err != nil || check.Ready || !slices.Equal(namesOf(check.Faults), []string{"secret"}) {
		t.Errorf("the check says %+v, %v", check, err)
	}
	noted := 0
	for _, e := range f.entries(t) {
		if e.Refused && strings.HasPrefix(e.Detail, "secret was saved for ") {
			noted++
		}
	}
	if noted != 2 {
		t.Errorf("%d refusals are noted", noted)
	}
}

func TestAnotherDestinationTakesAnotherSecret(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	draft := f.save(t, script("installer", apiclient.ScopeMailRead)).Draft()
	draft.TokenURL, draft.CAPEM, draft.Secret = e.url, e.caPEM, set(canary)
	saved := f.save(t, draft)
	if !strings.HasPrefix(saved.Bound, e.url) {
		t.Errorf("bound to %s", saved.Bound)
	}
	draft = saved.Draft()
	draft.Description, draft.CAPEM, draft.Scopes = "other", "", nil
	f.save(t, draft) // these take the secret nowhere else
}
