package api

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// form is the body of a request to the token endpoint. Its values are secrets
// until somebody knows better.
type form map[string]secret.Text

// readForm reads application/x-www-form-urlencoded. A parameter without a value
// counts as left out, and none may be sent twice (RFC 6749 §3.2).
func readForm(body []byte) (form, error) {
	const most = 32 // parameters; ours are five
	f, seen := form{}, []string{}
	for part := range bytes.SplitSeq(body, []byte("&")) {
		if len(part) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(part, []byte("="))
		key, ok := unescape(name)
		text, okToo := unescape(value)
		if !ok || !okToo {
			f.wipe()
			return nil, invalidRequest("a parameter is not encoded as a form is")
		}
		if slices.Contains(seen, string(key)) || len(seen) == most {
			f.wipe()
			clear(text)
			return nil, invalidRequest("a parameter is sent more than once, or there are too many")
		}
		seen = append(seen, string(key))
		if len(text) > 0 {
			f[string(key)] = secret.New(text)
		}
	}
	return f, nil
}

func (f form) wipe() {
	for _, value := range f {
		value.Wipe()
	}
}

func (f form) text(name string) string { return string(f[name].Reveal()) }

// unescape decodes percent signs and plus signs (HTML, form-urlencoded parsing;
// RFC 6749 Appendix B).
func unescape(encoded []byte) ([]byte, bool) {
	out := make([]byte, 0, len(encoded))
	for i := 0; i < len(encoded); i++ {
		switch b := encoded[i]; b {
		case '+':
			out = append(out, ' ')
		case '%':
			if i+2 >= len(encoded) {
				return nil, false
			}
			high, low := hexDigit(encoded[i+1]), hexDigit(encoded[i+2])
			if high < 0 || low < 0 {
				return nil, false
			}
			out = append(out, byte(high<<4|low))
			i += 2
		default:
			out = append(out, b)
		}
	}
	return out, utf8.Valid(out)
}

func hexDigit(b byte) int {
	switch {
	case b >= '0' && b <= '9':
		return int(b - '0')
	case b|0x20 >= 'a' && b|0x20 <= 'f':
		return int(b|0x20-'a') + 10
	default:
		return -1
	}
}

func invalidRequest(message string) *refusal {
	return newRefusal(http.StatusBadRequest, fault.New(fault.Invalid, CodeInvalidRequest, message))
}

// parametersInAddress reports whether a parameter stands where logs and
// histories see it (RFC 6749 §2.3.1).
func parametersInAddress(query string) bool {
	values, err := url.ParseQuery(query)
	if err != nil {
		return true
	}
	for _, name := range []string{"grant_type", "client_id", "client_secret", "scope", "token"} {
		if values.Has(name) {
			return true
		}
	}
	return false
}

// clientOf reads who the client says it is, by Basic or in the body.
func clientOf(h http.Header, f form) (apiclient.TokenRequest, error) {
	b, given, ok := readBasic(h)
	switch {
	case !ok:
		return apiclient.TokenRequest{}, invalidClient()
	case given && (f["client_secret"].IsSet() || f["client_id"].IsSet() && f.text("client_id") != b.clientID()):
		b.secret.Wipe()
		return apiclient.TokenRequest{}, invalidRequest("the client signs in by the Authorization header or in the body, not in both ways")
	case given && !b.secret.IsSet(), !given && f["client_id"].IsSet() && !f["client_secret"].IsSet():
		return apiclient.TokenRequest{}, secretMissing()
	case given:
		return apiclient.TokenRequest{ClientID: b.clientID(), Secrets: b.readings()}, nil
	case !f["client_id"].IsSet() && f["client_secret"].IsSet():
		return apiclient.TokenRequest{}, invalidRequest("client_id is missing")
	case !f["client_secret"].IsSet():
		return apiclient.TokenRequest{}, invalidClient()
	}
	return apiclient.TokenRequest{
		ClientID: f.text("client_id"), Secrets: []secret.Text{f["client_secret"].Clone()},
	}, nil
}

// clientID undoes the form encoding of RFC 6749 §2.3.1. Many clients leave it
// out: what could not be an ID of ours was not encoded.
func (b basic) clientID() string {
	decoded, ok := unescape([]byte(b.id))
	if !ok || strings.ContainsAny(string(decoded), " ") {
		return b.id
	}
	return string(decoded)
}

// readings are the ways in which the secret may be meant: encoded as RFC 6749
// §2.3.1 wants it, and as it stands.
func (b basic) readings() []secret.Text {
	decoded, ok := unescape(b.secret.Reveal())
	if !ok || bytes.Equal(decoded, b.secret.Reveal()) {
		clear(decoded)
		return []secret.Text{b.secret}
	}
	return []secret.Text{secret.New(decoded), b.secret}
}

// secretMissing is told whatever the client ID: it says nothing about clients.
func secretMissing() error {
	return fault.New(fault.Denied, CodeSecretMissing, "client_secret is empty").
		WithHint("send it in the body, or by HTTP Basic")
}

// messageInvalidClient is all that anybody is told who is not a client.
const messageInvalidClient = "the client ID or the client secret is not right"

// invalidClient is the fault of who brings no credentials that could
// be looked at.
func invalidClient() error {
	return fault.New(fault.Denied, apiclient.CodeInvalidClient, messageInvalidClient)
}
