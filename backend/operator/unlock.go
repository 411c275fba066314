package operator

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"

	"patchbay/backend/audit"
	"patchbay/backend/event"
	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// NewVault is the first operator of a new vault, who becomes its owner.
type NewVault struct {
	Name     string
	Email    string
	Password secret.Text
}

// Created is the answer to a creation. The recovery key is shown once and kept
// nowhere.
type Created struct {
	VaultID     string
	RecoveryKey secret.Text
}

// Create makes the vault and leaves it unlocked.
func (o *Operators) Create(ctx context.Context, form NewVault) (Created, error) {
	first := Operator{
		ID: newID(), Name: strings.TrimSpace(form.Name), Email: strings.TrimSpace(form.Email), Role: Owner,
	}
	faults := checkPerson(first.Name, first.Email)
	faults = append(faults, o.guesser.checkPassword("password", form.Password, first.Name, first.Email)...)
	if len(faults) > 0 {
		return Created{}, invalid(faults...)
	}
	if _, err := o.opened(); err == nil {
		return Created{}, fault.New(fault.Conflict, vault.CodeExists, "there is a vault already in "+o.options.Dir).
			WithHint("unlock it, or choose another folder with --vault DIR")
	} else if !fault.HasCode(err, vault.CodeMissing) {
		return Created{}, err
	}
	v, key, err := vault.Create(ctx, o.vaultOptions(), first.ID, first.Name, form.Password)
	if err != nil {
		return Created{}, err
	}
	o.mu.Lock()
	o.vault = v
	o.mu.Unlock()
	err = v.Update(ctx, func(tx *vault.Tx) error {
		if _, err := o.records.Put(tx, first.ID, toRecord(first), 0); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{Operator: first.Name, Action: "vault.created", Subject: v.Info().ID})
	})
	if err != nil {
		return Created{}, err
	}
	o.admit(first)
	return Created{VaultID: v.Info().ID, RecoveryKey: key}, nil
}

// Unlock opens the vault with an operator's password. The empty name stands
// for the only operator.
func (o *Operators) Unlock(ctx context.Context, name string, password secret.Text) (Operator, error) {
	if !password.IsSet() {
		return Operator{}, invalid(fault.Field{Name: "password", Message: "a password is required"})
	}
	v, err := o.opened()
	if err != nil {
		return Operator{}, err
	}
	id, err := v.Unlock(ctx, strings.TrimSpace(name), password)
	if err != nil {
		return Operator{}, err
	}
	who, err := o.recognise(ctx, v, id)
	if err != nil {
		return Operator{}, errors.Join(err, v.Lock())
	}
	o.admit(who)
	return who, nil
}

// recognise reads who has unlocked the vault, and the preferences. A vault
// whose creation was cut short between its two writes has no record of its
// first operator yet; it can hold nothing else either.
func (o *Operators) recognise(ctx context.Context, v *vault.Vault, id string) (Operator, error) {
	var who Operator
	err := v.View(ctx, func(tx *vault.Tx) error {
		r, _, err := o.records.Get(tx, id)
		if errors.Is(err, vault.ErrNoRecord) {
			who = Operator{ID: id, Name: "Owner", Role: Owner}
			return o.adoptPreferences(tx)
		}
		if err != nil {
			return err
		}
		who = r.operator(id)
		return o.adoptPreferences(tx)
	})
	return who, err
}

// admit lets an operator in.
func (o *Operators) admit(who Operator) {
	o.mu.Lock()
	o.current = &who
	o.idle.restart()
	o.mu.Unlock()
	o.options.Events.Publish(event.Event{Name: "vault.unlocked", Subject: who.Name})
}

// newID returns 128 random bits in hexadecimal.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
