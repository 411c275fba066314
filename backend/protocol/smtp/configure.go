package smtp

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
	missing, invalid := s.settings.problems(true)
	invalid = account.WithoutUnresolved(invalid, unresolved)
	missing, invalid = s.checkMailbox(s.checkSecrets(missing)), s.checkRequest(invalid)
	failures := account.SettingsFailures(missing, invalid, unresolved)
	if s.request.Blocked != nil {
		failures = append(failures, *s.request.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	if err := s.prepare(); err != nil {
		return proof.Fail(account.SettingsInvalid([]fault.Field{{Name: "from", Message: err.Error()}}))
	}
	return proof.Pass(fmt.Sprintf("%s, port %s, %s", s.settings.Host, s.settings.Port, s.settings.Security))
}

// prepare works out what the steps need of checked settings.
func (s *session) prepare() error {
	err := s.Aim()
	if err == nil && s.request.Level.includes(LevelEnvelope) {
		s.message, err = compose(s.settings, s.recipientAddress(), s.request.Level == LevelRoundTrip)
	}
	return err
}

func (s *session) recipientAddress() string {
	if s.request.To != "" {
		return s.request.To
	}
	return s.settings.From
}

func (s *session) signsIn() bool {
	return s.request.Level.includes(LevelSignIn) && s.settings.Auth != SignInNone
}

func (s *session) checkSecrets(missing []fault.Field) []fault.Field {
	if !s.signsIn() || s.request.Blocked != nil {
		return missing
	}
	return append(missing, s.settings.MissingSecrets(s.request.Secrets)...)
}

// MissingSecrets names the secrets that signing in needs and that are not
// there.
func (s Settings) MissingSecrets(secrets Secrets) []fault.Field {
	return s.WithDefaults().Account().MissingSecrets(secrets)
}

// checkMailbox names what a round trip needs beside the document.
func (s *session) checkMailbox(missing []fault.Field) []fault.Field {
	if s.request.Level == LevelRoundTrip && s.request.Receive == nil {
		return append(missing, fault.Field{Name: "mailbox", Message: "is required to read the message back"})
	}
	return missing
}

// checkRequest checks what is not part of the document.
func (s *session) checkRequest(invalid []fault.Field) []fault.Field {
	invalid = append(invalid, s.request.Secrets.Unspeakable()...)
	if to := s.request.To; to != "" && s.request.Level.includes(LevelEnvelope) {
		if message := account.CheckAddress(to); message != "" || account.HasControl(to) {
			invalid = append(invalid, fault.Field{Name: "to", Message: account.ErrAddress.Error()})
		}
	}
	if _, err := ParseLevel(string(s.request.Level)); err != nil {
		invalid = append(invalid, fault.Field{Name: "level", Message: "is not a level that can be proved"})
	}
	return invalid
}
