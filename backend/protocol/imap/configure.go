package imap

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// checkSettings looks for everything that is wrong before any connection.
func (s *session) checkSettings(context.Context) proof.Outcome {
	_, unresolved := s.request.Settings.Expand(s.request.Lookup)
	c := &account.Checker{Resolved: true}
	s.settings.check(c)
	missing, invalid := c.Missing, account.WithoutUnresolved(c.Invalid, unresolved)
	if strings.ContainsAny(string(s.request.Secrets.Password.Reveal()), "\x00\r\n") {
		invalid = append(invalid, fault.Field{Name: "password", Message: "contains a line break or a NUL"})
	}
	if s.request.Blocked == nil {
		missing = append(missing, s.settings.MissingSecrets(s.request.Secrets)...)
	}
	failures := account.SettingsFailures(missing, invalid, unresolved)
	if s.request.Blocked != nil {
		failures = append(failures, *s.request.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	if err := s.prepare(); err != nil { // checked above
		return proof.Fail(account.SettingsInvalid([]fault.Field{{Name: "host", Message: err.Error()}}))
	}
	return proof.Pass(fmt.Sprintf("%s, port %s, %s", s.settings.Host, s.settings.Port, s.settings.Security))
}

// prepare works out what the steps need of checked settings.
func (s *session) prepare() error {
	host, err := account.ASCIIHost(s.settings.Host)
	if err != nil {
		return err
	}
	port, err := strconv.ParseUint(s.settings.Port, 10, 16)
	if err != nil {
		return err
	}
	s.Host, s.Port = host, uint16(port)
	return nil
}
