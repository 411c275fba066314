package credential

import (
	"errors"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// The fields of the document that are secrets.
const (
	fieldPassword     = "password"
	fieldClientSecret = "oauth2.clientSecret"
	fieldRefreshToken = "oauth2.refreshToken"
)

// slot is one of the secrets of an account: its name in the document, and what
// the draft, the vault and the proof hold for it.
type slot struct {
	field       string
	destination func(protocol string, expanded account.Settings) string
	input       func(*account.SecretInputs) *secret.Input
	value       func(*account.Secrets) *secret.Text
	info        func(*Infos) *vault.SecretInfo
	used        func(account.Settings) bool // whether the way to sign in needs it
	moved       string                      // what a changed destination means
	again       string                      // how it is given for another
}

func slots() []slot { return []slot{passwordSlot(), clientSecretSlot(), refreshTokenSlot()} }

func passwordSlot() slot {
	return slot{
		field:       fieldPassword,
		destination: func(protocol string, s account.Settings) string { return s.Destination(protocol) },
		input:       func(i *account.SecretInputs) *secret.Input { return &i.Password },
		value:       func(s *account.Secrets) *secret.Text { return &s.Password },
		info:        func(i *Infos) *vault.SecretInfo { return &i.Password },
		used:        func(s account.Settings) bool { return s.Auth == account.SignInPassword },
		moved:       "host, port, security or user name",
		again:       "must be entered again",
	}
}

func clientSecretSlot() slot {
	return slot{
		field:       fieldClientSecret,
		destination: clientSecretDestination,
		input:       func(i *account.SecretInputs) *secret.Input { return &i.ClientSecret },
		value:       func(s *account.Secrets) *secret.Text { return &s.ClientSecret },
		info:        func(i *Infos) *vault.SecretInfo { return &i.ClientSecret },
		used:        usesTokens,
		moved:       "token URL, device URL or client ID, or the mail server or its user name,",
		again:       "must be entered again",
	}
}

func refreshTokenSlot() slot {
	return slot{
		field:       fieldRefreshToken,
		destination: refreshTokenDestination,
		input:       func(i *account.SecretInputs) *secret.Input { return &i.RefreshToken },
		value:       func(s *account.Secrets) *secret.Text { return &s.RefreshToken },
		info:        func(i *Infos) *vault.SecretInfo { return &i.RefreshToken },
		used:        refreshes,
		moved:       "token URL or client ID, or the mail server or its user name,",
		again:       "sign in again, or clear it until then",
	}
}

// Used reports whether the way to sign in of expanded settings needs the secret
// of a field.
func Used(expanded account.Settings, field string) bool {
	return slices.ContainsFunc(slots(), func(s slot) bool { return s.field == field && s.used(expanded) })
}

func usesTokens(s account.Settings) bool { return s.Auth == account.SignInOAuth2 }

// refreshes reports whether a refresh token may be used.
func refreshes(s account.Settings) bool {
	return usesTokens(s) && s.OAuth2.Grant != account.GrantClientCredentials
}

// elsewhere is the fault of a stored secret that would go elsewhere.
func (s slot) elsewhere() fault.Field {
	return fault.Field{Name: s.field, Message: s.again + ": " + s.moved + " have changed since it was saved"}
}

func (s slot) ref(kind, id string) vault.SecretRef {
	return vault.SecretRef{Kind: kind, ID: id, Field: s.field}
}

// kept reads a stored secret for where these settings lead. bound is false
// when it was saved for elsewhere.
func (k *Keeper) kept(tx *vault.Tx, s slot, id string, expanded account.Settings) (value secret.Text, bound bool, err error) {
	return Kept(tx, s.ref(k.kind, id), s.destination(k.protocol, expanded))
}

// Kept reads a stored secret for a destination; it is not set where none is
// stored. bound is false when it was saved for elsewhere.
func Kept(tx *vault.Tx, ref vault.SecretRef, destination string) (value secret.Text, bound bool, err error) {
	value, err = tx.Secret(ref, destination)
	switch {
	case errors.Is(err, vault.ErrNoRecord):
		return secret.Text{}, true, nil
	case fault.HasCode(err, vault.CodeSecretBoundElsewhere):
		return secret.Text{}, false, nil
	}
	return value, err == nil, err
}
