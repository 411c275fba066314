package outgoing

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// slot is one of the secrets of a server: its name in the document, and what
// the draft, the stored server and the proof hold for it.
type slot struct {
	field       string
	destination func(smtp.Settings) string // of expanded settings
	input       func(*smtp.SecretInputs) *secret.Input
	value       func(*smtp.Secrets) *secret.Text
	info        func(*Server) *vault.SecretInfo
	used        func(smtp.Settings) bool // whether the way to sign in needs it
	moved       string                   // what a changed destination means
	again       string                   // how it is given for another
}

func slots() []slot {
	return []slot{
		{
			field:       "password",
			destination: smtp.Settings.Destination,
			input:       func(i *smtp.SecretInputs) *secret.Input { return &i.Password },
			value:       func(s *smtp.Secrets) *secret.Text { return &s.Password },
			info:        func(s *Server) *vault.SecretInfo { return &s.Password },
			used:        func(s smtp.Settings) bool { return s.Auth == smtp.SignInPassword },
			moved:       "host, port, security or user name",
			again:       "enter it again",
		},
		{
			field:       "oauth2.clientSecret",
			destination: clientSecretDestination,
			input:       func(i *smtp.SecretInputs) *secret.Input { return &i.ClientSecret },
			value:       func(s *smtp.Secrets) *secret.Text { return &s.ClientSecret },
			info:        func(s *Server) *vault.SecretInfo { return &s.ClientSecret },
			used:        usesTokens,
			moved:       "token URL, device URL or client ID, or the mail server or its user name,",
			again:       "enter it again",
		},
		{
			field:       "oauth2.refreshToken",
			destination: refreshTokenDestination,
			input:       func(i *smtp.SecretInputs) *secret.Input { return &i.RefreshToken },
			value:       func(s *smtp.Secrets) *secret.Text { return &s.RefreshToken },
			info:        func(s *Server) *vault.SecretInfo { return &s.RefreshToken },
			used:        refreshes,
			moved:       "token URL or client ID, or the mail server or its user name,",
			again:       "sign in again, or clear it until then",
		},
	}
}

func usesTokens(s smtp.Settings) bool { return s.Auth == smtp.SignInOAuth2 }

// tokenDestination identifies who gives tokens: the token endpoint, and the
// client that it knows.
func tokenDestination(s smtp.Settings) string {
	return destination("oauth2", s.OAuth2.TokenURL, s.OAuth2.ClientID)
}

// clientSecretDestination identifies where a client secret goes: to the token
// endpoint and the device authorization endpoint. The access token that it
// brings is as good as the secret itself, and goes to the mail server.
func clientSecretDestination(s smtp.Settings) string {
	return destination("oauth2", s.OAuth2.TokenURL, s.OAuth2.ClientID, s.OAuth2.DeviceURL) + "|" + s.Destination()
}

// refreshTokenDestination identifies where a refresh token goes, and the access
// token that it brings.
func refreshTokenDestination(s smtp.Settings) string {
	return tokenDestination(s) + "|" + s.Destination()
}

// destination joins parts so that different ones never have the same text.
func destination(parts ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	for i := range parts {
		parts[i] = escape.Replace(parts[i])
	}
	return strings.Join(parts, "|")
}

// elsewhere is the fault of a stored secret that would go elsewhere.
func (s slot) elsewhere() fault.Field {
	return fault.Field{Name: s.field, Message: s.again + ": " + s.moved + " have changed since it was saved"}
}

func (s slot) ref(deploymentID string) vault.SecretRef {
	return vault.SecretRef{Kind: kindServer, ID: deploymentID, Field: s.field}
}

// kept reads a stored secret for where these settings lead. bound is false
// when it was saved for elsewhere.
func (s slot) kept(tx *vault.Tx, deploymentID string, expanded smtp.Settings) (value secret.Text, bound bool, err error) {
	value, err = tx.Secret(s.ref(deploymentID), s.destination(expanded))
	switch {
	case errors.Is(err, vault.ErrNoRecord):
		return secret.Text{}, true, nil
	case fault.HasCode(err, vault.CodeSecretBoundElsewhere):
		return secret.Text{}, false, nil
	}
	return value, err == nil, err
}

// storeSecrets carries out what a draft wants done with the secrets. A secret
// that is to be kept although the destination has changed is refused by name;
// one that the way to sign in does not use is removed.
func storeSecrets(tx *vault.Tx, deploymentID string, draft Draft, expanded smtp.Settings) (map[string]string, error) {
	bound := map[string]string{}
	var refused []fault.Field
	for _, s := range slots() {
		input := s.input(&draft.Secrets)
		ref, destination := s.ref(deploymentID), s.destination(expanded)
		var err error
		switch {
		case !s.used(expanded) || input.Change == secret.Clear:
			err = tx.DeleteSecret(ref)
		case input.Change == secret.Set:
			err = tx.PutSecret(ref, destination, input.Value)
			bound[s.field] = destination
		default:
			var value secret.Text
			var ok bool
			value, ok, err = s.kept(tx, deploymentID, expanded)
			if value.IsSet() {
				bound[s.field] = destination
				value.Wipe()
			}
			if err == nil && !ok {
				refused = append(refused, s.elsewhere())
			}
		}
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", s.field, err)
		}
	}
	if len(refused) > 0 {
		return nil, elsewhere(refused)
	}
	return bound, nil
}

func elsewhere(fields []fault.Field) error {
	return fault.New(fault.Invalid, CodeBoundElsewhere, "a stored secret was saved for another destination").
		WithFields(fields...).WithHint("enter it again for the new destination")
}

// refusedElsewhere is the fault of stored secrets that must not be used.
func refusedElsewhere(names []string) error {
	var fields []fault.Field
	for _, s := range slots() {
		if slices.Contains(names, s.field) {
			fields = append(fields, s.elsewhere())
		}
	}
	return elsewhere(fields)
}

// gather returns the secrets that a proof of the draft may use, and the names
// of the fields whose stored secret may not be used.
func gather(tx *vault.Tx, deploymentID string, draft Draft, expanded smtp.Settings) (smtp.Secrets, []string, error) {
	var secrets smtp.Secrets
	var blocked []string
	for _, s := range slots() {
		input := s.input(&draft.Secrets)
		switch {
		case !s.used(expanded) || input.Change == secret.Clear:
		case input.Change == secret.Set:
			*s.value(&secrets) = input.Value.Clone()
		default:
			value, bound, err := s.kept(tx, deploymentID, expanded)
			if err != nil {
				wipe(secrets)
				return smtp.Secrets{}, nil, err
			}
			if !bound {
				blocked = append(blocked, s.field)
			}
			*s.value(&secrets) = value
		}
	}
	return secrets, slices.Clip(blocked), nil
}

// readable says in words what a destination stands for.
func readable(destination string) string {
	parts := strings.Split(destination, "|")
	if len(parts) == 5 && parts[0] == "smtp" {
		return fmt.Sprintf("%s on port %s (%s) as %s", parts[1], parts[2], parts[3], parts[4])
	}
	tokens, mail, bound := strings.Cut(destination, "|smtp|")
	if parts = strings.Split(tokens, "|"); parts[0] != "oauth2" || len(parts) < 3 {
		return destination
	}
	text := fmt.Sprintf("%s as the client %s", parts[1], parts[2])
	if bound {
		text += ", for " + readable("smtp|"+mail)
	}
	return text
}
