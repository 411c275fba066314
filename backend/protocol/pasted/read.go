package pasted

import (
	"bytes"
	"net/url"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
)

// CodeUnreadable is the code of a fault about text that holds no answer.
const CodeUnreadable = "idp.paste_unreadable"

// maxText bounds what is read, in bytes: recordings of a browser are long.
const maxText = 8 << 20

// Read finds the answer to a sign-in of a type in a text.
func Read(text []byte, t signin.Type) (signin.Answer, error) {
	if len(text) > maxText {
		return signin.Answer{}, tooLong()
	}
	text = bytes.TrimSpace(text)
	u, err := url.Parse(string(text))
	if err != nil || t == signin.SAML || u.Query().Get("state") == "" {
		return signin.Answer{}, unreadable(t)
	}
	return signin.Answer{Values: u.Query(), ByHand: true, Method: "GET"}, nil
}

func tooLong() *fault.Fault {
	return fault.New(fault.Invalid, CodeUnreadable, "the text is longer than 8 MiB").
		WithHint("paste the one request that holds the answer")
}

func unreadable(t signin.Type) *fault.Fault {
	f := fault.New(fault.Invalid, CodeUnreadable, "there is no answer of a sign-in in this text")
	if t == signin.SAML {
		return f.WithHint("paste the value of SAMLResponse, the recording of SAML-tracer, or a HAR file of the browser")
	}
	return f.WithHint("paste the whole address from the address bar: it holds code= and state=")
}
