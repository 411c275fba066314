package idp

import (
	"bytes"
	"fmt"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

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
