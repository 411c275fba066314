package response

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/saml/xmltree"
	"patchbay/backend/protocol/signin"
)

// formField is where a response is (SAML Bindings §3.5.4).
const formField = "SAMLResponse"

// delivery is S01: how the response came, and whether its base64 can be read.
func (c *checker) delivery() proof.Outcome {
	o := compared("POST, form field "+formField+", base64", c.arrived(), "the request of the browser")
	text := c.answer.Values.Get(formField)
	switch {
	case text == "":
		return fail(o, finding(signin.CodeResponseInvalid, "no_response",
			"What came back holds no "+formField+".",
			"Have the provider answer with the HTTP-POST binding, and check that the right thing was pasted.", fieldCallback))
	case c.answer.Method == http.MethodGet:
		return fail(o, finding(signin.CodeResponseInvalid, "redirect_binding",
			"The provider sent the response in the address instead of a form: Web Browser SSO forbids that (SAML Profiles §4.1.2).",
			"Set the binding of the assertion consumer service to HTTP-POST at the provider.", fieldCallback))
	case len(c.answer.Values[formField]) > 1:
		return fail(o, finding(signin.CodeResponseInvalid, "several_responses",
			"The form holds several responses; which of them counts cannot be told.",
			"Sign in again. If it stays so, report it to the people who run the provider."))
	case len(text) > 2*xmltree.Message().Bytes:
		return fail(o, finding(signin.CodeResponseInvalid, string(xmltree.TooLarge),
			fmt.Sprintf("The response has %d bytes, more than any sign-in needs.", len(text)),
			"Have the provider send fewer groups and attributes.", fieldGroups))
	}
	raw, odd, err := decode(text)
	if err != nil {
		return fail(o, finding(signin.CodeResponseInvalid, "base64",
			"The response is not base64.",
			"Sign in again. If it was pasted, copy the whole value and nothing else."))
	}
	c.raw = raw
	o.Detail = many(len(raw), "byte", "bytes") + c.byHand()
	if odd != "" {
		return warn(o, finding(signin.CodeResponseInvalid, "base64_form",
			"The response is encoded in "+odd+", which stricter systems refuse.",
			"Report it to the people who run the provider: SAML Bindings §3.5.4 asks for plain base64."))
	}
	return o
}

func (c *checker) arrived() string {
	switch {
	case c.answer.ByHand:
		return "delivered by hand"
	case c.answer.Method == "":
		return "unknown"
	}
	return c.answer.Method
}

func (c *checker) byHand() string {
	if c.answer.ByHand {
		return ", delivered by hand: the way through the browser was not tested"
	}
	return ""
}

// decode reads base64 in the forms in which it is seen, and says what is odd
// about one. Line ends belong to it (RFC 2045 §6.8).
func decode(text string) (raw []byte, odd string, err error) {
	text = strings.NewReplacer("\r", "", "\n", "", "\t", "").Replace(strings.TrimSpace(text))
	if strings.Contains(text, " ") {
		odd = "base64 whose plus signs became spaces"
		text = strings.ReplaceAll(text, " ", "+")
	}
	if strings.ContainsAny(text, "-_") {
		odd = "the base64 of URLs"
		text = strings.NewReplacer("-", "+", "_", "/").Replace(text)
	}
	if bare := strings.TrimRight(text, "="); len(text)%4 != 0 {
		raw, err = base64.RawStdEncoding.DecodeString(bare)
		return raw, "base64 without its padding", err
	}
	raw, err = base64.StdEncoding.DecodeString(text)
	return raw, odd, err
}

// form is S02: XML that all readers understand alike.
func (c *checker) form() proof.Outcome {
	doc, err := xmltree.Parse(c.raw, xmltree.Message())
	if err == nil {
		c.root = doc.Root()
		return proof.Pass("well-formed, without a document type and processing instructions")
	}
	refused, ok := errors.AsType[*xmltree.Error](err)
	if !ok {
		refused = &xmltree.Error{Reason: xmltree.Malformed}
	}
	o := proof.Outcome{Received: refused.Error(), Where: "the decoded " + formField}
	return fail(o, finding(signin.CodeResponseInvalid, string(refused.Reason), causeOf(refused.Reason),
		"Sign in again. If it stays so, look into what stands between the provider and the browser, and report it to the people who run the provider."))
}

func causeOf(reason xmltree.Reason) string {
	switch reason {
	case xmltree.Doctype, xmltree.ProcessingInstruction:
		return "The response holds a document type or a processing instruction. Readers disagree about them, which attackers use; no provider needs them."
	case xmltree.TooLarge, xmltree.TooDeep, xmltree.TooManyElements, xmltree.TooManyAttributes, xmltree.TooManyNamespaces:
		return "The response is larger or deeper than any sign-in needs."
	case xmltree.WrongEncoding:
		return "The response is not in UTF-8."
	case xmltree.Malformed, xmltree.NoRoot:
		return "The response is not XML, or was cut off or changed on its way."
	}
	return "The response is XML that readers understand in different ways, which attackers use."
}

// relayState is S35: what was sent along came back unchanged (SAML Bindings
// §3.5.3).
func (c *checker) relayState() proof.Outcome {
	got, there := c.answer.Values["RelayState"]
	switch {
	case c.RelayState == "":
		return notApplicable("None was sent.")
	case !there && c.answer.ByHand:
		return notApplicable("What was pasted does not hold it.")
	}
	received := strings.Join(got, ", ")
	o := compared(c.RelayState, received, "form field RelayState")
	switch {
	case received == "":
		return warn(o, finding(signin.CodeStateMismatch, "relay_state_missing",
			"The provider did not send the RelayState back. The response was recognised by its InResponseTo.",
			"Have the provider return the RelayState: many systems find the page to go on to by it."))
	case len(got) != 1 || received != c.RelayState:
		return fail(o, finding(signin.CodeStateMismatch, "relay_state",
			"The RelayState that came back is not the one that was sent.",
			"Sign in again, in one tab only. If it stays so, the provider or something before it changes the RelayState."))
	}
	o.Detail = "returned unchanged"
	return o
}
