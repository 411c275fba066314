package refusal

import (
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"strings"
)

// Bounds of what is read and shown.
const (
	maxBody  = 64 << 10 // of an answer, in bytes
	maxShown = 200      // of an answer that holds no words, in bytes
	maxCodes = 32       // numbers that are looked at
)

// reading is what an answer's body says.
type reading struct {
	code, description string
	numbers           []string // AADSTS50011
	traces            []trace
	html              bool
}

// trace is what a provider's support asks for.
type trace struct{ name, value string }

// read takes the code and the words out of an answer's body: JSON as RFC 6749
// §5.2 and the providers' own forms have it, a form, or a page.
func read(said Said) reading {
	body := bounded(strings.TrimSpace(strings.TrimPrefix(said.Body, "\ufeff")), maxBody)
	switch {
	case body == "":
		return reading{}
	case strings.HasPrefix(body, "{"):
		return readJSON(body)
	case isHTML(body):
		return reading{html: true}
	}
	if values, err := url.ParseQuery(body); err == nil && values.Get("error") != "" {
		return reading{code: values.Get("error"), description: values.Get("error_description")}
	}
	return reading{}
}

// isHTML tells a page by its beginning, as browsers do.
func isHTML(body string) bool {
	start := strings.ToLower(bounded(body, 512))
	for _, sign := range []string{"<!doctype html", "<html", "<head", "<body", "<!--", "<script"} {
		if strings.HasPrefix(start, sign) {
			return true
		}
	}
	return false
}

// IsHTML reports whether an answer is a page where data was expected.
func IsHTML(contentType, body string) bool {
	kind, _, _ := mime.ParseMediaType(contentType)
	return kind == "text/html" || kind == "application/xhtml+xml" || isHTML(strings.TrimSpace(body))
}

func readJSON(body string) reading {
	var members map[string]any
	if json.Unmarshal([]byte(body), &members) != nil {
		return reading{}
	}
	var r reading
	if inner, ok := members["error"].(map[string]any); ok { // Google's and Microsoft's interfaces
		r.code, r.description = firstText(inner, "status", "code"), firstText(inner, "message")
	} else {
		r.code = firstText(members, "error", "errorCode", "code")
	}
	if r.description == "" {
		r.description = firstText(members, "error_description", "errorSummary", "message", "error_hint")
	}
	codes, _ := members["error_codes"].([]any)
	for _, code := range codes[:min(len(codes), maxCodes)] {
		if n, ok := code.(float64); ok && n > 0 && n < 1e9 {
			r.numbers = append(r.numbers, "AADSTS"+strconv.Itoa(int(n)))
		}
	}
	for _, name := range []string{"trace_id", "correlation_id", "timestamp", "errorId"} {
		if value := firstText(members, name); value != "" {
			r.traces = append(r.traces, trace{name, value})
		}
	}
	return r
}

// firstText returns the first of the members that is there.
func firstText(members map[string]any, names ...string) string {
	for _, name := range names {
		switch value := members[name].(type) {
		case string:
			if value != "" {
				return value
			}
		case float64:
			return strconv.FormatFloat(value, 'f', -1, 64)
		}
	}
	return ""
}

// numbersIn lists the numbers that Microsoft gives its errors, in capitals:
// AADSTS for Entra ID, MSIS for AD FS.
func numbersIn(text string) []string {
	var found []string
	upper := strings.ToUpper(text)
	for _, prefix := range []string{"AADSTS", "MSIS"} {
		rest := upper
		for len(found) < maxCodes {
			at := strings.Index(rest, prefix)
			if at < 0 {
				break
			}
			rest = rest[at+len(prefix):]
			if digits := leadingDigits(strings.TrimPrefix(rest, " ")); len(digits) >= 3 && len(digits) <= 8 {
				found = append(found, prefix+digits)
			}
		}
	}
	return found
}

func leadingDigits(text string) string {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	return text[:end]
}
