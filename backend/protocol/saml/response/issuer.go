package response

import (
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// responseIssuer is S07: it is the provider that was asked (SAML Profiles
// §4.1.4.2).
func (c *checker) responseIssuer() proof.Outcome {
	issuers := xmltree.Children(c.response, nsAssertion, "Issuer")
	if len(issuers) == 0 && c.ofResponse == nil && c.encrypted == nil {
		return notApplicable("There is none, and the response itself is not signed.")
	}
	if len(issuers) == 0 {
		return warn(compared(c.IDPEntityID, "", c.inResponse("Response, Issuer")), finding(signin.CodeIssuerMismatch, "issuer_missing",
			"The response does not name its issuer, although it is signed or holds an encrypted assertion.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for it."))
	}
	return c.issuer(issuers[0], len(issuers), c.inResponse("Response, Issuer"))
}

// issuer compares an issuer with the provider's entity ID.
func (c *checker) issuer(el *etree.Element, n int, where string) proof.Outcome {
	got, plain := xmltree.Text(el)
	o := compared(c.IDPEntityID, got, where)
	if format := xmltree.Value(el, "Format"); n != 1 || !plain || format != "" && format != formatEntity {
		return fail(o, finding(signin.CodeIssuerMismatch, "issuer_form",
			"The issuer is not one entity ID by itself.", "Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for it."))
	}
	switch {
	case got != "" && got == c.IDPEntityID:
		return o
	case c.IDPEntityID == "":
		return fail(o, finding(signin.CodeIssuerMismatch, "not_configured",
			"It is not configured which entity ID the provider has, so anybody's response would do.",
			"Enter the provider's entity ID, or read it from its metadata.", fieldIDPEntity))
	}
	remedy := "Enter the entity ID as the provider spells it, or read the provider's metadata again."
	if strings.TrimSuffix(got, "/") == strings.TrimSuffix(c.IDPEntityID, "/") {
		remedy = "Only the slash at the end differs. " + remedy
	} else if strings.EqualFold(got, c.IDPEntityID) {
		remedy = "Only upper and lower case differ. " + remedy
	}
	return fail(o, finding(signin.CodeIssuerMismatch, "issuer",
		"The response comes from another provider than the one that is configured.", remedy, fieldIDPEntity, "metadataUrl"))
}

// assertionHead is S17: the assertion is one of SAML 2.0, by the provider (SAML
// Core §2.3.3).
func (c *checker) assertionHead() proof.Outcome {
	issuers := xmltree.Children(c.assertion, nsAssertion, "Issuer")
	where := c.inAssertion("Assertion, Issuer")
	o := compared(c.IDPEntityID, "", where)
	if len(issuers) == 0 {
		o = fail(o, finding(signin.CodeIssuerMismatch, "issuer_missing", "The assertion does not name its issuer.",
			"Report it to the people who run the provider: SAML Core §2.3.3 asks for it."))
	} else {
		o = c.issuer(issuers[0], len(issuers), where)
	}
	text := xmltree.Value(c.assertion, "IssueInstant")
	at, ok := readTime(text)
	if ok {
		o.Detail = "issued " + stamp(at) + ", " + c.delta(at)
	}
	const report = "Report it to the people who run the provider: SAML Core §2.3.3 asks for it."
	switch {
	case xmltree.Value(c.assertion, "Version") != "2.0":
		return fail(o, finding(signin.CodeResponseInvalid, "version", "The assertion is not one of SAML 2.0.", report))
	case !isID(xmltree.Value(c.assertion, "ID")):
		return fail(o, finding(signin.CodeResponseInvalid, "id", "The assertion has no ID.", report))
	case !ok:
		return fail(o, unreadable("The time of the assertion"))
	case c.early(at) > c.Skew:
		return fail(o, finding(signin.CodeAssertionExpired, "issued_in_future",
			"The assertion was made in the future: the provider's clock is "+span(c.early(at))+" ahead of this computer's. "+c.tolerance(c.early(at)), remedyClock))
	}
	return o
}
