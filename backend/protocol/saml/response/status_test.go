package response_test

import (
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

const status = "urn:oasis:names:tc:SAML:2.0:status:"

// reasonOf is what the table of refusals makes of a status.
func reasonOf(code, second, text string) string {
	return refusal.Explain(refusal.Said{
		Place: refusal.SAMLStatus, Type: signin.SAML, Code: status + code, Second: status + second, Description: text,
	}, signin.Settings{Type: signin.SAML}, signin.Location{URL: acs}).Reason
}

// TestTheProvidersWordsAreKept: both codes, and the message as text or as the
// attribute that some write.
func TestTheProvidersWordsAreKept(t *testing.T) {
	for _, message := range []string{`<samlp:StatusMessage>user not assigned</samlp:StatusMessage>`, `<samlp:StatusMessage Value="user not assigned"/>`} {
		c := craft().drop("Assertion").set("Status/StatusCode", "Value", status+"Responder")
		c.add("Status/StatusCode", `<samlp:StatusCode Value="`+status+`RequestDenied"/>`).add("Status", message)
		report := validate(expected(), c.answer())
		step := stepOf(t, report, "S04")
		if step.Verdict != proof.Failed || step.Received != "Responder / RequestDenied" || step.Finding.Remote == nil || step.Finding.Remote.Text != "user not assigned" {
			t.Errorf("%+v %+v", step, step.Finding)
		}
		if s9 := stepOf(t, report, "S09"); s9.Verdict != proof.NotApplicable {
			t.Errorf("%+v", s9)
		}
		if s18 := stepOf(t, report, "S18"); s18.Verdict != proof.Skipped || s18.Detail == "" {
			t.Errorf("%+v", s18)
		}
		if report.Identity != nil {
			t.Errorf("signed in %+v", report.Identity)
		}
	}
}
