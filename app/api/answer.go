package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"patchbay/backend/apiclient"
	"patchbay/backend/fault"
	"patchbay/backend/idp"
	"patchbay/backend/mailbox"
	"patchbay/backend/notify"
	"patchbay/backend/outgoing"
	"patchbay/backend/vault"
)

// answer is what a call is answered with. A nil body is none.
type answer struct {
	status int
	body   any
	header http.Header
}

func ok(body any) answer { return answer{status: http.StatusOK, body: body} }

// with adds a header.
func (a answer) with(name, value string) answer {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
	return a
}

// send writes an answer. The headers that all answers have are there already.
func (a answer) send(w http.ResponseWriter) {
	body, err := encode(a.body)
	if err != nil { // every document marshals
		a.status, body = http.StatusInternalServerError, nil
	}
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if body != nil {
		h.Set("Content-Type", "application/json")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // a client that has gone away needs no answer
}

func encode(body any) ([]byte, error) {
	switch body := body.(type) {
	case nil:
		return nil, nil
	case json.RawMessage:
		return body, nil
	default:
		return json.Marshal(body)
	}
}

// family is the set of routes that share the words in which they refuse.
type family int

const (
	ownAPI   family = iota // the fault document of every door
	contract               // the mail-configuration contract
	oauth                  // RFC 6749 §5.2
)

// familyOf names the family of an address, of one at which nothing lies too.
func familyOf(path string) family {
	switch {
	case strings.HasPrefix(path, "/oauth2/"):
		return oauth
	case strings.HasPrefix(path, "/digitanium/"), strings.HasPrefix(path, "/auth/"):
		return contract
	default:
		return ownAPI
	}
}

// hinted gives a fault the next step of whoever calls: the use cases name
// commands, which cannot run while the API holds the vault.
func hinted(c *call, f *fault.Fault) *fault.Fault {
	deployment := "/v1/deployments/" + url.PathEscape(c.r.PathValue("id"))
	switch {
	case f.Code == outgoing.CodeNotConfigured:
		return f.WithHint("PUT " + deployment + "/smtp keeps one")
	case f.Code == mailbox.CodeNotFound:
		return f.WithHint("GET " + deployment + "/mailboxes lists them")
	case f.Code == idp.CodeNotFound:
		return f.WithHint("GET " + deployment + "/identity-providers lists them")
	case f.Code == notify.CodeActionNotFound:
		return f.WithHint("the page Notifications of Patchbay lists them")
	case f.Code == notify.CodePersonNotFound:
		return f.WithHint("the page People of Patchbay lists them")
	case f.Code == vault.CodeLocked:
		return f.WithHint("unlock it in Patchbay first")
	case f.Hint == "" && len(f.Fields) > 0:
		return f.WithHint("correct what fields names, and call again")
	}
	return f
}

// refused is the answer to a refused call.
func (f family) refused(r *refusal) answer {
	a := answer{status: r.status, header: r.header.Clone()}
	switch f {
	case contract:
		a.body = contractRefusal(r)
	case oauth:
		a.body = oauthRefusal(r)
	default:
		a.body = r.fault
	}
	return a
}

// oauthError is the document of RFC 6749 §5.2.
type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// oauthRefusal takes the nearest word where §5.2 has none: those of the
// authorization endpoint (§4.1.2.1) for a server that cannot answer now.
func oauthRefusal(r *refusal) oauthError {
	e := oauthError{Error: "invalid_request", Description: described(r.fault)}
	switch {
	case r.fault.Code == CodeSecretMissing:
		e.Error = "invalid_client"
	case r.fault.Code == apiclient.CodeInvalidClient:
		e.Error, e.Description = "invalid_client", ended(messageInvalidClient)
	case r.fault.Code == apiclient.CodeInvalidScope:
		e.Error = "invalid_scope"
	case r.fault.Code == CodeUnsupportedGrant:
		e.Error = "unsupported_grant_type"
	case r.status == http.StatusLocked, r.status == http.StatusTooManyRequests:
		e.Error = "temporarily_unavailable"
	case r.fault.Kind == fault.Internal:
		e.Error = "server_error"
	}
	return e
}

// described says what is wrong and what to do; a parameter's name stays as it is
// written.
func described(f *fault.Fault) string {
	said := ended(f.Message)
	if word, _, _ := strings.Cut(f.Message, " "); strings.Contains(word, "_") {
		said = f.Message + "."
	}
	if f.Hint != "" {
		said += " " + ended(f.Hint)
	}
	return ascii(said)
}

// ascii keeps what error_description may hold: %x20-21 / %x23-5B / %x5D-7E.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '"' || r == '\\':
			return '\''
		case r < ' ' || r > '~':
			return '?'
		}
		return r
	}, text)
}
