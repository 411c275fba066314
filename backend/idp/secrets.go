package idp

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"patchbay/backend/credential"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// slot is one of the secrets of a provider: its name in the document, and what
// the draft, the vault and the proof hold for it.
type slot struct {
	field string
	input func(*signin.SecretInputs) *secret.Input
	value func(*signin.Secrets) *secret.Text
	info  func(*Infos) *vault.SecretInfo
	used  func(signin.Settings) bool
}

func slots() []slot {
	saml := func(s signin.Settings) bool { return s.Type == signin.SAML }
	return []slot{
		{
			field: signin.FieldClientSecret,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.ClientSecret },
			value: func(s *signin.Secrets) *secret.Text { return &s.ClientSecret },
			info:  func(i *Infos) *vault.SecretInfo { return &i.ClientSecret },
			used:  func(s signin.Settings) bool { return s.Type != signin.SAML && s.ClientAuth != signin.ClientNone },
		},
		{
			field: signin.FieldSPKey,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.SPKey },
			value: func(s *signin.Secrets) *secret.Text { return &s.SPKey },
			info:  func(i *Infos) *vault.SecretInfo { return &i.SPKey },
			used:  saml,
		},
		{
			field: signin.FieldSPNextKey,
			input: func(i *signin.SecretInputs) *secret.Input { return &i.SPNextKey },
			value: func(s *signin.Secrets) *secret.Text { return &s.SPNextKey },
			info:  func(i *Infos) *vault.SecretInfo { return &i.SPNextKey },
			used:  saml,
		},
	}
}

func (s slot) ref(id string) vault.SecretRef {
	return vault.SecretRef{Kind: Kind, ID: id, Field: s.field}
}

// elsewhere is the fault of a stored secret that would go elsewhere.
func (s slot) elsewhere() fault.Field {
	return fault.Field{Name: s.field, Message: "enter it again: issuer, token URL or client ID have changed since it was saved"}
}

// kept reads a stored secret for where expanded settings lead. bound is false
// when it was saved for elsewhere.
func (s slot) kept(tx *vault.Tx, id string, expanded signin.Settings) (value secret.Text, bound bool, err error) {
	value, err = tx.Secret(s.ref(id), expanded.Destination(s.field))
	switch {
	case errors.Is(err, vault.ErrNoRecord):
		return secret.Text{}, true, nil
	case fault.HasCode(err, vault.CodeSecretBoundElsewhere):
		return secret.Text{}, false, nil
	}
	return value, err == nil, err
}

// gather returns the secrets that a proof may use, and the names of the fields
// whose stored secret may not be used. The caller wipes the secrets.
func gather(tx *vault.Tx, id string, expanded signin.Settings, inputs signin.SecretInputs) (secrets signin.Secrets, blocked []string, err error) {
	for _, s := range slots() {
		input := s.input(&inputs)
		switch {
		case !s.used(expanded) || input.Change == secret.Clear:
		case input.Change == secret.Set:
			*s.value(&secrets) = input.Value.Clone()
		case id != "":
			value, bound, err := s.kept(tx, id, expanded)
			if err != nil {
				secrets.Wipe()
				return signin.Secrets{}, nil, err
			}
			if !bound {
				blocked = append(blocked, s.field)
			}
			*s.value(&secrets) = value
		}
	}
	return secrets, slices.Clip(blocked), nil
}

// stored opens the secrets of a provider that may go where it leads.
func stored(tx *vault.Tx, id string, expanded signin.Settings) (signin.Secrets, error) {
	secrets, _, err := gather(tx, id, expanded, signin.KeepSecrets())
	return secrets, err
}

// keep carries out what a draft wants done with the secrets of a record that
// exists, and says in words what those that are stored then are bound to. A
// secret that is to be kept although it was saved for elsewhere is refused by
// name; one that the type does not use is removed.
func keep(tx *vault.Tx, id string, expanded signin.Settings, inputs signin.SecretInputs) (bound map[string]string, err error) {
	bound = map[string]string{}
	var refused []fault.Field
	for _, s := range slots() {
		there, ok, err := s.keep(tx, id, expanded, *s.input(&inputs))
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", s.field, err)
		}
		if !ok {
			refused = append(refused, s.elsewhere())
		}
		if there {
			bound[s.field] = leadsTo(expanded, s.field)
		}
	}
	if len(refused) > 0 {
		return nil, fault.New(fault.Invalid, CodeBoundElsewhere, "a stored secret was saved for another destination").
			WithFields(refused...).WithHint("enter it again for the new destination")
	}
	return bound, nil
}

// keep reports whether the secret is there afterwards; ok is false when it was
// saved for elsewhere.
func (s slot) keep(tx *vault.Tx, id string, expanded signin.Settings, input secret.Input) (there, ok bool, err error) {
	switch {
	case !s.used(expanded) || input.Change == secret.Clear:
		return false, true, tx.DeleteSecret(s.ref(id))
	case input.Change == secret.Set:
		return true, true, tx.PutSecret(s.ref(id), expanded.Destination(s.field), input.Value)
	}
	value, ok, err := s.kept(tx, id, expanded)
	there = value.IsSet()
	value.Wipe()
	return there, ok || err != nil, err
}

// leadsTo says in words where a secret of expanded settings goes.
func leadsTo(expanded signin.Settings, field string) string {
	if field != signin.FieldClientSecret {
		return "the service provider " + expanded.SPEntityID
	}
	to := expanded.Issuer
	if expanded.TokenURL != "" {
		to = expanded.TokenURL
	}
	return to + " as the client " + expanded.ClientID
}

// typedFaults are those of a client secret that was typed: nothing that could
// break a header, and no mask.
func typedFaults(inputs signin.SecretInputs) []fault.Field {
	value := inputs.ClientSecret.Value
	switch {
	case inputs.ClientSecret.Change != secret.Set:
	case bytes.ContainsAny(value.Reveal(), "\r\n\x00"):
		return []fault.Field{{Name: signin.FieldClientSecret, Message: "must not contain line breaks or NUL"}}
	case secret.IsMask(string(value.Reveal())):
		return []fault.Field{{Name: signin.FieldClientSecret, Message: "is a mask, not the secret itself"}}
	}
	return nil
}

// Infos are all that a page may know about the secrets of a provider.
type Infos struct {
	ClientSecret, SPKey, SPNextKey vault.SecretInfo
}

// StoredSecret says of one stored secret only that it is there.
type StoredSecret = credential.StoredSecret

func infosOf(tx *vault.Tx, id string) (Infos, error) {
	var infos Infos
	for _, s := range slots() {
		info, err := tx.SecretInfo(s.ref(id))
		if err != nil {
			return Infos{}, err
		}
		*s.info(&infos) = info
	}
	return infos, nil
}

// Views returns what a document says of the secrets.
func (i Infos) Views() signin.SecretViews {
	return signin.SecretViews{ClientSecret: view(i.ClientSecret), SPKey: view(i.SPKey), SPNextKey: view(i.SPNextKey)}
}

// Stored lists the secrets that are there.
func (i Infos) Stored() []StoredSecret {
	var stored []StoredSecret
	for _, s := range slots() {
		if info := *s.info(&i); info.Set {
			stored = append(stored, StoredSecret{Field: s.field, ChangedAt: info.ChangedAt})
		}
	}
	return stored
}

func view(info vault.SecretInfo) *account.SecretView {
	if !info.Set {
		return nil
	}
	return &account.SecretView{Set: true, ChangedAt: &info.ChangedAt}
}

// inputsOf puts secrets in the place of what is stored; those that are not set
// go.
func inputsOf(secrets signin.Secrets) signin.SecretInputs {
	var inputs signin.SecretInputs
	for _, s := range slots() {
		input := secret.Input{Change: secret.Clear}
		if value := *s.value(&secrets); value.IsSet() {
			input = secret.Input{Change: secret.Set, Value: value}
		}
		*s.input(&inputs) = input
	}
	return inputs
}
