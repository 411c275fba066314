package operator

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"

	"patchbay/backend/audit"
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

// Create makes the vault and leaves it unlocked, unless it was to be locked
// meanwhile.
func (o *Operators) Create(ctx context.Context, form NewVault) (Created, error) {
	first := Operator{
		ID: newID(), Name: strings.TrimSpace(form.Name), Email: strings.TrimSpace(form.Email), Role: Owner,
	}
	faults := checkPerson(first.Name, first.Email)
	faults = append(faults, o.guesser.checkPassword("password", form.Password, first.Name, first.Email)...)
	if len(faults) > 0 {
		return Created{}, invalid(faults...)
	}
	attempt, err := o.reserve()
	if err != nil {
		return Created{}, err
	}
	v, created, err := o.create(ctx, first, form.Password)
	o.mu.Lock()
	o.vault, o.meanwhile = v, ""
	o.mu.Unlock()
	if err != nil {
		return Created{}, err
	}
	if err := o.admit(v, first, attempt); err != nil { // the vault is made; its recovery key must not be lost
		o.log.Info("the new vault was locked while it was made")
	}
	return created, nil
}

// reserve makes sure that there is no vault, and keeps everybody from opening
// one until it is made.
func (o *Operators) reserve() (attempt uint64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err = o.open()
	switch {
	case err == nil:
		return 0, fault.New(fault.Conflict, vault.CodeExists, "there is a vault already in "+o.options.Dir).
			WithHint("unlock it, or choose another folder with --vault DIR")
	case !fault.HasCode(err, vault.CodeMissing):
		return 0, err
	}
	o.meanwhile = Missing
	return o.locks, nil
}

// create makes the vault and the record of its first operator. Without both
// there is no vault to go on with.
func (o *Operators) create(ctx context.Context, first Operator, password secret.Text) (*vault.Vault, Created, error) {
	v, key, err := vault.Create(ctx, o.vaultOptions(), first.ID, first.Name, password)
	if err != nil {
		return nil, Created{}, err
	}
	id := v.Info().ID
	err = v.Update(ctx, func(tx *vault.Tx) error {
		if _, err := o.records.Put(tx, first.ID, toRecord(first), 0); err != nil {
			return err
		}
		return o.journal.Append(tx, audit.Entry{Operator: first.Name, Action: actionCreated, Subject: id})
	})
	if err != nil {
		return nil, Created{}, errors.Join(err, v.Close())
	}
	return v, Created{VaultID: id, RecoveryKey: key}, nil
}

// newID returns 128 random bits in hexadecimal.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}
