package mailapi_test

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// TestPush: what is sent, and what is shown of it.
func TestPush(t *testing.T) {
	type asked struct{ Line, Authorization, Type, Body string }
	got := make(chan asked, 1)
	target := serve(t, func(p *script.Peer, r *http.Request, body string) {
		got <- asked{r.Method + " " + r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Content-Type"), body}
		took()(p, r, body)
	})
	request := target.request()
	result := mailapi.Push(t.Context(), request)
	if diff := cmp.Diff("settings passed, resolve passed, connect passed, tls passed, token not_applicable, push passed", verdicts(result.Report)); diff != "" {
		t.Fatal(diff, codes(result.Report))
	}
	want := asked{"POST /digitanium/v4/mail/config", "Bearer " + givenToken, "application/json", string(request.Body.Reveal())}
	if diff := cmp.Diff(want, <-got); diff != "" {
		t.Error(diff)
	}
	answered := `{"message":"Successfully updated SMTP Details","status":"OK","subSystem":8}`
	exchange := &mailapi.Exchange{
		Method: "POST", URL: target.url(), RequestBody: mailapi.Masked(request.Body),
		RequestHeaders: []string{"Accept: application/json", "Authorization: Bearer [redacted]", "Content-Type: application/json", "User-Agent: Patchbay"},
		Status:         200, StatusText: "OK",
		ResponseHeaders: []string{fmt.Sprintf("Content-Length: %d", len(answered)), "Content-Type: application/json"},
		ResponseBody:    answered,
	}
	if diff := cmp.Diff(exchange, result.Exchange); diff != "" {
		t.Error(diff)
	}
	report := result.Report
	if report.Subject != "mail-api" || report.Level != "push" || report.Target != target.url() || report.ConfigHash != request.Settings.Hash() ||
		report.Verdict != proof.Passed || report.Host != "desk" || report.Version != "test" || report.Shows == "" || report.Leaves == "" {
		t.Errorf("%+v", report)
	}
	if report.Steps[5].Detail != "HTTP 200: Successfully updated SMTP Details" {
		t.Error(report.Steps[5].Detail)
	}
}

// TestPushWithATokenOfItsOwn: the secret goes to the token endpoint and the token
// to the target, neither to the other.
func TestPushWithATokenOfItsOwn(t *testing.T) {
	target := serve(t, took())
	tokens := serveAs(t, target.authority, issue())
	request := withTokenFrom(target.request(), tokens)
	result := mailapi.Push(t.Context(), request)
	if diff := cmp.Diff("settings passed, resolve passed, connect passed, tls passed, token passed, push passed", verdicts(result.Report)); diff != "" {
		t.Fatal(diff, codes(result.Report))
	}
	_, asked := tokens.Received()
	_, pushed := target.Received()
	if strings.Count(asked, "Authorization: Basic ") != 1 || strings.Contains(asked, "password") {
		t.Errorf("the token endpoint was sent %s", asked)
	}
	if strings.Count(pushed, "Bearer "+issuedToken) != 1 || strings.Contains(pushed, "Basic") {
		t.Errorf("the target was sent %s", pushed)
	}
}

// TestPushToATenantOfThisMachine: the SSMS form at a name below localhost, which
// nobody looks up and which the server is told.
func TestPushToATenantOfThisMachine(t *testing.T) {
	authority := script.NewAuthority(t)
	config := script.TLS(authority.Issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"acme.localhost"} }))
	hosts := make(chan string, 1)
	target := server{authority: authority, Server: script.Serve(t, func(p *script.Peer) {
		if !p.StartTLS(config) {
			return
		}
		if r, err := http.ReadRequest(p.Reader); err == nil {
			hosts <- r.Host
			took()(p, r, "")
		}
	})}
	request := target.request()
	request.URL = mailapi.SSMSURL("acme", "localhost:"+target.Port())
	if result := mailapi.Push(t.Context(), request); result.Report.Verdict != proof.Passed {
		t.Fatal(codes(result.Report))
	}
	if got := <-hosts; got != "acme.localhost:"+target.Port() {
		t.Error(got)
	}
}

// TestNoTokenNoPush: the token endpoint's refusal ends it.
func TestNoTokenNoPush(t *testing.T) {
	target := serve(t, took())
	tokens := serveAs(t, target.authority, sayJSON(401, `{"error":"invalid_client"}`))
	result := mailapi.Push(t.Context(), withTokenFrom(target.request(), tokens))
	if got := verdicts(result.Report); !strings.HasSuffix(got, "token failed, push skipped") {
		t.Error(got)
	}
	f := findingOf(t, result.Report)
	if f.Code != "token.client_rejected" || !cmp.Equal(f.Fields, []string{"clientId", "clientSecret", "clientAuth"}) {
		t.Errorf("%+v", f)
	}
	if _, all := target.Received(); result.Exchange != nil || strings.Contains(all, "POST") {
		t.Error("it was pushed")
	}
}

// TestAnswers: every code, provoked, with one request each time.
func TestAnswers(t *testing.T) {
	page := "<!doctype html><title>Sign in</title>"
	for name, tt := range map[string]struct {
		answer  answer
		verdict proof.Verdict
		want    string
		fields  []string
		remote  string // code and text
	}{
		"taken":               {took(), proof.Passed, "", nil, ""},
		"taken, in few words": {sayJSON(200, `{"status":"OK"}`), proof.Passed, "", nil, ""},
		"mandatory":           {contract(400, "BAD_REQUEST", "Host and From is mandatory to update Email Configuration."), proof.Failed, "push.rejected", []string{"host", "from"}, "400 Host and From is mandatory to update Email Configuration."},
		"a field":             {contract(400, "BAD_REQUEST", "the field port must be a number from 1 to 65535"), proof.Failed, "push.rejected", []string{"port"}, "400 the field port must be a number from 1 to 65535"},
		"two fields":          {contract(400, "BAD_REQUEST", `"from" is no address, nor is replyTo`), proof.Failed, "push.rejected", []string{"replyTo", "from"}, `400 "from" is no address, nor is replyTo`},
		"words of English":    {contract(400, "BAD_REQUEST", "no answer from the host to this user"), proof.Failed, "push.rejected", nil, "400 no answer from the host to this user"},
		"400 with a page":     {say(400, "text/html", page), proof.Failed, "push.rejected", nil, "400 " + page},
		"unauthorized":        {contract(401, "Unauthorized", "HTTP 401 Unauthorized."), proof.Failed, "push.unauthorized", []string{"token"}, "401 HTTP 401 Unauthorized."},
		"with a challenge":    {say(401, "text/plain", "", `WWW-Authenticate: Bearer error="invalid_token"`), proof.Failed, "push.unauthorized", []string{"token"}, `401 Bearer error="invalid_token"`},
		"forbidden":           {contract(403, "FORBIDDEN", "no"), proof.Failed, "push.forbidden", []string{"token", "url"}, "403 no"},
		"not found":           {say(404, "text/html", page), proof.Failed, "push.not_found", []string{"url", "form"}, "404 " + page},
		"locked":              {contract(423, "LOCKED", "the vault is locked"), proof.Failed, "push.locked", []string{"url"}, "423 the vault is locked"},
		"405":                 {say(405, "text/plain", ""), proof.Failed, "push.unexpected_answer (status_405)", []string{"url"}, "405 "},
		"413":                 {say(413, "text/plain", ""), proof.Failed, "push.unexpected_answer (status_413)", []string{"url"}, "413 "},
		"415":                 {say(415, "text/plain", ""), proof.Failed, "push.unexpected_answer (status_415)", []string{"url"}, "415 "},
		"418":                 {say(418, "text/plain", "tea"), proof.Failed, "push.unexpected_answer (status_418)", []string{"url"}, "418 tea"},
		"429":                 {say(429, "text/plain", ""), proof.Failed, "push.unexpected_answer (status_429)", []string{"url"}, "429 "},
		"502":                 {say(502, "text/html", page), proof.Failed, "push.unexpected_answer (status_502)", []string{"url"}, "502 " + page},
		"a redirect":          {say(302, "text/html", page, "Location: https://sso.example.com/sign-in?token=t"), proof.Failed, "push.unexpected_answer (redirect)", []string{"url"}, "302 https://sso.example.com/sign-in?..."},
		"one with the body":   {say(308, "text/html", "", "Location: http://127.0.0.1:1/"), proof.Failed, "push.unexpected_answer (redirect)", []string{"url"}, "308 http://127.0.0.1:1/"},
		"204":                 {sayRaw("HTTP/1.1 204 No Content\r\n\r\n"), proof.Warned, "push.unexpected_answer (status_204)", []string{"url"}, "204 "},
		"200 with a page":     {say(200, "text/html", page), proof.Warned, "push.unexpected_answer (html)", []string{"url"}, "200 " + page},
		"200 with nothing":    {say(200, "text/plain", ""), proof.Warned, "push.unexpected_answer (empty)", []string{"url"}, "200 "},
		"200 with words":      {say(200, "text/plain", "thanks"), proof.Warned, "push.unexpected_answer (not_json)", []string{"url"}, "200 thanks"},
		"200 with a list":     {sayJSON(200, `[]`), proof.Warned, "push.unexpected_answer (not_object)", []string{"url"}, "200 []"},
		"200, not OK":         {contract(200, "FAILED", "quota"), proof.Warned, "push.unexpected_answer (status)", []string{"url"}, "200 quota"},
		"200, too large":      {say(200, "text/plain", strings.Repeat("x", 65<<10)), proof.Warned, "push.unexpected_answer (too_large)", []string{"url"}, "-"},
		"compressed":          {say(200, "application/json", "\x1f\x8b\x08\x00", "Content-Encoding: gzip"), proof.Warned, "push.unexpected_answer (encoding)", []string{"url"}, "-"},
		"not HTTP":            {sayRaw("220 mail.example.com ESMTP\r\n"), proof.Failed, "push.unexpected_answer (not_http)", []string{"url"}, ""},
		"silence":             {sayRaw(""), proof.Failed, "net.closed", []string{"url"}, ""},
		"half an answer":      {sayRaw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), proof.Failed, "net.closed", []string{"url"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			target := serve(t, tt.answer)
			result := mailapi.Push(t.Context(), target.request())
			if result.Report.Verdict != tt.verdict || codes(result.Report) != tt.want {
				t.Fatalf("%s: %s, want %s %s", result.Report.Verdict, codes(result.Report), tt.verdict, tt.want)
			}
			if tt.want != "" {
				f := findingOf(t, result.Report)
				if !isSentence(f.Cause) || !isSentence(f.Remedy) || !cmp.Equal(f.Fields, tt.fields) {
					t.Errorf("%+v", f)
				}
				remote := ""
				if f.Remote != nil {
					remote = f.Remote.Code + " " + f.Remote.Text
				}
				if remote != tt.remote && tt.remote != "-" {
					t.Errorf("%q, want %q", remote, tt.remote)
				}
			}
			if inClear, all := target.Received(); strings.Count(all, "POST ") != 1 || strings.Contains(inClear, "POST") {
				t.Errorf("%d requests", strings.Count(all, "POST "))
			}
			if said := strings.Contains(result.Report.Shows, "said so"); said != (tt.verdict == proof.Passed) {
				t.Errorf("%s shows: %q", tt.verdict, result.Report.Shows)
			}
		})
	}
}

// TestWhoseTokenIsRefused: the fields are those that the token comes from.
func TestWhoseTokenIsRefused(t *testing.T) {
	target := serve(t, contract(401, "Unauthorized", "HTTP 401 Unauthorized."))
	tokens := serveAs(t, target.authority, issue())
	f := findingOf(t, mailapi.Push(t.Context(), withTokenFrom(target.request(), tokens)).Report)
	if f.Code != "push.unauthorized" || !cmp.Equal(f.Fields, []string{"tokenUrl", "clientId", "scope"}) {
		t.Errorf("%+v", f)
	}
}

// TestSettingsStopEverything: what is wrong is named, and nobody is reached.
func TestSettingsStopEverything(t *testing.T) {
	blocked := &proof.Finding{Code: "settings.secret_bound_elsewhere", Cause: "x", Remedy: "y", Fields: []string{"clientSecret"}}
	for name, tt := range map[string]struct {
		edit   func(*mailapi.PushRequest)
		code   string
		fields []string
	}{
		"no URL":            {func(r *mailapi.PushRequest) { r.URL = "" }, "settings.missing", []string{"url"}},
		"clear text":        {func(r *mailapi.PushRequest) { r.URL = "http" + strings.TrimPrefix(r.URL, "https") }, "settings.invalid", []string{"url"}},
		"a line break":      {func(r *mailapi.PushRequest) { r.URL += "\r\nX: y" }, "settings.invalid", []string{"url"}},
		"a form":            {func(r *mailapi.PushRequest) { r.Form = "keycloak" }, "settings.invalid", []string{"form"}},
		"no token":          {func(r *mailapi.PushRequest) { r.Secrets.Token = secret.Text{} }, "settings.missing", []string{"token"}},
		"a header in it":    {func(r *mailapi.PushRequest) { r.Secrets.Token = secret.FromString("a\r\nX: y") }, "settings.invalid", []string{"token"}},
		"a scheme in it":    {func(r *mailapi.PushRequest) { r.Secrets.Token = secret.FromString("Bearer abc") }, "settings.invalid", []string{"token"}},
		"a long token":      {func(r *mailapi.PushRequest) { r.Secrets.Token = secret.FromString(strings.Repeat("x", 17<<10)) }, "settings.invalid", []string{"token"}},
		"two tokens":        {func(r *mailapi.PushRequest) { r.TokenURL, r.ClientID = r.URL, "c" }, "settings.invalid", []string{"token"}},
		"no client":         {func(r *mailapi.PushRequest) { r.TokenURL, r.Secrets = r.URL, mailapi.Secrets{} }, "settings.missing", []string{"clientId", "clientSecret"}},
		"a token URL":       {func(r *mailapi.PushRequest) { r.TokenURL = "http://127.0.0.1/" }, "settings.missing", []string{"clientId"}},
		"authorities":       {func(r *mailapi.PushRequest) { r.CAPEM = "nonsense" }, "settings.invalid", []string{"caPem"}},
		"nothing to push":   {func(r *mailapi.PushRequest) { r.Body = secret.Text{} }, "settings.missing", []string{"host"}},
		"a secret, bound":   {func(r *mailapi.PushRequest) { r.Blocked, r.Secrets = blocked, mailapi.Secrets{} }, blocked.Code, blocked.Fields},
		"no way that is ok": {func(r *mailapi.PushRequest) { r.ClientAuth = "none" }, "settings.invalid", []string{"clientAuth"}},
		"a scope":           {func(r *mailapi.PushRequest) { r.Scope = "a  b" }, "settings.invalid", []string{"scope"}},
		"time":              {func(r *mailapi.PushRequest) { r.TimeoutSeconds = -1 }, "settings.invalid", []string{"timeoutSeconds"}},
	} {
		t.Run(name, func(t *testing.T) {
			target := serve(t, took())
			request := target.request()
			tt.edit(&request)
			result := mailapi.Push(t.Context(), request)
			f := findingOf(t, result.Report)
			if f.Code != tt.code || !cmp.Equal(f.Fields, tt.fields) {
				t.Errorf("%+v", f)
			}
			if !strings.HasPrefix(verdicts(result.Report), "settings failed, resolve skipped") || result.Exchange != nil || target.Connections() != 0 {
				t.Errorf("%s, %d connections", verdicts(result.Report), target.Connections())
			}
		})
	}
}
