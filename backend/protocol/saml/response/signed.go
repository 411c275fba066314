package response

import (
	"encoding/json"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

const remedyWrapped = "Do not sign in with this response. Sign in again; if it stays so, report it to the people who run the provider: signatures are built like this to pass off a foreign assertion as signed."

// whatIsSigned is S11: what is signed is what must be.
func (c *checker) whatIsSigned() proof.Outcome {
	o := compared(c.wanted(), c.signed(), "Response and Assertion, Signature")
	switch {
	case len(c.signatures) == 0:
		cause := "Nothing in the response is signed: anybody could have written it."
		if straySignatures(c.root) > 0 {
			cause = "Neither the response nor the assertion is signed. A signature stands elsewhere, where it does not count."
		}
		return fail(o, finding(signin.CodeNotSigned, "nothing_signed", cause, "Have the provider sign the assertion.", fieldAssertions))
	case c.WantAssertionsSigned && c.ofAsserted == nil:
		f := finding(signin.CodeNotSigned, "assertion_not_signed",
			"The response is signed, the assertion is not, and the target asks for a signed assertion.",
			"Have the provider sign the assertion, or both. If the target takes a signed response instead, say so here.", fieldAssertions)
		if c.ofResponse.holds() {
			f.Alternative = &proof.Alternative{
				Label: "Take the signature of the response",
				Patch: json.RawMessage(`{"wantAssertionsSigned":false,"wantResponseSigned":true}`),
			}
		}
		o = fail(o, f)
	}
	if c.WantResponseSigned && c.ofResponse == nil {
		f := finding(signin.CodeNotSigned, "response_not_signed",
			"The assertion is signed, the response is not, and the target asks for a signed response.",
			"Have the provider sign the response as well.", fieldResponse)
		if c.ofAsserted.holds() {
			f.Alternative = &proof.Alternative{Label: "Do without a signed response", Patch: json.RawMessage(`{"wantResponseSigned":false}`)}
		}
		o = fail(o, f)
	}
	return o
}

func (c *checker) wanted() string {
	switch {
	case c.WantAssertionsSigned && c.WantResponseSigned:
		return "the response and the assertion"
	case c.WantAssertionsSigned:
		return "the assertion"
	case c.WantResponseSigned:
		return "the response"
	}
	return "the response or the assertion"
}

func (c *checker) signed() string {
	switch {
	case c.ofResponse != nil && c.ofAsserted != nil:
		return "the response and the assertion"
	case c.ofResponse != nil:
		return "the response"
	case c.ofAsserted != nil:
		return "the assertion"
	}
	return "nothing"
}

// reference is S14: the signature covers the element it is in, and nothing can be
// put beside it.
func (c *checker) reference() proof.Outcome {
	o := proof.Outcome{Expected: "one Reference to the ID of the element that the signature is in", Where: c.signed() + ", Reference"}
	var found []string
	for _, s := range c.signatures {
		found = append(found, s.of+" "+shorten(s.id))
		for _, d := range s.misshapen {
			o = fail(o, finding(signin.CodeSignatureInvalid, d.reason, d.cause, remedyWrapped))
		}
	}
	o.Received = strings.Join(found, ", ")
	return o
}

// algorithms is S15.
func (c *checker) algorithms() proof.Outcome {
	o := proof.Outcome{Expected: "RSA or ECDSA with SHA-256 or better, exclusive canonicalization", Where: c.signed() + ", SignedInfo"}
	var found []string
	for _, s := range c.signatures {
		found = append(found, s.of+": "+shortName(s.method)+", "+shortName(s.digest))
		for _, d := range s.forbidden {
			o = fail(o, finding(signin.CodeSignatureInvalid, d.reason, d.cause,
				"Have the provider sign with RSA-SHA256 and exclusive canonicalization, as SAML Core §5.4 asks for."))
		}
		for _, d := range s.weak {
			o = warn(o, finding(signin.CodeCheckFailed, d.reason, d.cause, "Have the provider sign with RSA-SHA256 and exclusive canonicalization."))
		}
	}
	o.Received = shorten(strings.Join(found, "; "))
	return o
}

// shortName is the last part of an algorithm's URI.
func shortName(uri string) string {
	if at := strings.LastIndexAny(uri, "#/"); at >= 0 && at+1 < len(uri) {
		return uri[at+1:]
	}
	return uri
}
