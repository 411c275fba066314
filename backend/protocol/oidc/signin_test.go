package oidc_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
)

// browse opens the address as a browser does, up to the redirect URI.
func browse(t testing.TB, client *http.Client, attempt signin.Attempt) signin.Answer {
	t.Helper()
	once := *client
	once.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, attempt.Opening().URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := once.Do(request)
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
	return signin.Answer{Values: back.Query(), Location: callbackURL, Method: http.MethodGet}
}

func (e *evil) signIn(t testing.TB, r signin.Request) proof.Report {
	t.Helper()
	attempt, report := oidc.Begin(t.Context(), r, signin.Location{URL: callbackURL})
	if report != nil {
		return *report
	}
	return attempt.Finish(t.Context(), browse(t, e.server.Client(), attempt))
}

// verdicts are the steps that are neither passed nor skipped nor not applicable,
// with the codes of their findings.
func verdicts(r proof.Report) map[string]string {
	found := map[string]string{}
	for _, step := range r.Steps {
		if step.Verdict != proof.Failed && step.Verdict != proof.Warned {
			continue
		}
		found[step.Name] = string(step.Verdict) + " " + strings.Trim(step.Finding.Code+" "+step.Finding.Reason, " ")
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

func step(t testing.TB, r proof.Report, name string) proof.Step {
	t.Helper()
	for _, s := range r.Steps {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no step %s in %v", name, names(r))
	return proof.Step{}
}

func everything() []string {
	return []string{
		"settings", "resolve", "connect", "tls",
		"O01", "O02", "O03", "O04", "O05", "O06", "O07", "O08", "O09", "O10", "O11", "O12", "O13", "O14", "O15",
		"O16", "O17", "O18", "O19", "O20", "O21", "O22", "O23", "O24", "O25", "O26", "O27", "O28", "O29", "O30",
	}
}

// TestARightSignInPasses every check, in order, and says who it was.
func TestARightSignInPasses(t *testing.T) {
	e := newEvil(t)
	r := e.request(e.settings())
	r.Known = func(email string) bool { return email == "ada@example.test" }
	report := e.signIn(t, r)
	if diff := cmp.Diff(everything(), names(report)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{}, verdicts(report)); diff != "" || report.Verdict != proof.Passed {
		t.Errorf("%s %s", report.Verdict, diff)
	}
	for _, s := range report.Steps {
		t.Log(s.Name, s.Verdict, s.Title, "|", s.Detail, "|", s.Expected, "|", s.Received, "|", s.Where)
		if s.Verdict == proof.Skipped || strings.HasPrefix(s.Name, "O") && s.Title == "" {
			t.Errorf("%s is %s, title %q", s.Name, s.Verdict, s.Title)
		}
	}
	if report.Identity == nil {
		t.Fatal("nobody was identified")
	}
	got := *report.Identity
	got.Claims = nil
	want := proof.Identity{
		Subject: e.issuer() + " ada", Email: "ada@example.test", EmailFrom: "ID token, claim email", EmailTrust: "verified",
		Decision: &proof.Decision{Admitted: true, Rule: "every domain is allowed", Account: proof.AccountExisting, Reason: "The target knows this person already."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if report.Subject != "oidc" || report.Target != e.issuer() || report.Level != signin.LevelSignIn || !strings.HasPrefix(report.ConfigHash, "sha256:") || report.Shows == "" {
		t.Errorf("%+v", report)
	}
}

// TestCheckWithoutSignIn makes the checks that need nobody.
func TestCheckWithoutSignIn(t *testing.T) {
	e := newEvil(t)
	report := oidc.Check(t.Context(), e.request(e.settings()))
	want := []string{"settings", "resolve", "connect", "tls", "O01", "O02", "O03", "O04", "O05", "O06", "O07", "O08", "O28", "O29"}
	if diff := cmp.Diff(want, names(report)); diff != "" || report.Verdict != proof.Passed || report.Level != signin.LevelCheck {
		t.Errorf("%s %s %v", diff, report.Verdict, verdicts(report))
	}
	for _, seen := range e.seen {
		if strings.HasPrefix(seen, "POST") {
			t.Errorf("a check sent %s", seen)
		}
	}
}
