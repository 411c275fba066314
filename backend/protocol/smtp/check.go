package smtp

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"patchbay/backend/fault"
	"patchbay/backend/placeholder"
	"patchbay/backend/protocol/dial"
)

// maxTimeoutSeconds bounds the deadline of a step.
const maxTimeoutSeconds = 300

// maxText bounds every field but the certificates, in bytes.
const maxText = 1024

// Check returns what is wrong with the document, field by field: nil when it
// can be saved. A field with placeholders is checked for what can be known of
// it; the rest is checked when its variables have values.
func (s Settings) Check() []fault.Field {
	missing, invalid := s.problems(false)
	return slices.Concat(missing, invalid)
}

// problems lists the required fields that are empty, and the fields whose
// values are not valid. In resolved settings a percent sign is nothing special.
func (s Settings) problems(resolved bool) (missing, invalid []fault.Field) {
	c := &checker{resolved: resolved}
	s = s.WithDefaults()
	c.choice("security", string(s.Security), string(SecurityImplicitTLS), string(SecuritySTARTTLS), string(SecurityNone))
	c.choice("auth", string(s.Auth), string(SignInNone), string(SignInPassword), string(SignInOAuth2))
	c.required("host", s.Host)
	c.required("from", s.From)
	c.texts(s)
	c.signIn(s)
	if s.TimeoutSeconds < 1 || s.TimeoutSeconds > maxTimeoutSeconds {
		c.blame("timeoutSeconds", "must be from 1 to "+strconv.Itoa(maxTimeoutSeconds))
	}
	if err := dial.CheckPEM(s.CAPEM); err != nil {
		c.blame("caPem", err.Error())
	}
	return c.missing, c.invalid
}

type checker struct {
	resolved         bool
	missing, invalid []fault.Field
}

func (c *checker) blame(name, message string) {
	c.invalid = append(c.invalid, fault.Field{Name: name, Message: message})
}

func (c *checker) required(name, value string) {
	if strings.TrimSpace(value) == "" {
		c.missing = append(c.missing, fault.Field{Name: name, Message: "is required"})
	}
}

// choice blames a value that is none of the allowed ones. An allowed "" means
// that the field may be left out.
func (c *checker) choice(name, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		words := slices.DeleteFunc(allowed, func(word string) bool { return word == "" })
		c.blame(name, "must be one of "+strings.Join(words, ", "))
	}
}

// texts applies to each text field the rule of its kind.
func (c *checker) texts(s Settings) {
	c.text("host", s.Host, checkHost)
	c.text("port", s.Port, checkPort)
	c.text("from", s.From, checkAddress)
	c.text("fromDisplayName", s.FromName, checkName)
	c.text("replyTo", s.ReplyTo, checkAddress)
	c.text("replyToDisplayName", s.ReplyToName, checkName)
	c.text("envelopeFrom", s.EnvelopeFrom, checkAddress)
	c.text("ehloName", s.EHLOName, checkEHLOName)
	c.oauth2(s.OAuth2)
}

// text checks one field that is not blank; a blank one is missing or unused.
func (c *checker) text(name, value string, rule func(string) string) {
	switch {
	case value == "":
	case len(value) > maxText:
		c.blame(name, "is longer than "+strconv.Itoa(maxText)+" bytes")
	case hasControl(value):
		c.blame(name, "contains a line break or another character that cannot be seen")
	case strings.TrimSpace(value) == "":
		if !c.isMissing(name) {
			c.blame(name, "consists of spaces only")
		}
	case strings.TrimSpace(value) != value:
		c.blame(name, "begins or ends with a space")
	case rule == nil || c.hasPlaceholder(value):
	default:
		if message := rule(value); message != "" {
			c.blame(name, message)
		}
	}
}

func (c *checker) isMissing(name string) bool {
	return slices.ContainsFunc(c.missing, func(f fault.Field) bool { return f.Name == name })
}

func (c *checker) hasPlaceholder(value string) bool {
	return !c.resolved && len(placeholder.Names(value)) > 0
}

func (c *checker) signIn(s Settings) {
	if s.Auth == SignInNone {
		c.text("user", s.User, nil)
		return
	}
	if s.From != "" || s.User != "" { // else only From is to blame
		c.required("user", s.User)
	}
	if s.User != s.From { // else a fault is From's
		c.text("user", s.User, nil)
	}
	switch {
	case s.Security != SecurityNone:
	case s.Auth == SignInOAuth2:
		c.blame("security", "must not be none with OAuth 2.0, because the token would be sent in clear")
	case !s.InsecureAllowPlainPassword:
		c.blame("insecureAllowPlainPassword", "must be true to send a password without encryption")
	}
	if s.Auth == SignInOAuth2 {
		c.required("oauth2.tokenUrl", s.OAuth2.TokenURL)
		c.required("oauth2.clientId", s.OAuth2.ClientID)
	}
}

func checkPort(port string) string {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "must be a number from 1 to 65535"
	}
	return ""
}

func checkAddress(address string) string {
	if _, err := parseMailbox(address); err != nil {
		return err.Error()
	}
	return ""
}

// checkName refuses the backslash: net/mail leaves it bare in an encoded word,
// where RFC 2047 §5 does not allow it, and programs then lose the address.
func checkName(name string) string {
	if strings.Contains(name, `\`) {
		return "contains a backslash"
	}
	return ""
}

// checkEHLOName accepts a domain or an address literal (RFC 5321 §4.1.1.1).
func checkEHLOName(name string) string {
	if isAddressLiteral(name) || isHostName(name) {
		return ""
	}
	return "must be a host name, or an IP address in square brackets"
}

func hasControl(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) || isInvisible(r) }) >= 0
}

// isInvisible recognises line separators and the marks that change the
// direction of text: in an address or a name they only deceive.
func isInvisible(r rune) bool {
	switch {
	case r == '\u2028', r == '\u2029', r == '\ufeff', r == unicode.ReplacementChar:
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	default:
		return unicode.IsControl(r)
	}
}
