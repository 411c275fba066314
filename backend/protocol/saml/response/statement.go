package response

import (
	"fmt"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// statement is S27: the assertion says that somebody signed in, and when (SAML
// Core §2.7.2).
func (c *checker) statement() proof.Outcome {
	statements := xmltree.Children(c.assertion, nsAssertion, "AuthnStatement")
	o := proof.Outcome{Where: c.inAssertion("Assertion, AuthnStatement"), Expected: "at least 1 AuthnStatement", Received: fmt.Sprint(len(statements))}
	if len(statements) == 0 {
		return fail(o, failure("no_authn_statement",
			"The assertion does not say that anybody signed in: it has no AuthnStatement.",
			"Report it to the people who run the provider: SAML Profiles §4.1.4.2 asks for it."))
	}
	first := statements[0]
	at, ok := readTime(xmltree.Value(first, "AuthnInstant"))
	if !ok {
		return fail(o, unreadable("AuthnInstant"))
	}
	o.Detail = "signed in " + stamp(at)
	if xmltree.Value(first, "SessionIndex") == "" {
		o.Detail += ", without a session index: single logout will not be possible"
	}
	if c.early(at) > c.Skew {
		o = warn(o, finding(signin.CodeAssertionExpired, "authn_in_future",
			"The person signed in in the future, by the provider's clock. "+c.tolerance(c.early(at)), remedyClock))
	}
	if text, there := xmltree.Attribute(first, "SessionNotOnOrAfter"); there {
		end, ok := readTime(text)
		if !ok {
			return fail(o, unreadable("SessionNotOnOrAfter"))
		}
		o = fail(o, c.expired("session at the provider", end)...)
	}
	return o
}

// authnContext is S28: the person signed in as it was asked for.
func (c *checker) authnContext() proof.Outcome {
	context := xmltree.Child(xmltree.Child(c.assertion, nsAssertion, "AuthnStatement"), nsAssertion, "AuthnContext")
	got, _ := xmltree.Text(xmltree.Child(context, nsAssertion, "AuthnContextClassRef"))
	if c.RequestedContext == "" {
		o := notApplicable("None was asked for.")
		if got != "" {
			o.NotApplicable = "None was asked for; it was " + lastPart(got) + "."
		}
		return o
	}
	o := compared(c.RequestedContext, got, c.inAssertion("Assertion, AuthnContextClassRef"))
	if got == c.RequestedContext {
		return o
	}
	return fail(o, failure("authn_context",
		"The person signed in by other means than were asked for.",
		"Ask for no context, or for the one that the provider reports."))
}

// metadata is S34: what is known of the provider is not out of date.
func (c *checker) metadata() proof.Outcome {
	if c.Fresh != nil {
		return c.Fresh()
	}
	if c.MetadataValid == nil {
		return notApplicable("The provider's metadata has no end.")
	}
	o := compared("after "+stamp(c.now), stamp(*c.MetadataValid), "metadata, attribute validUntil")
	if c.MetadataValid.Before(c.now) {
		return warn(o, finding(signin.CodeMetadataInvalid, "valid_until",
			"The provider's metadata ended "+days(c.late(*c.MetadataValid))+" ago.",
			"Read the provider's metadata again.", "metadataUrl", "metadataXml"))
	}
	return o
}
