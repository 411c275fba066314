package oauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

func everything() []string {
	return []string{
		"settings", "resolve", "connect", "tls", "O03", "O08", "O09", "O10", "O11", "O12", "O13",
		"O21", "O23", "O24", "O25", "O26", "O27", "O29", "O30",
	}
}

// TestARightSignInPasses with tokens as a form and as JSON, and the address from
// the second call.
func TestARightSignInPasses(t *testing.T) {
	for name, asJSON := range map[string]bool{"form": false, "JSON": true} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			p.asJSON = asJSON
			report := p.signIn(t, p.request(p.settings()))
			if diff := cmp.Diff(everything(), names(report)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(map[string]string{}, verdicts(report)); diff != "" || report.Verdict != proof.Passed {
				t.Errorf("%s %s", report.Verdict, diff)
			}
			if report.Identity == nil || report.Identity.Subject != "12345678901234567890" || report.Email != "ada@example.test" || report.EmailTrust != "verified" {
				t.Errorf("%+v", report.Identity)
			}
			noSecrets(t, report)
		})
	}
}

// TestAuthorizationURL keeps what the configured address has of its own.
func TestAuthorizationURL(t *testing.T) {
	p := newProvider(t)
	s := p.settings()
	s.AuthURL += "?tenant=a%26b&state=theirs"
	attempt, report := oauth.Begin(t.Context(), p.request(s), signin.Location{URL: callbackURL})
	if report != nil {
		t.Fatal(verdicts(*report))
	}
	opened, err := url.Parse(attempt.Opening().URL)
	if err != nil {
		t.Fatal(err)
	}
	query := opened.Query()
	if len(query["state"]) != 1 || len(query.Get("state")) < 22 || len(query.Get("code_challenge")) != 43 {
		t.Errorf("%v", query)
	}
	if !attempt.Accepts(url.Values{"state": {query.Get("state")}}) || attempt.Accepts(url.Values{"state": {query.Get("state"), "x"}}) ||
		attempt.Accepts(url.Values{"state": {"theirs"}}) || attempt.Accepts(nil) {
		t.Error("the attempt does not know its answer")
	}
	query.Del("state")
	query.Del("code_challenge")
	want := url.Values{
		"tenant": {"a&b"}, "response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {callbackURL},
		"scope": {"read:user user:email"}, "code_challenge_method": {"S256"},
	}
	if diff := cmp.Diff(want, query); diff != "" {
		t.Error(diff)
	}
}

// TestFaults: each is found by its check, and by no other.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		edit  func(p *provider, r *signin.Request)
		found map[string]string
	}{
		{
			"the other client authentication", func(p *provider, _ *signin.Request) { p.auth = "client_secret_basic" },
			map[string]string{"O12": "failed idp.client_rejected client_auth"},
		},
		{
			"a wrong secret", func(_ *provider, r *signin.Request) { r.Secrets.ClientSecret = secret.FromString("another") },
			map[string]string{"O12": "failed idp.client_rejected github_secret"},
		},
		{
			"no secret", func(_ *provider, r *signin.Request) {
				r.Settings.ClientAuth, r.Secrets.ClientSecret = signin.ClientNone, secret.Text{}
			},
			map[string]string{"O12": "failed idp.client_rejected secret_missing"},
		},
		{
			"a spent code", func(p *provider, _ *signin.Request) { p.answer = func(v url.Values) { v.Set("code", "spent") } },
			map[string]string{"O12": "failed idp.check_failed github_code"},
		},
		{
			"no access token", func(p *provider, _ *signin.Request) { p.token = page(200, "application/json", `{"ok":true}`) },
			map[string]string{"O12": "failed idp.response_invalid no_access_token"},
		},
		{"no token type", func(p *provider, _ *signin.Request) {
			p.token = page(200, "application/json", `{"access_token":"`+accessToken+`"}`)
		}, map[string]string{"O13": "warned idp.response_invalid token_type"}},
		{
			"user info refused", func(p *provider, _ *signin.Request) {
				p.userInfo = page(401, "application/json", `{"message":"Bad credentials"}`)
			},
			map[string]string{"O21": "failed idp.check_failed userinfo_unauthorized"},
		},
		{
			"an error with status 200", func(p *provider, _ *signin.Request) { p.user = `{"error":"invalid_token"}` },
			map[string]string{"O21": "failed idp.check_failed invalid_token"},
		},
		{
			"a page", func(p *provider, _ *signin.Request) { p.userInfo = page(200, "text/html", "<html>") },
			map[string]string{"O21": "failed idp.response_invalid html"},
		},
		{"user info elsewhere", func(p *provider, _ *signin.Request) {
			p.userInfo = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }
		}, map[string]string{"O21": "failed idp.response_invalid redirected"}},
		{"no address", func(p *provider, _ *signin.Request) { p.emails = `[]` }, map[string]string{"O23": "failed idp.email_missing"}},
		{
			"addresses as a page", func(p *provider, _ *signin.Request) { p.emails = `<html>` },
			map[string]string{"O23": "failed idp.response_invalid html"},
		},
		{"an address that is not verified", func(p *provider, _ *signin.Request) {
			p.emails = `[{"email":"ada@example.test","primary":true,"verified":false}]`
		}, map[string]string{"O23": "warned idp.check_failed email_not_verified"}},
		{
			"not an allowed domain", func(_ *provider, r *signin.Request) { r.Settings.AllowedDomains = []string{"corp.example"} },
			map[string]string{"O24": "failed idp.domain_not_allowed"},
		},
		{
			"nobody", func(p *provider, _ *signin.Request) { p.user = `{"login":"ada"}` },
			map[string]string{"O26": "failed idp.response_invalid no_subject"},
		},
		{
			"an endpoint in clear text", func(_ *provider, r *signin.Request) { r.Settings.UserInfoURL = "http://192.0.2.1/user" },
			map[string]string{"O03": "failed idp.check_failed unsafe_endpoint"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t)
			r := p.request(p.settings())
			tt.edit(p, &r)
			report := p.signIn(t, r)
			if diff := cmp.Diff(tt.found, verdicts(report)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(everything(), names(report)); diff != "" {
				t.Error(diff)
			}
			noSecrets(t, report)
		})
	}
}

// TestPaths finds the person where the settings say, in lists too.
func TestPaths(t *testing.T) {
	p := newProvider(t)
	p.user = `{"data":{"key":{"uid":7},"emails":[{"value":"ada@example.test"}]},"email_verified":"true"}`
	s := p.settings()
	s.EmailsURL, s.EmailPath, s.IDPath = "", "data.emails.0.value", "data.key.uid"
	report := p.signIn(t, p.request(s))
	if report.Verdict != proof.Passed || report.Email != "ada@example.test" || report.Identity.Subject != "7" || report.EmailTrust != "verified" {
		t.Errorf("%v %+v", verdicts(report), report.Identity)
	}
}

// TestGrantedScopes: a provider that grants less than was asked for is told.
func TestGrantedScopes(t *testing.T) {
	p := newProvider(t)
	s := p.settings()
	s.Scopes = append(s.Scopes, "read:org")
	for _, step := range p.signIn(t, p.request(s)).Steps {
		if step.Name == "O13" && step.Detail != "granted: read:user user:email; not named: read:org" {
			t.Errorf("%q", step.Detail)
		}
	}
}

// TestCheckSendsNoSecret: without a sign-in the provider is asked for nothing but
// connections.
func TestCheckSendsNoSecret(t *testing.T) {
	p := newProvider(t)
	report := oauth.Check(t.Context(), p.request(p.settings()))
	if diff := cmp.Diff([]string{"settings", "resolve", "connect", "tls", "O03", "O08", "O29"}, names(report)); diff != "" || report.Verdict != proof.Passed {
		t.Errorf("%s %v", diff, verdicts(report))
	}
	if len(p.seen) != 0 {
		t.Errorf("asked: %v", p.seen)
	}
}

// TestBlocked: what may not be sent is not, and nobody is asked.
func TestBlocked(t *testing.T) {
	p := newProvider(t)
	r := p.request(p.settings())
	r.Blocked = &proof.Finding{Code: "settings.secret_bound_elsewhere"}
	_, report := oauth.Begin(t.Context(), r, signin.Location{URL: callbackURL})
	if report == nil || report.Verdict != proof.Failed || len(p.seen) != 0 || len(report.Steps) != len(everything()) {
		t.Errorf("%+v, asked: %v", report, p.seen)
	}
}

// TestPasted: what was pasted may lack the state, which is warned of.
func TestPasted(t *testing.T) {
	p := newProvider(t)
	attempt, _ := oauth.Begin(t.Context(), p.request(p.settings()), signin.Location{URL: "https://app.example.test/cb", ByHand: true})
	report := attempt.Finish(t.Context(), signin.Answer{Values: url.Values{"code": {codeCanary}}, ByHand: true})
	if diff := cmp.Diff(map[string]string{"O10": "warned idp.state_mismatch missing"}, verdicts(report)); diff != "" {
		t.Error(diff)
	}
}

// TestProbe tells what the provider takes.
func TestProbe(t *testing.T) {
	p := newProvider(t)
	p.auth = "client_secret_basic"
	got := map[string]signin.ProbeVerdict{}
	for _, row := range oauth.Probe(t.Context(), p.request(p.settings())).Rows {
		got[row.Value] = row.Verdict
		if row.Value == "client_secret_basic" && (row.Alternative == nil || !strings.Contains(string(row.Alternative.Patch), "client_secret_basic")) {
			t.Errorf("%+v", row)
		}
	}
	want := map[string]signin.ProbeVerdict{
		"client_secret_basic": signin.ProbeTaken, "client_secret_post": signin.ProbeRefused, "none": signin.ProbeRefused,
		"true": signin.ProbeTaken, "false": signin.ProbeTaken,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
