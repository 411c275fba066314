package clientgrant_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// TestTheQuestion: what is sent, in both ways of client authentication.
func TestTheQuestion(t *testing.T) {
	for how, want := range map[string]url.Values{
		"":                    {"grant_type": {"client_credentials"}, "scope": {"mail:write"}},
		"client_secret_basic": {"grant_type": {"client_credentials"}, "scope": {"mail:write"}},
		"client_secret_post":  {"grant_type": {"client_credentials"}, "scope": {"mail:write"}, "client_id": {clientID}, "client_secret": {clientSecret}},
	} {
		t.Run(how, func(t *testing.T) {
			type asked struct {
				Method, Path, Type, ID, Secret string
				Form                           url.Values
			}
			got := make(chan asked, 1)
			e := serve(t, func(p *script.Peer, r *http.Request, body string) {
				form, err := url.ParseQuery(body)
				if err != nil {
					p.Errorf("%v", err)
				}
				id, password, _ := r.BasicAuth()
				got <- asked{r.Method, r.URL.Path, r.Header.Get("Content-Type"), id, password, form}
				issue()(p, r, body)
			})
			request := e.request()
			request.ClientAuth = how
			report := clientgrant.Prove(t.Context(), request)
			if report.Verdict != proof.Passed {
				t.Fatalf("%s: %s", verdicts(report), codes(report))
			}
			wanted := asked{Method: "POST", Path: "/token", Type: "application/x-www-form-urlencoded", Form: want}
			if how != clientgrant.ClientSecretPost {
				wanted.ID, wanted.Secret = url.QueryEscape(clientID), url.QueryEscape(clientSecret)
			}
			if diff := cmp.Diff(wanted, <-got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheReportOfAGoodEndpoint(t *testing.T) {
	e := serve(t, sayJSON(200, `{"access_token":"`+accessToken+`","token_type":"Bearer","expires_in":"60","scope":"mail:write mail:read"}`))
	request := e.request()
	now := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	request.Now = func() time.Time { return now }
	report := clientgrant.Prove(t.Context(), request)
	if diff := cmp.Diff("settings passed, resolve passed, connect passed, tls passed, token passed", verdicts(report)); diff != "" {
		t.Fatal(diff, codes(report))
	}
	want := proof.Report{
		Subject: "api-client", Level: "token", Target: e.url(), Verdict: proof.Passed, Host: "desk", Version: "test",
		ConfigHash: request.Settings.Hash(), Shows: report.Shows, Leaves: report.Leaves,
		StartedAt: report.StartedAt, DurationMs: report.DurationMs, Steps: report.Steps, Transcript: report.Transcript,
	}
	if diff := cmp.Diff(want, report); diff != "" || report.Shows == "" || report.Leaves == "" {
		t.Error(diff)
	}
	step := report.Steps[4]
	ends := now.Add(time.Minute)
	if diff := cmp.Diff(&proof.Token{Grant: "client_credentials", Opaque: true, Scopes: []string{"mail:write", "mail:read"}, ExpiresAt: &ends}, step.Token); diff != "" {
		t.Error(diff)
	}
	if step.Detail != "a bearer token for 60 s, scope mail:write mail:read" {
		t.Error(step.Detail)
	}
}

func TestObtain(t *testing.T) {
	e := serve(t, issue())
	request := e.request()
	now := time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)
	request.Now = func() time.Time { return now }
	redactor := &proof.Redactor{}
	recorder := proof.NewRecorder(proof.Report{}, redactor, nil)
	token, ok := clientgrant.Obtain(t.Context(), recorder, redactor, request)
	if !ok || string(token.Value.Reveal()) != accessToken || token.Scope != "mail:write" || !token.ExpiresAt.Equal(now.Add(time.Hour)) {
		t.Errorf("%v, %s, %s", ok, token.Scope, token.ExpiresAt)
	}
	if got := verdicts(recorder.Report()); got != "token passed" {
		t.Error(got)
	}
	if got := redactor.Redact("x " + accessToken + " " + clientSecret); strings.Contains(got, "4cc3ss") || strings.Contains(got, "S3cr3t") {
		t.Errorf("the redactor has not learnt them: %s", got)
	}
	if got := e.Connections(); got != 1 {
		t.Errorf("%d connections for one question", got)
	}
}

// TestObtainAfterAFailure: nothing is asked once a step has failed.
func TestObtainAfterAFailure(t *testing.T) {
	e := serve(t, issue())
	redactor := &proof.Redactor{}
	recorder := proof.NewRecorder(proof.Report{}, redactor, nil)
	recorder.Step("tls", func() proof.Outcome { return proof.Fail(proof.Finding{Code: "tls.expired"}) })
	if _, ok := clientgrant.Obtain(t.Context(), recorder, redactor, e.request()); ok {
		t.Error("obtained")
	}
	if e.Connections() != 0 {
		t.Error("asked")
	}
}

// TestSettingsStopEverything: what is wrong is named, and nobody is reached.
func TestSettingsStopEverything(t *testing.T) {
	blocked := &proof.Finding{Code: "settings.secret_bound_elsewhere", Cause: "x", Remedy: "y", Fields: []string{"secret"}}
	for name, tt := range map[string]struct {
		edit   func(*clientgrant.Request)
		code   string
		fields []string
	}{
		"no token URL":    {func(r *clientgrant.Request) { r.TokenURL = "" }, "settings.missing", []string{"tokenUrl"}},
		"no client":       {func(r *clientgrant.Request) { r.ClientID = "" }, "settings.missing", []string{"clientId"}},
		"no secret":       {func(r *clientgrant.Request) { r.Secret = secret.Text{} }, "settings.missing", []string{"secret"}},
		"no secret, else": {func(r *clientgrant.Request) { r.Secret, r.SecretField = secret.Text{}, "clientSecret" }, "settings.missing", []string{"clientSecret"}},
		"clear text":      {func(r *clientgrant.Request) { r.TokenURL = "http" + strings.TrimPrefix(r.TokenURL, "https") }, "settings.invalid", []string{"tokenUrl"}},
		"a user name":     {func(r *clientgrant.Request) { r.TokenURL = "https://a:b@127.0.0.1/" }, "settings.invalid", []string{"tokenUrl"}},
		"a line break":    {func(r *clientgrant.Request) { r.TokenURL += "\r\nX-Evil: 1" }, "settings.invalid", []string{"tokenUrl"}},
		"no port":         {func(r *clientgrant.Request) { r.TokenURL = "https://127.0.0.1:0/" }, "settings.invalid", []string{"tokenUrl"}},
		"a scope":         {func(r *clientgrant.Request) { r.Scope = `mail:"write"` }, "settings.invalid", []string{"scopes"}},
		"a scope, else":   {func(r *clientgrant.Request) { r.Scope, r.ScopeField = "a  b", "scope" }, "settings.invalid", []string{"scope"}},
		"no way":          {func(r *clientgrant.Request) { r.ClientAuth = "none" }, "settings.invalid", []string{"clientAuth"}},
		"authorities":     {func(r *clientgrant.Request) { r.CAPEM = "nonsense" }, "settings.invalid", []string{"caPem"}},
		"time":            {func(r *clientgrant.Request) { r.TimeoutSeconds = 301 }, "settings.invalid", []string{"timeoutSeconds"}},
		"blocked":         {func(r *clientgrant.Request) { r.Blocked = blocked }, blocked.Code, blocked.Fields},
	} {
		t.Run(name, func(t *testing.T) {
			e := serve(t, issue())
			request := e.request()
			tt.edit(&request)
			report := clientgrant.Prove(t.Context(), request)
			f := findingOf(t, report)
			if f.Code != tt.code || !cmp.Equal(f.Fields, tt.fields) {
				t.Errorf("%+v", f)
			}
			if got := verdicts(report); got != "settings failed, resolve skipped, connect skipped, tls skipped, token skipped" {
				t.Error(got)
			}
			if e.Connections() != 0 {
				t.Error("the endpoint was reached")
			}
		})
	}
}
