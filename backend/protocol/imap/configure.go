package imap

import (
	"context"
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
)

// checkSettings looks for everything that is wrong before any connection.
func (s *session) checkSettings(context.Context) proof.Outcome {
	_, unresolved := s.request.Settings.Expand(s.request.Lookup)
	c := &account.Checker{Resolved: true, Sessions: s.request.Sessions}
	s.settings.check(c)
	missing, invalid := c.Missing, account.WithoutUnresolved(c.Invalid, unresolved)
	invalid = append(invalid, s.request.Secrets.Unspeakable()...)
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
	if err := s.Aim(); err != nil { // checked above
		return proof.Fail(account.SettingsInvalid([]fault.Field{{Name: "host", Message: err.Error()}}))
	}
	return proof.Pass(fmt.Sprintf("%s, port %s, %s", s.settings.Host, s.settings.Port, s.settings.Security))
}
