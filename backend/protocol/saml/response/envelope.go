package response

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/beevik/etree"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
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

// status is S04: the provider says that somebody has signed in (SAML Core
// §3.2.2.1).
func (c *checker) status() proof.Outcome {
	status := xmltree.Children(c.response, nsProtocol, "Status")
	if len(status) != 1 || len(xmltree.Children(status[0], nsProtocol, "StatusCode")) != 1 {
		return fail(proof.Outcome{Where: "Response, Status"}, finding(signin.CodeResponseInvalid, "status",
			"The response has not exactly one status.", "Report it to the people who run the provider: SAML Core §3.2.2 asks for it."))
	}
	code := xmltree.Child(status[0], nsProtocol, "StatusCode")
	top, second := xmltree.Value(code, "Value"), ""
	for inner := xmltree.Child(code, nsProtocol, "StatusCode"); inner != nil; inner = xmltree.Child(inner, nsProtocol, "StatusCode") {
		second = xmltree.Value(inner, "Value") // the innermost says most
	}
	o := compared(lastPart(statusSuccess), strings.Trim(lastPart(top)+" / "+lastPart(second), " /"), c.inResponse("Response, StatusCode"))
	if top == statusSuccess {
		return o
	}
	c.refused, c.assertion, c.noAssertion = true, nil, "The provider did not sign anybody in."
	message := xmltree.Child(status[0], nsProtocol, "StatusMessage")
	text, _ := xmltree.Text(message)
	said := refusal.Said{
		Place: refusal.SAMLStatus, Type: signin.SAML, Code: shorten(top), Second: shorten(second),
		Description: cut(cmp.Or(text, xmltree.Value(message, "Value")), 2_000),
	}
	found := refusal.Explain(said, c.Settings, c.At)
	if found.Remote == nil {
		found.Remote = &fault.Remote{Code: o.Received, Text: said.Description}
	}
	return fail(o, found)
}

func lastPart(urn string) string { return urn[strings.LastIndexByte(urn, ':')+1:] }

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
