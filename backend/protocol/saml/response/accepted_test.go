package response_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/admission"
)

// TestARightResponseSignsIn and every check of the list is there, in order.
func TestARightResponseSignsIn(t *testing.T) {
	c := craft()
	c.sign(c.assertion(), keys().trusted)
	e := expected()
	e.Rules = admission.Rules{AllowedDomains: []string{"example.com"}}
	e.Known = func(email string) bool { return email == "ada@example.com" }
	report := validate(e, c.answer())
	if got := with(report, proof.Failed) + with(report, proof.Warned) + with(report, proof.Skipped); got != "" || report.Verdict != proof.Passed {
		t.Fatalf("%s: %s", report.Verdict, got)
	}
	for i, step := range report.Steps {
		if want := fmt.Sprintf("S%02d", i+1); step.Name != want || step.Title == "" {
			t.Errorf("%d is %s %q", i, step.Name, step.Title)
		}
	}
	if len(report.Steps) != 35 {
		t.Errorf("%d checks", len(report.Steps))
	}
	want := &proof.Identity{
		Attributes: map[string][]string{"mail": {"ada@example.com"}, "groups": {"staff", "admins"}},
		NameID:     "ada@example.com", NameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
		Subject: "ada@example.com", Email: "ada@example.com", EmailFrom: "mail", EmailTrust: "unknown",
		Decision: &proof.Decision{
			Admitted: true, Rule: "allowed domain example.com", Account: proof.AccountExisting,
			Reason: "The target knows this person already. The provider does not say whether it has verified the e-mail address.",
		},
	}
	if diff := cmp.Diff(want, report.Identity); diff != "" {
		t.Error(diff)
	}
}
