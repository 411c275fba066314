package credential

import (
	"fmt"
	"slices"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// Store carries out what a draft wants done with the secrets of a record that
// exists, and returns what those that are stored then are bound to, by field: to
// be shown, with [Readable]. A secret that is to be kept although the
// destination has changed is refused by name, with
// settings.secret_bound_elsewhere; one that the way to sign in does not use is
// removed.
func (k *Keeper) Store(tx *vault.Tx, id string, settled *Settled) (bound map[string]string, err error) {
	bound = map[string]string{}
	var refused []fault.Field
	for _, s := range slots() {
		stored, ok, err := k.storeOne(tx, s, id, settled)
		if err != nil {
			return nil, fmt.Errorf("store %s: %w", s.field, err)
		}
		if !ok {
			refused = append(refused, s.elsewhere())
		}
		if stored {
			bound[s.field] = s.destination(k.protocol, settled.Expanded)
		}
	}
	if len(refused) > 0 {
		return nil, elsewhere(refused)
	}
	return bound, nil
}

// storeOne reports whether the secret is there afterwards; ok is false when it
// was saved for elsewhere.
func (k *Keeper) storeOne(tx *vault.Tx, s slot, id string, settled *Settled) (stored, ok bool, err error) {
	input := s.input(&settled.Inputs)
	switch {
	case !s.used(settled.Expanded) || input.Change == secret.Clear:
		return false, true, tx.DeleteSecret(s.ref(k.kind, id))
	case input.Change == secret.Set:
		return true, true, tx.PutSecret(s.ref(k.kind, id), s.destination(k.protocol, settled.Expanded), input.Value)
	}
	value, ok, err := k.kept(tx, s, id, settled.Expanded)
	stored = value.IsSet()
	value.Wipe()
	return stored, ok || err != nil, err
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

// Gather returns the secrets that a proof of a draft may use, and the names of
// the fields whose stored secret may not be used. The caller wipes the secrets.
func (k *Keeper) Gather(tx *vault.Tx, id string, settled *Settled) (secrets account.Secrets, blocked []string, err error) {
	for _, s := range slots() {
		input := s.input(&settled.Inputs)
		switch {
		case !s.used(settled.Expanded) || input.Change == secret.Clear:
		case input.Change == secret.Set:
			*s.value(&secrets) = input.Value.Clone()
		default:
			value, bound, err := k.kept(tx, s, id, settled.Expanded)
			if err != nil {
				secrets.Wipe()
				return account.Secrets{}, nil, err
			}
			if !bound {
				blocked = append(blocked, s.field)
			}
			*s.value(&secrets) = value
		}
	}
	return secrets, slices.Clip(blocked), nil
}
