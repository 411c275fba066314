package apiclient_test

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"patchbay/backend/apiclient"
	"patchbay/backend/evidence"
	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/secret"
)

func (f *fixture) prove(t *testing.T, draft apiclient.Draft, own *apiclient.Own) proof.Report {
	t.Helper()
	report, err := f.clients.Prove(t.Context(), site, apiclient.ProofRequest{Draft: draft, Run: "r", Own: own})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestATargetIsAskedForAToken(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	saved := f.save(t, target(e))
	report := f.prove(t, saved.Draft(), nil)
	if report.Verdict == proof.Failed || e.asked != 1 || !e.has(canary) {
		t.Fatalf("asked %d times: %+v", e.asked, report)
	}
	got := f.get(t, saved.ID)
	if got.Status.Light != evidence.Proved && got.Status.Light != evidence.Warned {
		t.Errorf("the light is %+v", got.Status)
	}
	recent, err := f.clients.Recent(t.Context(), site)
	if err != nil || len(recent) != 1 || !recent[0].Current || recent[0].Name != "installer" || recent[0].ID != saved.ID {
		t.Errorf("recent are %+v, %v", recent, err)
	}
	if !slices.Contains(f.names(), "proof.step") || !slices.Contains(f.names(), "apiclient.proved") {
		t.Errorf("events are %v", f.names())
	}
	for name, change := range map[string]func(*apiclient.Draft){
		"scopes": func(d *apiclient.Draft) { d.Scopes = append(d.Scopes, apiclient.ScopeMailWrite) },
		"secret": func(d *apiclient.Draft) { d.Secret = set(canary + "2") },
	} {
		draft := f.get(t, saved.ID).Draft()
		change(&draft)
		f.save(t, draft)
		if got := f.get(t, saved.ID); got.Status.Light != evidence.Stale {
			t.Errorf("%s: the light is %+v", name, got.Status)
		}
		back := f.get(t, saved.ID).Draft()
		back.Settings, back.Secret = saved.Settings, set(canary)
		f.save(t, back)
	}
	if got := f.get(t, saved.ID); got.Status.Light == evidence.Stale {
		t.Errorf("as it was proved the light is %+v", got.Status)
	}
}

func TestTheProofOfADraftIsThatOfWhatIsSavedThen(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	f.prove(t, target(e), nil)
	if saved := f.save(t, target(e)); saved.Status.Proof == nil || saved.Status.Light == evidence.Stale {
		t.Errorf("the light is %+v", saved.Status)
	}
	f.prove(t, func() apiclient.Draft { d := target(e); d.ClientID = "second"; return d }(), nil)
	f.bus.Publish(lockedEvent())
	second := target(e)
	second.ClientID = "second"
	if saved := f.save(t, second); saved.Status.Light != evidence.Never {
		t.Errorf("after a lock the light is %+v", saved.Status)
	}
}

func TestARefusalIsKept(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	e.answer = `{"error":"invalid_client","error_description":"what is ` + canary + `?"}`
	saved := f.save(t, target(e))
	report := f.prove(t, saved.Draft(), nil)
	if last := report.Steps[len(report.Steps)-1]; last.Finding == nil || last.Finding.Code != "token.client_rejected" {
		t.Errorf("the proof says %+v", report.Steps)
	}
	if got := f.get(t, saved.ID); got.Status.Light != evidence.Failed {
		t.Errorf("the light is %+v", got.Status)
	}
	f.assertNoSecret(t, saved.ID, canary)
}

func TestWhatCannotBeProvedIsNotAsked(t *testing.T) {
	t.Parallel()
	f, e := newFixture(t), newEndpoint(t)
	own := &apiclient.Own{TokenURL: e.url, CAPEM: e.caPEM}
	saved := f.save(t, script("saved", apiclient.ScopeMailRead))
	generating := saved.Draft()
	generating.Secret.Change = apiclient.Generate
	mistyped := saved.Draft()
	mistyped.Secret = set("pbcs_123456")
	bringsNone := target(e)
	bringsNone.Secret = secret.Input{Change: secret.Keep}
	for name, draft := range map[string]apiclient.Draft{
		"a new client of the local API": script("new", apiclient.ScopeMailRead),
		"a secret that is to be made":   generating,
		"a mistyped secret":             mistyped,
		"no secret yet":                 bringsNone,
		"no scope of the local API":     f.save(t, script("foreign", "mail:wrote")).Draft(),
	} {
		report := f.prove(t, draft, own)
		if report.Verdict != proof.Failed || report.Steps[0].Finding == nil {
			t.Errorf("%s: %+v", name, report)
		}
	}
	_, err := f.clients.Prove(t.Context(), site, apiclient.ProofRequest{Draft: saved.Draft()})
	if !fault.HasCode(err, apiclient.CodeInvalid) || !slices.Equal(fields(err), []string{"tokenUrl"}) {
		t.Errorf("without the local API: %v", err)
	}
	if e.asked > 0 {
		t.Errorf("the endpoint was asked %d times", e.asked)
	}
}

// ownEndpoint is a token endpoint over the clients themselves.
func ownEndpoint(t *testing.T, f *fixture) *apiclient.Own {
	t.Helper()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, value, _ := r.BasicAuth()
		req := asking(id, value)
		req.Scope = r.FormValue("scope")
		token, err := f.clients.Issue(r.Context(), req)
		w.Header().Set("Content-Type", "application/json")
		if err != nil {
			w.WriteHeader(http.StatusUnauthorized)
			_ = json.NewEncoder(w).Encode(map[string]any{"error": "invalid_client"})
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{
			"access_token": string(token.Value.Reveal()), "token_type": "Bearer", "expires_in": int(token.ExpiresIn.Seconds()),
		})
	}))
	t.Cleanup(server.Close)
	return &apiclient.Own{
		TokenURL: server.URL + "/oauth2/token",
		CAPEM:    string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})),
	}
}

func TestAClientIsProvedAtTheLocalAPI(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead))
	for range 2 { // at another port each time
		report := f.prove(t, saved.Draft(), ownEndpoint(t, f))
		if report.Verdict == proof.Failed || report.Leaves != "What the scopes allow is not tried." {
			t.Fatalf("%+v", report)
		}
	}
	if f.clients.TokenCount() != 0 {
		t.Error("the token of a proof lives on")
	}
	if got := f.get(t, saved.ID); got.Status.Light == evidence.Stale || got.Status.Light == evidence.Never {
		t.Errorf("the light is %+v", got.Status)
	}
	// A secret that was saved for a target is known to the local API as well.
	e := newEndpoint(t)
	both := target(e)
	both.ClientID = "both"
	draft := f.save(t, both).Draft()
	draft.TokenURL, draft.CAPEM = "", ""
	if report := f.prove(t, draft, ownEndpoint(t, f)); report.Verdict == proof.Failed {
		t.Errorf("%+v", report)
	}
	if e.asked > 0 {
		t.Error("the target was asked")
	}
}

// TestTheLocalAPIIsAskedForItsOwnScopes: the others are a target's, which is no
// fault of the client.
func TestTheLocalAPIIsAskedForItsOwnScopes(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved := f.save(t, script("client", apiclient.ScopeMailRead, "mail:wrote"))
	report := f.prove(t, saved.Draft(), ownEndpoint(t, f))
	if report.Verdict == proof.Failed || strings.Contains(fmt.Sprintf("%+v", report), "mail:wrote") {
		t.Errorf("%+v", report)
	}
}
