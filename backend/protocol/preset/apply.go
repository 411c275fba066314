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

// facts are what is known of a provider for one protocol. Text may hold {key}
// for the answer to a question; what stands in square brackets is left out when
// the answer in it is missing. What is empty is left as it is.
type facts struct {
	issuer, authURL, tokenURL, userInfoURL, emailsURL string
	metadataURL                                       string
	scopes                                            []string
	clientAuth                                        signin.ClientAuth
	withoutPKCE                                       bool
	emailClaim, groupsClaim, emailPath, idPath        string
	nameIDFormat, emailAttribute, groupsAttribute     string
	loopbackHost                                      string
	loopbackACS                                       signin.ACSScheme
}

// form is what an answer has to look like.
type form int

const (
	part    form = iota // one part of a path: no slash
	label               // one part of a host name
	host                // with a port where there is one
	baseURL             // with a path where there is one
)

// Apply writes what is known of the provider into settings, and the answers to
// its questions. Faults name the answers that are missing or wrong, by the keys
// of the questions; the settings are then returned unchanged. Settings of a type
// that the provider does not speak get its first one.
func (p Preset) Apply(s signin.Settings, answers map[string]string) (signin.Settings, []fault.Field) {
	if !p.For(s.Type) {
		s.Type = p.Types[0]
	}
	values, faults := p.read(s.Type, answers)
	if len(faults) > 0 {
		return s, faults
	}
	s.Preset = p.ID
	p.facts[s.Type].write(&s, values)
	return s, nil
}

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

// write fills in what is known.
func (f facts) write(s *signin.Settings, values map[string]string) {
	for _, text := range []struct {
		field    *string
		template string
	}{
		{&s.Issuer, f.issuer},
		{&s.AuthURL, f.authURL},
		{&s.TokenURL, f.tokenURL},
		{&s.UserInfoURL, f.userInfoURL},
		{&s.EmailsURL, f.emailsURL},
		{&s.MetadataURL, f.metadataURL},
		{&s.EmailClaim, f.emailClaim},
		{&s.GroupsClaim, f.groupsClaim},
		{&s.EmailPath, f.emailPath},
		{&s.IDPath, f.idPath},
		{&s.NameIDFormat, f.nameIDFormat},
		{&s.EmailAttribute, f.emailAttribute},
		{&s.GroupsAttribute, f.groupsAttribute},
		{&s.LoopbackHost, f.loopbackHost},
	} {
		if text.template != "" {
			*text.field = expand(text.template, values)
		}
	}
	if f.scopes != nil {
		s.Scopes = slices.Clone(f.scopes)
	}
	if f.clientAuth != "" {
		s.ClientAuth = f.clientAuth
	}
	if f.withoutPKCE {
		s.PKCE = new(false)
	}
	if f.loopbackACS != "" {
		s.LoopbackACS = f.loopbackACS
	}
}

// expand fills in a template.
func expand(template string, values map[string]string) string {
	head, rest, ok := strings.Cut(template, "[")
	if !ok {
		return fillIn(template, values)
	}
	option, tail, _ := strings.Cut(rest, "]")
	if values[keyIn(option)] == "" {
		option = ""
	}
	return fillIn(head+option+tail, values)
}

// keyIn is the first gap of a template.
func keyIn(template string) string {
	_, rest, _ := strings.Cut(template, "{")
	key, _, _ := strings.Cut(rest, "}")
	return key
}

func fillIn(template string, values map[string]string) string {
	for key, value := range values {
		template = strings.ReplaceAll(template, "{"+key+"}", value)
	}
	return template
}
