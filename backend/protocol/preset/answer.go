package preset

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
)

// form is what an answer has to look like.
type form int

const (
	part    form = iota // one part of a path: no slash
	label               // one part of a host name
	host                // with a port where there is one
	baseURL             // with a path where there is one
)

// read checks the answers to the questions for a protocol.
func (p Preset) read(t signin.Type, answers map[string]string) (map[string]string, []fault.Field) {
	values := make(map[string]string)
	var faults []fault.Field
	for _, q := range p.Questions {
		if !slices.Contains(q.Types, t) {
			continue
		}
		value, message := q.read(answers[q.Key])
		if message != "" {
			faults = append(faults, fault.Field{Name: q.Key, Message: message})
		}
		values[q.Key] = value
	}
	return values, faults
}

// read brings an answer into the form of the templates.
func (q Question) read(answer string) (value, message string) {
	answer = strings.TrimSpace(answer)
	if answer == "" {
		answer = q.Default
	}
	if answer == "" {
		if q.Optional {
			return "", ""
		}
		return "", "is required"
	}
	if strings.ContainsFunc(answer, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }) {
		return "", "has a character that cannot be seen"
	}
	switch q.form {
	case host:
		return readHost(answer)
	case baseURL:
		return readBase(answer)
	case label:
		if strings.Contains(answer, ".") || !account.IsHostName(answer) {
			return "", "must be one word, such as " + q.Placeholder
		}
		return strings.ToLower(answer), ""
	case part:
	}
	if len(answer) > 256 || strings.ContainsAny(answer, `/?#\`) {
		return "", "must not have a slash, such as " + q.Placeholder
	}
	if len(placeholder.Names(answer)) > 0 {
		return answer, ""
	}
	return url.PathEscape(answer), ""
}

// readHost takes the host out of an address that was copied whole.
func readHost(answer string) (value, message string) {
	u, message := readAddress(answer)
	if message != "" {
		return "", message
	}
	return u.Host, ""
}

// readBase keeps the path of an address, without a slash at its end.
func readBase(answer string) (value, message string) {
	u, message := readAddress(answer)
	if message != "" {
		return "", message
	}
	return u.Host + strings.TrimRight(u.EscapedPath(), "/"), ""
}

func readAddress(answer string) (*url.URL, string) {
	if !strings.Contains(answer, "://") {
		answer = "https://" + answer
	}
	u, err := url.Parse(answer)
	if err != nil || u.Host == "" || u.User != nil {
		return nil, "must be a host name, such as idp.example.com"
	}
	return u, account.CheckHost(u.Hostname())
}
