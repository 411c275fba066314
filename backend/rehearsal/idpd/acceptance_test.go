package idpd_test

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/oidc"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

type beginner = func(context.Context, signin.Request, signin.Location) (signin.Attempt, *proof.Report)

func begins(t signin.Type) beginner {
	return map[signin.Type]beginner{signin.OIDC: oidc.Begin, signin.OAuth2: oauth.Begin, signin.SAML: saml.Begin}[t]
}

// prove signs a person in at the server and returns the report. An answer that
// the listener would not let in is brought by hand. Nil domains admit everybody.
func prove(t *testing.T, server *idpd.Server, protocol signin.Type, person string, domains []string) proof.Report {
	t.Helper()
	settings, clientSecret := server.Settings(protocol)
	settings.AllowedDomains = domains
	request := signin.Request{Settings: settings, Secrets: signin.Secrets{ClientSecret: clientSecret}}
	at := signin.Location{URL: "http://127.0.0.1:1/callback"}
	attempt, report := begins(protocol)(t.Context(), request, at)
	if report != nil {
		return *report
	}
	exit, err := script.NewBrowser(t, server.CAPEM()).Choose(attempt.Opening().URL, person)
	if err != nil {
		t.Fatal(err)
	}
	switch values := exit.Values(); {
	case exit.URL == "":
		return attempt.End(signin.Ending{Reason: signin.TimedOut})
	case !attempt.Accepts(values):
		return attempt.Finish(t.Context(), signin.Answer{Values: values, ByHand: true})
	default:
		return attempt.Finish(t.Context(), signin.Answer{Values: values, Location: at.URL, Method: methodOf(exit)})
	}
}

func methodOf(exit script.Exit) string {
	if exit.Form == nil {
		return http.MethodGet
	}
	return http.MethodPost
}

// blemishes lists what is neither passed nor without meaning, with its verdict.
func blemishes(report proof.Report) []string {
	var found []string
	for _, step := range report.Steps {
		if step.Verdict == proof.Warned || step.Verdict == proof.Failed {
			found = append(found, step.Name+" "+string(step.Verdict))
		}
	}
	return found
}

func describe(t *testing.T, report proof.Report) {
	t.Helper()
	for _, step := range report.Steps {
		if step.Verdict == proof.Warned || step.Verdict == proof.Failed {
			t.Logf("%s %s: %s (%+v)", step.Name, step.Verdict, step.Detail, step.Finding)
		}
	}
}

func TestEverythingPasses(t *testing.T) {
	server := start(t, idpd.Options{})
	for _, protocol := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
		report := prove(t, server, protocol, "anna", []string{"example.com"})
		if found := blemishes(report); report.Verdict != proof.Passed || len(found) > 0 {
			t.Errorf("%s: %s, %q", protocol, report.Verdict, found)
			describe(t, report)
		}
	}
}

// TestPeople tells whom each person is a lesson of.
func TestPeople(t *testing.T) {
	server := start(t, idpd.Options{})
	for person, want := range map[string]map[signin.Type][]string{
		"ben":    {signin.OIDC: {"O23 warned"}, signin.OAuth2: {"O23 warned"}},
		"chris":  {signin.OIDC: {"O24 failed"}, signin.OAuth2: {"O24 failed"}, signin.SAML: {"S31 failed"}},
		"nobody": {signin.OIDC: {"O09 failed"}, signin.OAuth2: {"O09 failed"}, signin.SAML: {"S04 failed"}},
	} {
		for protocol, checks := range want {
			report := prove(t, server, protocol, person, []string{"example.com"})
			if diff := cmp.Diff(checks, blemishes(report)); diff != "" {
				t.Errorf("%s, %s: %s", person, protocol, diff)
				describe(t, report)
			}
		}
	}
}

// TestFaults holds the promise that each fault makes exactly its check fail or
// warn. Everybody is admitted: where an address is missing, its domain is, too.
func TestFaults(t *testing.T) {
	server := start(t, idpd.Options{})
	table := faultTable()
	for _, f := range server.Faults() {
		want, ok := table[f.Name]
		if !ok {
			t.Errorf("%s: no test says what it does", f.Name)
		}
		if err := server.SetFault(f.Name); err != nil {
			t.Fatal(err)
		}
		for protocol, checks := range want {
			report := prove(t, server, protocol, "anna", nil)
			if diff := cmp.Diff(checks, blemishes(report)); diff != "" {
				t.Errorf("%s, %s: %s", f.Name, protocol, diff)
				describe(t, report)
			}
		}
	}
	for name := range table {
		if !slices.ContainsFunc(server.Faults(), func(f idpd.Fault) bool { return f.Name == name }) {
			t.Errorf("there is no fault %s", name)
		}
	}
}

// TestTimes: what is out of time was in time once, so that the check tells which
// of the two clocks is wrong and not that the assertion makes no sense.
func TestTimes(t *testing.T) {
	server := start(t, idpd.Options{})
	for fault, reason := range map[string]string{"expired": "expired", "clock-skew": "not_yet_valid"} {
		if err := server.SetFault(fault); err != nil {
			t.Fatal(err)
		}
		report := prove(t, server, signin.SAML, "anna", nil)
		at := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == "S23" })
		if at < 0 || report.Steps[at].Finding == nil || report.Steps[at].Finding.Reason != reason {
			t.Errorf("%s: %+v", fault, report.Steps[at].Finding)
		}
	}
}

type byProtocol map[signin.Type][]string

// both is a fault of the two protocols of OAuth.
func both(checks ...string) byProtocol { return byProtocol{signin.OIDC: checks, signin.OAuth2: checks} }

func onlyOIDC(checks ...string) byProtocol { return byProtocol{signin.OIDC: checks} }

func onlySAML(checks ...string) byProtocol { return byProtocol{signin.SAML: checks} }

// with adds what SAML makes of it.
func (b byProtocol) with(checks ...string) byProtocol {
	b[signin.SAML] = checks
	return b
}

func faultTable() map[string]byProtocol {
	return map[string]byProtocol{
		"discovery-missing":    onlyOIDC("O01 failed"),
		"issuer-differs":       onlyOIDC("O02 failed"),
		"poor-key":             onlyOIDC("O04 warned"),
		"metadata-expired":     onlySAML("S34 failed"),
		"client-unknown":       both("O09 failed").with("S01 failed"),
		"redirect-uri-refused": both("O09 failed").with("S01 failed"),
		"silent":               both("O09 failed").with("S01 failed"),
		"refused":              both("O09 failed").with("S04 failed"),
		"wrong-state":          both("O10 failed").with("S35 failed"),
		"answer-of-another":    onlyOIDC("O11 failed").with("S07 failed"),
		"client-refused":       both("O12 failed"),
		"code-refused":         both("O12 failed"),
		"wrong-token-type":     both("O13 failed"),
		"id-token-missing":     onlyOIDC("O14 failed"),
		"not-signed":           onlyOIDC("O15 failed").with("S11 failed"),
		"wrong-key":            onlyOIDC("O15 failed").with("S12 failed"),
		"wrong-issuer":         onlyOIDC("O16 failed").with("S17 failed"),
		"wrong-audience":       onlyOIDC("O17 failed").with("S24 failed"),
		"expired":              onlyOIDC("O18 failed").with("S23 failed"),
		"clock-skew":           onlyOIDC("O18 failed").with("S23 failed"),
		"wrong-nonce":          onlyOIDC("O19 failed").with("S05 failed"),
		"wrong-token-hash":     onlyOIDC("O20 failed"),
		"other-subject":        onlyOIDC("O21 failed"),
		"differing-claims":     onlyOIDC("O22 warned"),
		"email-missing":        both("O23 failed").with("S29 failed"),
		"groups-overage":       onlyOIDC("O25 warned").with("S32 warned"),
		"revocation-refused":   onlyOIDC("O30 warned"),
		"wrong-destination":    onlySAML("S06 failed"),
		"two-assertions":       onlySAML("S09 failed"),
		"encrypted-to-other":   onlySAML("S10 failed"),
		"assertion-not-signed": onlySAML("S11 failed"),
		"response-not-signed":  onlySAML(),
		"certificate-expired":  onlySAML("S13 warned"),
		"weak-hash":            onlySAML("S15 warned"),
		"weak-key":             onlySAML("S16 failed"),
		"name-missing":         onlySAML("S18 failed"),
		"transient-name":       onlySAML("S19 warned"),
		"wrong-recipient":      onlySAML("S21 failed"),
		"confirmation-expired": onlySAML("S22 failed"),
	}
}
