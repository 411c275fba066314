package smtp

import (
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
)

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
	c := &account.Checker{Resolved: resolved}
	s = s.WithDefaults()
	c.Choice("security", string(s.Security), string(SecurityImplicitTLS), string(SecuritySTARTTLS), string(SecurityNone))
	c.Choice("auth", string(s.Auth), string(SignInNone), string(SignInPassword), string(SignInOAuth2))
	c.Required("host", s.Host)
	c.Required("from", s.From)
	checkTexts(c, s)
	checkSignIn(c, s)
	c.Bounds(s.TimeoutSeconds, s.CAPEM)
	return c.Missing, c.Invalid
}

// checkTexts applies to each text field the rule of its kind.
func checkTexts(c *account.Checker, s Settings) {
	c.Text("host", s.Host, account.CheckHost)
	c.Text("port", s.Port, account.CheckPort)
	c.Text("from", s.From, account.CheckAddress)
	c.Text("fromDisplayName", s.FromName, checkName)
	c.Text("replyTo", s.ReplyTo, account.CheckAddress)
	c.Text("replyToDisplayName", s.ReplyToName, checkName)
	c.Text("envelopeFrom", s.EnvelopeFrom, account.CheckAddress)
	c.Text("ehloName", s.EHLOName, checkEHLOName)
	c.OAuth2(s.OAuth2)
}

func checkSignIn(c *account.Checker, s Settings) {
	if s.Auth == SignInNone {
		c.Text("user", s.User, nil)
		return
	}
	if s.From != "" || s.User != "" { // else only From is to blame
		c.Required("user", s.User)
	}
	if s.User != s.From { // else a fault is From's
		c.Text("user", s.User, nil)
	}
	c.SignIn(s.Account())
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
	if account.IsAddressLiteral(name) || account.IsHostName(name) {
		return ""
	}
	return "must be a host name, or an IP address in square brackets"
}
