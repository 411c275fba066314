package imap

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
	c := &account.Checker{}
	c.Required("name", s.Name)
	c.Required("description", s.Description)
	s.check(c)
	return slices.Concat(c.Missing, c.Invalid)
}

// CheckProvable is [Settings.Check] for settings that are to be proved only:
// name and description may be missing.
func (s Settings) CheckProvable() []fault.Field {
	c := &account.Checker{}
	s.check(c)
	return slices.Concat(c.Missing, c.Invalid)
}

// check notes the required fields that are empty, and the fields whose values
// are not valid.
func (s Settings) check(c *account.Checker) {
	s = s.WithDefaults()
	c.Choice("security", string(s.Security), string(account.SecurityImplicitTLS), string(account.SecuritySTARTTLS), string(account.SecurityNone))
	c.Choice("auth", string(s.Auth), string(account.SignInPassword), string(account.SignInOAuth2))
	c.Required("mailbox", s.Mailbox)
	c.Required("host", s.Host)
	c.Text("mailbox", s.Mailbox, account.CheckAddress)
	if strings.TrimSpace(s.Name) != "" { // else it is missing, or need not be there
		c.Text("name", s.Name, nil)
	}
	if strings.TrimSpace(s.Description) != "" {
		c.Text("description", s.Description, nil)
	}
	c.Text("host", s.Host, account.CheckHost)
	c.Text("port", s.Port, account.CheckPort)
	if s.User != s.Mailbox { // else a fault is the mailbox's
		c.Text("user", s.User, nil)
	}
	c.OAuth2(s.OAuth2)
	c.SignIn(s.Settings)
	c.Bounds(s.TimeoutSeconds, s.CAPEM)
}

// MissingSecrets names the secrets that signing in needs and that are not
// there.
func (s Settings) MissingSecrets(secrets account.Secrets) []fault.Field {
	return s.WithDefaults().Settings.MissingSecrets(secrets)
}
