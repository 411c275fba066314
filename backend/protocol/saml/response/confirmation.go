package response

import (
	"strings"
	"time"

	"github.com/beevik/etree"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// recipient is S21: the assertion may be brought by whoever holds it, to this
// address (SAML Profiles §4.1.4.2). Others may stand beside it; one is enough.
func (c *checker) recipient() proof.Outcome {
	var methods, recipients []string
	for _, confirmation := range xmltree.Children(c.subject(), nsAssertion, "SubjectConfirmation") {
		method := xmltree.Value(confirmation, "Method")
		methods = append(methods, lastPart(method))
		if method != bearer {
			continue
		}
		for _, data := range xmltree.Children(confirmation, nsAssertion, "SubjectConfirmationData") {
			recipient := xmltree.Value(data, "Recipient")
			recipients = append(recipients, recipient)
			if recipient != "" && recipient == c.ACS && (c.confirmed == nil || len(c.limits(c.confirmed)) > 0) {
				c.confirmed = data
			}
		}
	}
	o := compared(c.ACS, listed(recipients), c.inAssertion("Assertion, SubjectConfirmationData, attribute Recipient"))
	switch {
	case c.confirmed != nil:
		return o
	case len(recipients) == 0:
		o.Expected, o.Received = "bearer, with a Recipient", listed(methods)
		return fail(o, failure("no_bearer",
			"The assertion has no bearer confirmation, so that it does not say who may use it.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for it."))
	}
	return fail(o, finding(signin.CodeRedirectURIMismatch, "recipient",
		"The assertion was made for another address: "+difference(c.ACS, recipients[0])+".",
		"Register "+c.ACS+" at the provider as the assertion consumer service (ACS, reply URL), letter by letter.", fieldCallback))
}

// confirmation is S22: the confirmation for this address still holds.
func (c *checker) confirmation() proof.Outcome {
	if c.confirmed == nil {
		return proof.Outcome{Skip: "There is no bearer confirmation for this address."}
	}
	until := xmltree.Value(c.confirmed, "NotOnOrAfter")
	o := compared("after "+stamp(c.now.Add(-c.Skew))+", for request "+c.RequestID,
		strings.TrimSpace(until+" "+xmltree.Value(c.confirmed, "InResponseTo")), c.inAssertion("Assertion, SubjectConfirmationData"))
	if at, ok := readTime(until); ok {
		o.Detail = "until " + stamp(at)
	}
	return fail(o, c.limits(c.confirmed)...)
}

// limits returns what speaks against confirmation data. The address of the
// browser is none of it: proxies change it.
func (c *checker) limits(data *etree.Element) []proof.Finding {
	var found []proof.Finding
	until, there := xmltree.Attribute(data, "NotOnOrAfter")
	at, ok := readTime(until)
	switch {
	case !there:
		found = append(found, finding(signin.CodeAssertionExpired, "no_limit",
			"The bearer confirmation has no end: a stolen assertion could be used for ever.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for NotOnOrAfter."))
	case !ok:
		found = append(found, unreadable("NotOnOrAfter of the bearer confirmation"))
	default:
		found = append(found, c.expired("bearer confirmation", at)...)
	}
	if _, there := xmltree.Attribute(data, "NotBefore"); there {
		found = append(found, failure("not_before",
			"The bearer confirmation has a NotBefore, which is not allowed there.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 forbids it."))
	}
	return append(found, c.answers(data)...)
}

// answers holds the InResponseTo of confirmation data against the request.
func (c *checker) answers(data *etree.Element) []proof.Finding {
	got, there := xmltree.Attribute(data, "InResponseTo")
	_, solicited := xmltree.Attribute(c.response, "InResponseTo")
	switch {
	case there && got != "" && got == c.RequestID:
		return nil
	case !there && !solicited && c.AllowUnsolicited:
		return nil // S05 has said what that means
	case !there:
		return []proof.Finding{finding(signin.CodeStateMismatch, "confirmation_answers_nothing",
			"The bearer confirmation does not say which request it answers: the assertion could be put into another response.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for InResponseTo.")}
	}
	return []proof.Finding{finding(signin.CodeStateMismatch, "confirmation_answers_another",
		"The assertion answers another request than the one of this attempt.",
		"Close the other tabs of the sign-in and start again.")}
}

// expired is the finding for a NotOnOrAfter that has passed, with what would have
// been enough.
func (c *checker) expired(what string, until time.Time) []proof.Finding {
	late := c.late(until)
	if late < c.Skew {
		return nil
	}
	return []proof.Finding{finding(signin.CodeAssertionExpired, "expired",
		"The "+what+" ended "+span(late)+" ago: it was used too late, or the provider's clock is behind this computer's. "+c.tolerance(late+1), remedyClock)}
}
