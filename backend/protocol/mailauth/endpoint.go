package mailauth

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Bounds of what is read of a token endpoint's answer, in bytes.
const (
	maxEndpointBody = 64 << 10
	maxEndpointText = 4 << 10
)

// DiagnoseTokenEndpoint explains an answer of a token endpoint that is not a
// token: the HTTP status, and the error of RFC 6749 §5.2 where the body holds
// one. The error's description is kept with its trace IDs, because the
// provider's support asks for them.
func DiagnoseTokenEndpoint(status int, body []byte) proof.Finding {
	e, ok := parseEndpointError(body)
	remote := fault.Remote{Code: strconv.Itoa(status), Text: e.words()}
	if !ok {
		remote.Text = otherWords(body)
	}
	f := e.finding(status, ok)
	f.Remote = &remote
	return f
}

// endpointError is the error object of RFC 6749 §5.2, with Microsoft's list of
// numbers.
type endpointError struct {
	name, description, uri string
	number                 int // of AADSTS, 0 when there is none
}

// parseEndpointError reads the members one by one, so that one of a wrong type
// does not hide the others.
func parseEndpointError(body []byte) (endpointError, bool) {
	var members map[string]json.RawMessage
	if len(body) > maxEndpointBody || json.Unmarshal(body, &members) != nil {
		return endpointError{}, false
	}
	text := func(name string) string {
		var value string
		_ = json.Unmarshal(members[name], &value) // "" when it is something else
		return value
	}
	e := endpointError{name: text("error"), description: text("error_description"), uri: text("error_uri")}
	e.number = entraNumber(e.description, members["error_codes"])
	return e, e.name != "" || e.number != 0
}

// entraNumber finds the number of a Microsoft Entra error: in the text, which
// is what people search for, else the first of the list.
func entraNumber(description string, list json.RawMessage) int {
	if match := regexp.MustCompile(`AADSTS(\d{1,9})\b`).FindStringSubmatch(description); match != nil {
		n, _ := strconv.Atoi(match[1]) // at most nine digits
		return n
	}
	var numbers []int
	if json.Unmarshal(list, &numbers) != nil || len(numbers) == 0 || numbers[0] < 0 {
		return 0
	}
	return numbers[0]
}

// words returns the error in the provider's words.
func (e endpointError) words() string {
	words := e.name
	for _, part := range []string{e.description, e.uri} {
		if part != "" {
			words = strings.TrimPrefix(words+": "+part, ": ")
		}
	}
	return bounded(words)
}

// otherWords shows what came instead of an error object, but for what may hold
// a token.
func otherWords(body []byte) string {
	if bytes.Contains(body, []byte("_token")) {
		return "(not shown, because it may hold a token)"
	}
	return bounded(string(bytes.TrimSpace(body[:min(len(body), maxEndpointText)])))
}

// bounded cuts a text that is too long to be shown and makes it visible.
func bounded(text string) string {
	if len(text) > maxEndpointText {
		text = strings.ToValidUTF8(text[:maxEndpointText], "") + "…"
	}
	return proof.Visible(text)
}

// finding chooses the explanation: the row, else what the status says.
func (e endpointError) finding(status int, parsed bool) proof.Finding {
	switch {
	case status == http.StatusTooManyRequests, status >= http.StatusInternalServerError,
		e.name == "temporarily_unavailable", e.name == "server_error":
		return endpointUnavailable(status)
	case !parsed:
		return notAnEndpoint(status)
	}
	f, ok := Match(TokenEndpointRows(), fault.Remote{Text: e.key()})
	if !ok {
		f = e.unknown()
	}
	f.Reason = e.reason()
	if e.number != 0 {
		f.Remedy += " Microsoft's page https://login.microsoftonline.com/error?code=" + strconv.Itoa(e.number) + " explains the error."
	}
	return f
}

// key is what the rows are matched with: "aadsts7000215: ..." or
// "invalid_client: ...", so that a number never matches a longer one.
func (e endpointError) key() string {
	if e.number != 0 {
		return "aadsts" + strconv.Itoa(e.number) + ": " + e.description
	}
	return e.name + ": " + e.description
}

// reason is stable enough for a program: the number, or the error's name.
func (e endpointError) reason() string {
	if e.number != 0 {
		return "aadsts" + strconv.Itoa(e.number)
	}
	name := strings.ToLower(e.name)
	if !regexp.MustCompile(`^[a-z0-9_-]{1,64}$`).MatchString(name) {
		return "other"
	}
	return name
}
