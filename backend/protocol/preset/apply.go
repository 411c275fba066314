package preset

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
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
