package response

import (
	"cmp"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

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
