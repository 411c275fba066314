package mailauth

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// Codes of findings about signing in.
const (
	CodeNotOffered             = "auth.not_offered"
	CodeMechanismNotOffered    = "auth.mechanism_not_offered"
	CodeNeedsTLS               = "auth.needs_tls"
	CodeRejected               = "auth.rejected"
	CodeAppPasswordRequired    = "auth.app_password_required"
	CodeBasicDisabled          = "auth.basic_disabled"
	CodeTemporarilyUnavailable = "auth.temporarily_unavailable"
	CodeTooManyAttempts        = "auth.too_many_attempts"
	CodeAccountDisabled        = "auth.account_disabled"
)

// Row says what one kind of answer means. All that is given must match; of
// several rows the first one counts, so that exact words stand before codes.
type Row struct {
	Codes    []string // any of these reply codes, or beginnings of one: "4" is every 4xx
	Enhanced []string // any of these enhanced codes, or beginnings of one: "5.7.60", "4."
	Text     []string // all of these, in lower case, runs of white space as one space
	Finding  proof.Finding
	// Source says where the meaning is known from.
	Source string
}

// Match returns the finding of the first row that matches the answer, with the
// answer's own words in it.
func Match(rows []Row, answer fault.Remote) (proof.Finding, bool) {
	text := strings.Join(strings.Fields(strings.ToLower(answer.Text)), " ")
	for _, row := range rows {
		if row.matches(answer, text) {
			f := row.Finding
			f.Fields = slices.Clone(f.Fields)
			f.Remote = &answer
			return f, true
		}
	}
	return proof.Finding{}, false
}

func (r Row) matches(answer fault.Remote, text string) bool {
	return anyPrefix(r.Codes, answer.Code) && anyPrefix(r.Enhanced, answer.Enhanced) && containsAll(text, r.Text)
}

// anyPrefix compares enhanced codes as wholes: "5.7.3" is no beginning of "5.7.30".
func anyPrefix(patterns []string, value string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool {
		if strings.Count(p, ".") == 2 && !strings.HasSuffix(p, ".") {
			return value == p
		}
		return strings.HasPrefix(value, p)
	})
}

func containsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) })
}

// DiagnoseSMTP explains a reply to AUTH that is not a success.
func DiagnoseSMTP(answer fault.Remote) proof.Finding {
	for _, rows := range [][]Row{providerRows(), serverRows(), codeRows()} {
		if f, ok := Match(rows, answer); ok {
			return f
		}
	}
	return proof.Finding{
		Code:   CodeRejected,
		Cause:  "The server refused the sign-in.",
		Remedy: "Read the server's words and check user name and password.",
		Fields: []string{"user", "password"},
		Remote: &answer,
	}
}
