package pasted

import (
	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
)

// CodeUnreadable is the code of a fault about text that holds no answer.
const CodeUnreadable = "idp.paste_unreadable"

const (
	hintAddress  = "sign in until the browser shows the callback URL, and paste the whole address: it holds code= and state="
	hintResponse = "paste the value of SAMLResponse from the browser's network tools, the export of SAML-tracer, or a HAR file"
)

func hintFor(t signin.Type) string {
	if t == signin.SAML {
		return hintResponse
	}
	return hintAddress
}

func tooLong() *fault.Fault {
	return fault.New(fault.Invalid, CodeUnreadable, "the text is longer than 8 MiB").
		WithHint("paste the one request that holds the answer")
}

func empty(t signin.Type) *fault.Fault {
	return fault.New(fault.Invalid, CodeUnreadable, "nothing was pasted").WithHint(hintFor(t))
}

// unreadable says why there is no answer, as far as that is known.
func (f finder) unreadable() *fault.Fault {
	message, hint := "there is no answer of a sign-in in this text", hintFor(f.kind)
	switch {
	case f.other && f.kind == signin.SAML:
		message = "this is an answer of OpenID Connect or OAuth 2.0, and the provider is set to SAML"
		hint = "paste the answer of this provider, or change its type"
	case f.other:
		message = "this is an answer of SAML, and the provider is set to another type"
		hint = "paste the answer of this provider, or change its type"
	case f.masked:
		message = "the SAMLResponse in this text is cut short or masked"
		hint = "copy the whole value, or export from SAML-tracer without masking"
	case f.address && f.kind != signin.SAML:
		message = "this address holds no answer: neither a code nor an error"
	case f.address:
		message = "this address holds no SAML response: it was posted, and is not in the address"
	}
	return fault.New(fault.Invalid, CodeUnreadable, message).WithHint(hint)
}
