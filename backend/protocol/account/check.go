package account

import (
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/protocol/dial"
)

// maxTimeoutSeconds bounds the deadline of a step.
const maxTimeoutSeconds = 300

// maxText bounds every field but the certificates, in bytes.
const maxText = 1024

// Checker collects what is wrong with a document, field by field.
type Checker struct {
	// Resolved settings hold no placeholders: a percent sign is nothing special.
	Resolved bool
	// Sessions are those of a run of many, which has read the same authorities
	// before; nil for settings by themselves.
	Sessions *dial.Sessions
	// Missing are required fields that are empty, Invalid those whose values
	// are not valid.
	Missing, Invalid []fault.Field
}

// Blame notes what is wrong with a field.
func (c *Checker) Blame(name, message string) {
	c.Invalid = append(c.Invalid, fault.Field{Name: name, Message: message})
}

// Required notes a field that is blank.
func (c *Checker) Required(name, value string) {
	if strings.TrimSpace(value) == "" {
		c.Missing = append(c.Missing, fault.Field{Name: name, Message: "is required"})
	}
}

// Choice blames a value that is none of the allowed ones. An allowed "" means
// that the field may be left out.
func (c *Checker) Choice(name, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		words := slices.DeleteFunc(allowed, func(word string) bool { return word == "" })
		c.Blame(name, "must be one of "+strings.Join(words, ", "))
	}
}

// Text checks one field that is not blank; a blank one is missing or unused.
func (c *Checker) Text(name, value string, rule func(string) string) {
	switch {
	case value == "":
	case len(value) > maxText:
		c.Blame(name, "is longer than "+strconv.Itoa(maxText)+" bytes")
	case HasControl(value):
		c.Blame(name, "contains a line break or another character that cannot be seen")
	case strings.TrimSpace(value) == "":
		if !c.isMissing(name) {
			c.Blame(name, "consists of spaces only")
		}
	case strings.TrimSpace(value) != value:
		c.Blame(name, "begins or ends with a space")
	case rule == nil || c.hasPlaceholder(value):
	default:
		if message := rule(value); message != "" {
			c.Blame(name, message)
		}
	}
}

func (c *Checker) isMissing(name string) bool {
	return slices.ContainsFunc(c.Missing, func(f fault.Field) bool { return f.Name == name })
}

func (c *Checker) hasPlaceholder(value string) bool {
	return !c.Resolved && len(placeholder.Names(value)) > 0
}

// Bounds checks what is neither text nor a choice of its own.
func (c *Checker) Bounds(timeoutSeconds int, caPEM string) {
	if timeoutSeconds < 1 || timeoutSeconds > maxTimeoutSeconds {
		c.Blame("timeoutSeconds", "must be from 1 to "+strconv.Itoa(maxTimeoutSeconds))
	}
	if _, err := c.Sessions.Authorities(caPEM); err != nil {
		c.Blame("caPem", err.Error())
	}
}

// SignIn checks what must go together to sign in with settings that have their
// defaults: no credential is sent in clear without the operator's word.
func (c *Checker) SignIn(s Settings) {
	switch {
	case s.Auth == SignInNone, s.Security != SecurityNone:
	case s.Auth == SignInOAuth2:
		c.Blame("security", "must not be none with OAuth 2.0, because the token would be sent in clear")
	case !s.InsecureAllowPlainPassword:
		c.Blame("insecureAllowPlainPassword", "must be true to send a password without encryption")
	}
	if s.Auth == SignInOAuth2 {
		c.Required("oauth2.tokenUrl", s.OAuth2.TokenURL)
		c.Required("oauth2.clientId", s.OAuth2.ClientID)
	}
}
