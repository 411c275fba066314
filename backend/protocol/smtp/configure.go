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

func (s *session) checkSecrets(missing []fault.Field) []fault.Field {
	if !s.signsIn() || s.request.Blocked != nil {
		return missing
	}
	return append(missing, s.settings.MissingSecrets(s.request.Secrets)...)
}

// MissingSecrets names the secrets that signing in needs and that are not
// there.
func (s Settings) MissingSecrets(secrets Secrets) []fault.Field {
	s = s.WithDefaults()
	switch {
	case s.Auth == SignInPassword && !secrets.Password.IsSet():
		return []fault.Field{{Name: "password", Message: "is required to sign in"}}
	case s.Auth != SignInOAuth2:
		return nil
	case s.OAuth2.grant(secrets) == GrantRefreshToken && !secrets.RefreshToken.IsSet():
		return []fault.Field{{Name: "oauth2.refreshToken", Message: "is required: a person has to sign in at the provider once"}}
	case s.OAuth2.grant(secrets) == GrantClientCredentials && !secrets.ClientSecret.IsSet():
		return []fault.Field{{Name: "oauth2.clientSecret", Message: "is required for a token of the application itself"}}
	}
	return nil
}

// grant is how the token is obtained, with the default filled in.
func (o OAuth2Settings) grant(secrets Secrets) Grant {
	if o.Grant == "" && secrets.RefreshToken.IsSet() {
		return GrantRefreshToken
	}
	return o.DefaultGrant()
}

// DefaultGrant is the grant, or what an empty one stands for while no refresh
// token is there.
func (o OAuth2Settings) DefaultGrant() Grant {
	switch {
	case o.Grant != "":
		return o.Grant
	case o.AuthURL != "", o.DeviceURL != "":
		return GrantRefreshToken
	}
	return GrantClientCredentials
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
