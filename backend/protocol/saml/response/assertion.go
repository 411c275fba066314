package response

import (
	"fmt"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// oneAssertion is S09: the response holds one assertion and no other anywhere.
func (c *checker) oneAssertion() proof.Outcome {
	if c.refused {
		return notApplicable(c.noAssertion)
	}
	here := len(xmltree.Children(c.root, nsAssertion, "Assertion"))
	sealed := len(xmltree.Children(c.root, nsAssertion, "EncryptedAssertion"))
	o := compared("1 Assertion or EncryptedAssertion", fmt.Sprintf("%d Assertion, %d EncryptedAssertion, %d elsewhere", here, sealed, c.stray()), "Response")
	switch {
	case here+sealed == 0:
		return fail(o, finding(signin.CodeResponseInvalid, "no_assertion",
			"The response says Success and holds no assertion: it does not say who signed in.", "Report it to the people who run the provider."))
	case here+sealed+c.stray() > 1:
		return fail(o, finding(signin.CodeResponseInvalid, "several_assertions",
			"The response holds more than one assertion. Which of them counts differs between systems, which attackers use.", remedyWrapped))
	}
	return o
}
