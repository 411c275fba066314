package smtp

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
)

// CodePlaceholderUnresolved is the finding of a variable without a value.
const CodePlaceholderUnresolved = "settings.placeholder_unresolved"

// checkSettings looks for everything that is wrong before any connection.
func (s *session) checkSettings(context.Context) proof.Outcome {
	_, unresolved := s.request.Settings.Expand(s.request.Lookup)
	missing, invalid := s.settings.problems(true)
	invalid = slices.DeleteFunc(invalid, func(f fault.Field) bool {
		return slices.ContainsFunc(unresolved, func(u Unresolved) bool { return u.Field == f.Name })
	})
	missing, invalid = s.checkSecrets(missing), s.checkRequest(invalid)
	var failures []proof.Finding
	if len(missing) > 0 {
		failures = append(failures, settingsMissing(missing))
	}
	if len(invalid) > 0 {
		failures = append(failures, settingsInvalid(invalid))
	}
	if len(unresolved) > 0 {
		failures = append(failures, placeholderUnresolved(unresolved))
	}
	if s.needsOAuth2() {
		failures = append(failures, oauth2NotSupported())
	}
	if s.request.Blocked != nil {
		failures = append(failures, *s.request.Blocked)
	}
	if len(failures) > 0 {
		return proof.Outcome{Failures: failures}
	}
	if err := s.prepare(); err != nil {
		return proof.Fail(settingsInvalid([]fault.Field{{Name: "from", Message: err.Error()}}))
	}
	return proof.Pass(fmt.Sprintf("%s, port %s, %s", s.settings.Host, s.settings.Port, s.settings.Security))
}

// prepare works out what the steps need of checked settings.
func (s *session) prepare() error {
	host, err := asciiHost(s.settings.Host)
	if err != nil {
		return err
	}
	port, err := strconv.ParseUint(s.settings.Port, 10, 16)
	if err != nil {
		return err
	}
	s.host, s.port = host, uint16(port)
	if s.request.Level.includes(LevelEnvelope) {
		s.message, err = compose(s.settings, s.recipientAddress())
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

func (s *session) needsOAuth2() bool { return s.signsIn() && s.settings.Auth == SignInOAuth2 }

func (s *session) checkSecrets(missing []fault.Field) []fault.Field {
	if s.signsIn() && s.settings.Auth == SignInPassword && !s.request.Secrets.Password.IsSet() && s.request.Blocked == nil {
		missing = append(missing, fault.Field{Name: "password", Message: "is required to sign in"})
	}
	return missing
}

// checkRequest checks what is not part of the document.
func (s *session) checkRequest(invalid []fault.Field) []fault.Field {
	if strings.ContainsAny(string(s.request.Secrets.Password.Reveal()), "\x00\r\n") {
		invalid = append(invalid, fault.Field{Name: "password", Message: "contains a line break or a NUL"})
	}
	if to := s.request.To; to != "" && s.request.Level.includes(LevelEnvelope) {
		if message := checkAddress(to); message != "" || hasControl(to) {
			invalid = append(invalid, fault.Field{Name: "to", Message: errAddressAt.Error()})
		}
	}
	if _, err := ParseLevel(string(s.request.Level)); err != nil {
		invalid = append(invalid, fault.Field{Name: "level", Message: "is not a level that can be proved"})
	}
	return invalid
}

func settingsMissing(fields []fault.Field) proof.Finding {
	return proof.Finding{
		Code:   CodeSettingsMissing,
		Cause:  "The settings are not complete: " + sentence(fields) + ".",
		Remedy: "Fill in what is missing.",
		Fields: names(fields),
	}
}

func settingsInvalid(fields []fault.Field) proof.Finding {
	return proof.Finding{
		Code:   CodeSettingsInvalid,
		Cause:  "The settings are not valid: " + sentence(fields) + ".",
		Remedy: "Correct these fields.",
		Fields: names(fields),
	}
}

func placeholderUnresolved(unresolved []Unresolved) proof.Finding {
	f := proof.Finding{
		Code:   CodePlaceholderUnresolved,
		Remedy: "Give these variables values, or correct their names.",
	}
	var texts []string
	for _, u := range unresolved {
		texts = append(texts, "%"+u.Name+"% in "+u.Field)
		if !slices.Contains(f.Fields, u.Field) {
			f.Fields = append(f.Fields, u.Field)
		}
	}
	f.Cause = "Variables have no value: " + strings.Join(texts, ", ") + "."
	return f
}

func oauth2NotSupported() proof.Finding {
	return proof.Finding{
		Code: CodeSettingsInvalid, Reason: "oauth2_not_supported",
		Cause:  "Signing in with OAuth 2.0 cannot be proved by this version of Patchbay.",
		Remedy: "Prove the level connect, or sign in with a password.",
		Fields: []string{"auth"},
	}
}

func sentence(fields []fault.Field) string {
	texts := make([]string, len(fields))
	for i, f := range fields {
		texts[i] = f.Name + " " + f.Message
	}
	return strings.Join(texts, "; ")
}

func names(fields []fault.Field) []string {
	var names []string
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}
