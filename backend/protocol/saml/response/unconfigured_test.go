package response_test

import (
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/response"
)

// TestSC22_NothingConfiguredMatchesNothing: where a value is not configured, an
// empty one in the response is not equal to it.
func TestSC22_NothingConfiguredMatchesNothing(t *testing.T) {
	for name, test := range map[string]struct {
		edit   func(c *crafted)
		expect func(e *response.Expected)
		failed string
	}{
		"no ACS": {
			func(c *crafted) { c.at(confirmationData).CreateAttr("Recipient", "") },
			func(e *response.Expected) { e.ACS = "" }, "S21:recipient",
		},
		"no entity ID of ours": {
			func(c *crafted) { c.text(restriction+"/Audience", "") },
			func(e *response.Expected) { e.SPEntityID = "" }, "S24:audience",
		},
		"no entity ID of the provider": {
			func(c *crafted) { c.text("Issuer", "").text("Assertion/Issuer", "") },
			func(e *response.Expected) { e.IDPEntityID = "" }, "S07:not_configured S17:not_configured",
		},
		"no request": {
			func(c *crafted) {
				c.root().CreateAttr("InResponseTo", "")
				c.at(confirmationData).CreateAttr("InResponseTo", "")
			},
			func(e *response.Expected) { e.RequestID = "" }, "S05:in_response_to S22:confirmation_answers_another",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, e := craft(), expected()
			test.edit(c)
			test.expect(&e)
			c.sign(c.assertion(), keys().trusted)
			report := validate(e, c.answer())
			if got := with(report, proof.Failed); got != test.failed || report.Identity != nil {
				t.Errorf("failed %q, signed in %+v", got, report.Identity)
			}
		})
	}
}
