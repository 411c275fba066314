package imap

import (
	"strconv"
	"strings"

	"patchbay/backend/fault"
)

// Kinds of status responses (RFC 9051 §7.1).
const (
	statusOK      = "OK"
	statusNo      = "NO"
	statusBad     = "BAD"
	statusBye     = "BYE"
	statusPreauth = "PREAUTH"
)

// response is one response of a server taken apart (RFC 9051 §7).
type response struct {
	tag    string // "*" for untagged ones, "+" for continuations
	kind   string // in upper case: a status, or the name of the data
	number uint32 // before the name, such as that of EXISTS
	code   string // of a status, in upper case: ALERT
	args   string // of the code
	text   string // of a status or a continuation; else the data
}

func (r response) isTagged() bool       { return r.tag != "*" && r.tag != "+" }
func (r response) isContinuation() bool { return r.tag == "+" }
func (r response) isStatus() bool       { return isStatus(r.kind) }
func (r response) ok() bool             { return r.kind == statusOK }

func isStatus(kind string) bool {
	switch kind {
	case statusOK, statusNo, statusBad, statusBye, statusPreauth:
		return true
	default:
		return false
	}
}

// remote returns the words of a status response.
func (r response) remote() fault.Remote {
	return fault.Remote{Code: r.kind, Enhanced: r.code, Text: r.words()}
}

// words are the text with what a person needs of the code.
func (r response) words() string {
	if r.code == "" || r.args == "" {
		return r.text
	}
	return "[" + r.code + " " + r.args + "] " + r.text
}

// parseResponse takes a response apart; ok is false for what is none.
func parseResponse(raw string) (r response, ok bool) {
	if raw == "+" {
		return response{tag: "+"}, true
	}
	tag, rest, found := strings.Cut(raw, " ")
	if !found || !isTag(tag) {
		return response{}, false
	}
	r.tag = tag
	if tag == "+" {
		r.text = rest
		return r, true
	}
	word, rest, _ := strings.Cut(rest, " ")
	if n, err := strconv.ParseUint(word, 10, 32); err == nil && tag == "*" {
		r.number = uint32(n)
		word, rest, _ = strings.Cut(rest, " ")
	}
	r.kind, r.text = strings.ToUpper(word), rest
	if r.isStatus() {
		r.code, r.args, r.text = cutCode(rest)
	} else if r.isTagged() || !isAtom(word) {
		return response{}, false
	}
	return r, true
}

// cutCode splits "[WEBALERT url] text" (RFC 9051 §7.1).
func cutCode(text string) (code, args, rest string) {
	inner, found := strings.CutPrefix(text, "[")
	if !found {
		return "", "", text
	}
	inner, rest, found = strings.Cut(inner, "]")
	if !found {
		return "", "", text
	}
	code, args, _ = strings.Cut(inner, " ")
	return strings.ToUpper(code), args, strings.TrimPrefix(rest, " ")
}

// isTag accepts the two marks and what Patchbay's own tags are made of.
func isTag(text string) bool {
	return text == "*" || text == "+" || text != "" && len(text) <= 16 && strings.IndexFunc(text, notAlphanumeric) < 0
}

// isAtom accepts the name of data.
func isAtom(text string) bool {
	return text != "" && len(text) <= 64 && strings.IndexFunc(text, func(r rune) bool {
		return notAlphanumeric(r) && !strings.ContainsRune("-_.=+/", r)
	}) < 0
}

func notAlphanumeric(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
}
