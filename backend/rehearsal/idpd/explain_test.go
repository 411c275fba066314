package idpd_test

import (
	"html"
	"regexp"
	"testing"

	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

// seen is what a person would copy from a page.
func seen(page string) string {
	page = regexp.MustCompile(`(?s)<style.*?</style>`).ReplaceAllString(page, "")
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "))
}

// TestPagesAreExplained: what the browser shows when it never comes back is
// understood when it is pasted.
func TestPagesAreExplained(t *testing.T) {
	server := start(t, idpd.Options{})
	for name, want := range map[string]string{
		"client-unknown": signin.CodeClientRejected, "redirect-uri-refused": signin.CodeRedirectURIMismatch,
	} {
		if err := server.SetFault(name); err != nil {
			t.Fatal(err)
		}
		for _, protocol := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
			settings, clientSecret := server.Settings(protocol)
			at := signin.Location{URL: "http://127.0.0.1:1/callback"}
			attempt, report := begins(protocol)(t.Context(), signin.Request{Settings: settings, Secrets: signin.Secrets{ClientSecret: clientSecret}}, at)
			if report != nil {
				t.Fatalf("%s: %+v", protocol, report)
			}
			exit, err := script.NewBrowser(t, server.CAPEM()).Choose(attempt.Opening().URL, "anna")
			if err != nil {
				t.Fatal(err)
			}
			_ = attempt.End(signin.Ending{Reason: signin.Cancelled})
			if found := refusal.ExplainPage(seen(exit.Page), settings, at); found[0].Code != want {
				t.Errorf("%s, %s: %+v\n%s", name, protocol, found, seen(exit.Page))
			}
		}
	}
}
