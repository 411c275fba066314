package oauth_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

// TestRehearsedFaults: each that is about plain OAuth 2.0 is found by exactly its
// check.
func TestRehearsedFaults(t *testing.T) {
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	for fault, found := range map[string]map[string]string{
		"":                  {},
		"silent":            {"O09": "failed idp.timeout"},
		"refused":           {"O09": "failed idp.refused access_denied"},
		"wrong-state":       {"O10": "failed idp.state_mismatch"},
		"client-refused":    {"O12": "failed idp.client_rejected oidcprovider_secret"},
		"code-refused":      {"O12": "failed idp.check_failed invalid_grant"},
		"wrong-token-type":  {"O13": "failed idp.response_invalid token_type"},
		"email-missing":     {"O23": "failed idp.email_missing"},
		"discovery-missing": {}, // which nobody asks for
	} {
		t.Run(fault, func(t *testing.T) {
			settings, clientSecret := server.Settings(signin.OAuth2)
			if err := server.SetFault(fault); err != nil {
				t.Fatal(err)
			}
			r := signin.Request{Settings: settings, Secrets: signin.Secrets{ClientSecret: clientSecret}}
			attempt, begun := oauth.Begin(t.Context(), r, signin.Location{URL: callbackURL})
			if begun != nil {
				t.Fatal(verdicts(*begun))
			}
			exit, err := script.NewBrowser(t, server.CAPEM()).Choose(attempt.Opening().URL, "anna")
			if err != nil {
				t.Fatal(err)
			}
			report := ended(t, attempt, exit)
			if diff := cmp.Diff(found, verdicts(report)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// ended is the report of an attempt whose browser came back, or did not.
func ended(t *testing.T, attempt signin.Attempt, exit script.Exit) proof.Report {
	t.Helper()
	if len(exit.Values()) == 0 {
		return attempt.End(signin.Ending{Reason: signin.TimedOut})
	}
	return attempt.Finish(t.Context(), signin.Answer{Values: exit.Values(), Location: callbackURL, Method: "GET"})
}
