package account

import (
	"bytes"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// Secrets are the values that Settings does not hold.
type Secrets struct {
	Password, ClientSecret, RefreshToken secret.Text
}

// Values lists them, the password first.
func (s Secrets) Values() []secret.Text {
	return []secret.Text{s.Password, s.ClientSecret, s.RefreshToken}
}

// Any reports whether one of them is set.
func (s Secrets) Any() bool {
	return s.Password.IsSet() || s.ClientSecret.IsSet() || s.RefreshToken.IsSet()
}

// Unspeakable returns what of them no line of a conversation can carry.
func (s Secrets) Unspeakable() []fault.Field {
	if bytes.ContainsAny(s.Password.Reveal(), "\x00\r\n") {
		return []fault.Field{{Name: "password", Message: "contains a line break or a NUL"}}
	}
	return nil
}

// Wipe forgets them.
func (s Secrets) Wipe() {
	s.Password.Wipe()
	s.ClientSecret.Wipe()
	s.RefreshToken.Wipe()
}

// SecretInputs are the secrets of a document on their way in.
type SecretInputs struct {
	Password, ClientSecret, RefreshToken secret.Input
}

// KeepSecrets changes none of them.
func KeepSecrets() SecretInputs {
	keep := secret.Input{Change: secret.Keep}
	return SecretInputs{Password: keep, ClientSecret: keep, RefreshToken: keep}
}

// NoSecrets clears all of them.
func NoSecrets() SecretInputs {
	clear := secret.Input{Change: secret.Clear}
	return SecretInputs{Password: clear, ClientSecret: clear, RefreshToken: clear}
}

// Wipe forgets their values.
func (i SecretInputs) Wipe() {
	i.Password.Value.Wipe()
	i.ClientSecret.Value.Wipe()
	i.RefreshToken.Value.Wipe()
}

// SecretView says that a secret is kept, never what it is.
type SecretView struct {
	Set       bool       `json:"set"`
	ChangedAt *time.Time `json:"changedAt,omitempty"`
}

// SecretViews are the secrets of a document on their way out. A nil view is
// left out.
type SecretViews struct {
	Password, ClientSecret, RefreshToken *SecretView
}

// MissingSecrets names the secrets that signing in with settings that have their
// defaults needs and that are not there.
func (s Settings) MissingSecrets(secrets Secrets) []fault.Field {
	switch {
	case s.Auth == SignInPassword && !secrets.Password.IsSet():
		return []fault.Field{{Name: "password", Message: "is required to sign in"}}
	case s.Auth != SignInOAuth2:
		return nil
	case s.OAuth2.GrantWith(secrets) == GrantRefreshToken && !secrets.RefreshToken.IsSet():
		return []fault.Field{{Name: "oauth2.refreshToken", Message: "is required: a person has to sign in at the provider once"}}
	case s.OAuth2.GrantWith(secrets) == GrantClientCredentials && !secrets.ClientSecret.IsSet():
		return []fault.Field{{Name: "oauth2.clientSecret", Message: "is required for a token of the application itself"}}
	}
	return nil
}
