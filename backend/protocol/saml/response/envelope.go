package response

import (
	"cmp"
	"net/url"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// kind is S03: it is a response of SAML 2.0. From here on it is taken apart.
func (c *checker) kind() proof.Outcome {
	o := compared("samlp:Response, Version 2.0, with an ID", c.root.FullTag()+", Version "+xmltree.Value(c.root, "Version"), "root element")
	const remedy = "Check that the provider sends its sign-in response to this address, and that it speaks SAML 2.0."
	if !xmltree.Is(c.root, nsProtocol, "Response") {
		return fail(o, finding(signin.CodeResponseInvalid, "not_a_response",
			"This is no SAML response, but "+otherKind(c.root.Tag)+".", remedy, fieldCallback))
	}
	c.isResponse = true
	c.locate()
	if xmltree.Value(c.root, "Version") != "2.0" {
		o = fail(o, finding(signin.CodeResponseInvalid, "version", "The response is not one of SAML 2.0.", remedy))
	}
	if id := xmltree.Value(c.root, "ID"); !isID(id) || countID(c.root, id) != 1 {
		o = fail(o, finding(signin.CodeResponseInvalid, "id",
			"The response has no ID, or one that something else in it has too.",
			"Report it to the people who run the provider: SAML Core §3.2.2 asks for a unique ID."))
	}
	return o
}

func otherKind(tag string) string {
	switch tag {
	case "LogoutRequest", "LogoutResponse":
		return "a message of single logout"
	case "AuthnRequest":
		return "a request for a sign-in"
	case "EntityDescriptor", "EntitiesDescriptor":
		return "metadata"
	case "RequestSecurityTokenResponse", "RequestSecurityTokenResponseCollection":
		return "a message of WS-Federation"
	case "Assertion":
		return "an assertion by itself"
	}
	return "something else"
}

// solicited is S05: the response answers the request of this attempt (SAML
// Profiles §4.1.4.3).
func (c *checker) solicited() proof.Outcome {
	got, there := xmltree.Attribute(c.response, "InResponseTo")
	o := compared(c.RequestID, got, c.inResponse("Response, attribute InResponseTo"))
	switch {
	case there && got != "" && got == c.RequestID:
		return o
	case there:
		return fail(o, finding(signin.CodeStateMismatch, "in_response_to",
			"The response answers another request than the one of this attempt.",
			"Close the other tabs of the sign-in and start again. A response can be used for the attempt it belongs to only."))
	case c.AllowUnsolicited:
		o.Expected = "none, or " + c.RequestID
		return warn(o, finding(signin.CodeCheckFailed, "unsolicited",
			"The provider began this sign-in by itself. Whoever holds such a response can sign a person in who did not ask for it.",
			"Switch unsolicited responses off unless people start at the provider's portal.", fieldUnsolicited))
	}
	return fail(o, finding(signin.CodeStateMismatch, "unsolicited",
		"The response answers no request: the provider began this sign-in by itself.",
		"Start the sign-in here instead of at the provider's portal, or allow unsolicited responses if the target does.", fieldUnsolicited))
}

// destination is S06: the response was made for the address that received it
// (SAML Bindings §3.5.5.2).
func (c *checker) destination() proof.Outcome {
	here := cmp.Or(c.answer.Location, c.ACS)
	got := xmltree.Value(c.response, "Destination")
	o := compared(here, got, c.inResponse("Response, attribute Destination"))
	switch {
	case got != "" && got == here:
		return o
	case got == "" && c.ofResponse == nil:
		return notApplicable("There is none, and the response itself is not signed.")
	case got == "":
		return fail(o, finding(signin.CodeRedirectURIMismatch, "destination_missing",
			"The response is signed and does not say where it was to go.",
			"Have the provider set the Destination: SAML Bindings §3.5.5.2 asks for it where the response is signed."))
	}
	return fail(o, finding(signin.CodeRedirectURIMismatch, "destination",
		"The response was made for another address: "+difference(here, got)+".",
		"Register "+here+" at the provider as the assertion consumer service (ACS, reply URL), letter by letter.", fieldCallback))
}

// difference says in which part two addresses differ.
func difference(expected, got string) string {
	got = shorten(got)
	a, errA := url.Parse(expected)
	b, errB := url.Parse(got)
	switch {
	case errA != nil || errB != nil || b.Host == "":
		return "it is not an address"
	case a.Scheme != b.Scheme:
		return "the scheme is " + b.Scheme + " instead of " + a.Scheme
	case a.Hostname() != b.Hostname():
		return "the host is " + b.Hostname() + " instead of " + a.Hostname()
	case a.Port() != b.Port():
		return "the port is " + cmp.Or(b.Port(), "not given") + " instead of " + cmp.Or(a.Port(), "not given")
	case strings.TrimSuffix(a.Path, "/") == strings.TrimSuffix(b.Path, "/") && a.Path != b.Path:
		return "the slash at the end makes the difference"
	case strings.EqualFold(a.Path, b.Path):
		return "upper and lower case differ"
	}
	return "the path is " + b.Path + " instead of " + a.Path
}

// responseTime is S08: the response was made just now.
func (c *checker) responseTime() proof.Outcome {
	text := xmltree.Value(c.response, "IssueInstant")
	o := compared(stamp(c.now)+" ± "+span(c.Skew), text, c.inResponse("Response, attribute IssueInstant"))
	at, ok := readTime(text)
	if !ok {
		return fail(o, unreadable("The time of the response"))
	}
	o.Detail = c.delta(at)
	switch {
	case c.early(at) > c.Skew:
		return fail(o, finding(signin.CodeAssertionExpired, "issued_in_future",
			"The response was made in the future: the provider's clock is "+span(c.early(at))+" ahead of this computer's. "+c.tolerance(c.early(at)), remedyClock))
	case c.late(at) > c.Skew && c.answer.ByHand:
		return warn(o, finding(signin.CodeAssertionExpired, "issued_long_ago",
			"The response is "+span(c.late(at))+" old; it was delivered by hand, so that is no sign of a wrong clock.",
			"Paste a response soon after the sign-in, so that the clocks can be compared."))
	case c.late(at) > c.Skew:
		return fail(o, finding(signin.CodeAssertionExpired, "issued_long_ago",
			"The response was made "+span(c.late(at))+" ago by the provider's clock: that clock is behind, or the response was held back. "+c.tolerance(c.late(at)), remedyClock))
	}
	return o
}
