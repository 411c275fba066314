package saml_test

import (
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
)

const (
	spID = "https://app.example/saml"
	acs  = "http://127.0.0.1:47800/acs"
)

// settings of a service provider; the provider is for the test to add.
func settings(edit func(*signin.Settings)) signin.Settings {
	s := signin.Settings{
		Name: "SSO", Type: signin.SAML, SPEntityID: spID, CallbackURL: "https://app.example/saml/acs", TimeoutSeconds: 10,
	}
	if edit != nil {
		edit(&s)
	}
	return s
}

func at() signin.Location { return signin.Location{URL: acs} }

// spPair makes a key of the service provider with its certificate.
func spPair(t testing.TB) (certificate string, key secret.Text) {
	t.Helper()
	certificate, key, err := saml.NewKey("app.example", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key
}

func step(t testing.TB, report proof.Report, name string) proof.Step {
	t.Helper()
	for _, s := range report.Steps {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no step %s in:\n%s", name, show(report))
	return proof.Step{}
}

// show writes the steps that did not pass.
func show(report proof.Report) string {
	var out strings.Builder
	for _, s := range report.Steps {
		if s.Verdict == proof.Passed || s.Verdict == proof.NotApplicable {
			continue
		}
		out.WriteString(s.Name + " " + string(s.Verdict) + " " + s.Detail + " " + s.Received)
		if s.Finding != nil {
			out.WriteString(": " + s.Finding.Code + " " + s.Finding.Reason + ": " + s.Finding.Cause)
			if s.Finding.Remote != nil {
				out.WriteString(" [" + s.Finding.Remote.Text + "]")
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

// failedSteps are the names of the steps that failed, in order.
func failedSteps(report proof.Report) string {
	var names []string
	for _, s := range report.Steps {
		if s.Verdict == proof.Failed {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, " ")
}

// wantVerdict compares a verdict, and shows what did not pass.
func wantVerdict(t testing.TB, report proof.Report, want proof.Verdict) {
	t.Helper()
	if report.Verdict != want {
		t.Errorf("verdict %s, want %s:\n%s", report.Verdict, want, show(report))
	}
}
