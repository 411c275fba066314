package oidc_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

func startRehearsal(t *testing.T) *idpd.Server {
	t.Helper()
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// rehearse signs a test person in at the rehearsal provider, acting a fault.
func rehearse(t *testing.T, server *idpd.Server, fault, person string) proof.Report {
	t.Helper()
	settings, clientSecret := server.Settings(signin.OIDC)
	if err := server.SetFault(fault); err != nil {
		t.Fatal(err)
	}
	r := signin.Request{Settings: settings, Secrets: signin.Secrets{ClientSecret: clientSecret}}
	at := signin.Location{URL: callbackURL}
	attempt, report := oidc.Begin(t.Context(), r, at)
	if report != nil {
		return *report
	}
	exit, err := script.NewBrowser(t, server.CAPEM()).Choose(attempt.Opening().URL, person)
	if err != nil {
		t.Fatal(err)
	}
	if len(exit.Values()) == 0 {
		return attempt.End(signin.Ending{Reason: signin.TimedOut})
	}
	return attempt.Finish(t.Context(), signin.Answer{Values: exit.Values(), Location: at.URL, Method: "GET"})
}

// TestRehearsedFaults: each that is about OpenID Connect is found by exactly its
// checks.
func TestRehearsedFaults(t *testing.T) {
	server := startRehearsal(t)
	for fault, found := range map[string]map[string]string{
		"":                     {},
		"discovery-missing":    {"O01": "failed idp.response_invalid discovery_address"},
		"issuer-differs":       {"O02": "failed idp.issuer_mismatch"},
		"poor-key":             {"O04": "warned idp.check_failed weak_key"},
		"client-unknown":       {"O09": "failed idp.timeout"},
		"redirect-uri-refused": {"O09": "failed idp.timeout"},
		"silent":               {"O09": "failed idp.timeout"},
		"refused":              {"O09": "failed idp.refused access_denied"},
		"wrong-state":          {"O10": "failed idp.state_mismatch"},
		"answer-of-another":    {"O11": "failed idp.issuer_mismatch answer_of_another_issuer"},
		"client-refused":       {"O12": "failed idp.client_rejected oidcprovider_secret"},
		"code-refused":         {"O12": "failed idp.check_failed invalid_grant"},
		"wrong-token-type":     {"O13": "failed idp.response_invalid token_type"},
		"id-token-missing":     {"O14": "failed idp.response_invalid no_id_token"},
		"not-signed":           {"O15": "failed idp.not_signed alg_none"},
		"wrong-key":            {"O15": "failed idp.signature_invalid signature"},
		"wrong-issuer":         {"O16": "failed idp.issuer_mismatch id_token"},
		"wrong-audience":       {"O17": "failed idp.audience_mismatch"},
		"expired":              {"O18": "failed idp.assertion_expired expired"},
		"clock-skew":           {"O18": "failed idp.check_failed clock_skew"},
		"wrong-nonce":          {"O19": "failed idp.nonce_mismatch"},
		"wrong-token-hash":     {"O20": "failed idp.check_failed at_hash"},
		"other-subject":        {"O21": "failed idp.response_invalid userinfo_subject"},
		"differing-claims":     {"O22": "warned idp.check_failed claims_differ"},
		"email-missing":        {"O23": "failed idp.email_missing"},
		"groups-overage":       {"O25": "warned idp.check_failed groups_overage"},
		"revocation-refused":   {"O30": "warned idp.check_failed not_revoked"},
	} {
		t.Run(fault, func(t *testing.T) {
			report := rehearse(t, server, fault, "anna")
			if diff := cmp.Diff(found, verdicts(report)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(everything(), names(report)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRehearsedPeople: what there is to learn from each.
func TestRehearsedPeople(t *testing.T) {
	server := startRehearsal(t)
	for person, found := range map[string]map[string]string{
		"anna":  {},
		"ben":   {"O23": "warned idp.check_failed email_not_verified"},
		"chris": {"O24": "failed idp.domain_not_allowed"},
		"dana":  {"O23": "failed idp.email_missing"},
		"erik":  {},
	} {
		if diff := cmp.Diff(found, verdicts(rehearse(t, server, "", person))); diff != "" {
			t.Errorf("%s: %s", person, diff)
		}
	}
}
