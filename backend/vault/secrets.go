package vault

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
	"patchbay/backend/vault/seal"
)

// SecretRef names a secret: the record it belongs to, and its field there. No
// part may hold a NUL character.
type SecretRef struct{ Kind, ID, Field string }

// SecretInfo is all that a page may know about a secret.
type SecretInfo struct {
	Set       bool
	ChangedAt time.Time // UTC; zero when not set
}

// secretRecord is a secret's stored form. Destination is kept for rotation and
// for telling a wrong destination from damage; what binds the secret is the
// associated data of the box.
type secretRecord struct {
	Destination string `json:"destination"`
	Box         []byte `json:"box"`
}

const secretForm = 1

func (r SecretRef) id() string { return r.Kind + "\x00" + r.ID + "\x00" + r.Field }

// PutSecret stores a secret for one destination. An unset value is refused;
// DeleteSecret clears.
func (tx *Tx) PutSecret(ref SecretRef, destination string, value secret.Text) error {
	if err := tx.writable(); err != nil {
		return err
	}
	if !value.IsSet() {
		return fmt.Errorf("vault: the secret %s of kind %s is not set", ref.Field, ref.Kind)
	}
	head := seal.Head{
		Kind: kindSecret, ID: ref.id(), Form: secretForm, Revision: tx.revision(), ChangedAt: tx.at,
	}
	return tx.putSecret(head, destination, value.Reveal())
}

func (tx *Tx) putSecret(head seal.Head, destination string, value []byte) error {
	name := tx.g.sealer.Name(head.Kind, head.ID)
	body, err := json.Marshal(secretRecord{
		Destination: destination, Box: tx.g.sealer.SealSecret(name, head.Revision, destination, value),
	})
	if err != nil {
		return err
	}
	return tx.put(head, body)
}

// Secret opens a secret with the destination of the caller, who is about to
// send it there. For another destination than the one it was stored for it
// raises vault.secret_bound_elsewhere: not because they were compared, but
// because the box does not open. Without a secret it returns [ErrNoRecord]. The
// caller wipes the secret after use.
func (tx *Tx) Secret(ref SecretRef, destination string) (secret.Text, error) {
	head, body, err := tx.get(kindSecret, ref.id())
	if err != nil {
		return secret.Text{}, err
	}
	var record secretRecord
	if err := json.Unmarshal(body, &record); err != nil {
		return secret.Text{}, err
	}
	name := tx.g.sealer.Name(head.Kind, head.ID)
	value, err := tx.g.sealer.OpenSecret(name, head.Revision, destination, record.Box)
	switch {
	case err == nil:
		return secret.New(value), nil
	case record.Destination == destination:
		return secret.Text{}, errTampered("a stored secret does not open").WithCause(err)
	default:
		return secret.Text{}, fault.New(fault.Denied, CodeSecretBoundElsewhere,
			"the stored secret was saved for another destination and is not sent to this one").
			WithHint("enter it again for the new destination").WithField(ref.Field, "is stored for another destination")
	}
}

// SecretInfo says whether a secret is set, and since when.
func (tx *Tx) SecretInfo(ref SecretRef) (SecretInfo, error) {
	if err := tx.usable(); err != nil {
		return SecretInfo{}, err
	}
	head, _, ok := tx.head(kindSecret, ref.id())
	if !ok {
		return SecretInfo{}, nil
	}
	return SecretInfo{Set: true, ChangedAt: head.ChangedAt}, nil
}

// DeleteSecret removes a secret. Without one it does nothing.
func (tx *Tx) DeleteSecret(ref SecretRef) error {
	if err := tx.writable(); err != nil {
		return err
	}
	if _, _, ok := tx.head(kindSecret, ref.id()); ok {
		tx.remove(kindSecret, ref.id())
	}
	return nil
}

// secretsOf returns the IDs of the secrets that belong to a record. They are
// sorted by their owners once in a transaction, because one may delete ten
// thousand records.
func (tx *Tx) secretsOf(kind, id string) []string {
	if tx.owned == nil {
		tx.owned = map[string][]string{}
		for secretID := range tx.ids(kindSecret) {
			tx.own(secretID)
		}
	}
	owner := SecretRef{Kind: kind, ID: id}.id()
	return slices.DeleteFunc(slices.Clone(tx.owned[owner]), func(secretID string) bool {
		_, _, there := tx.head(kindSecret, secretID)
		return !there
	})
}

// own notes whom a secret belongs to: its ID begins with that of its owner.
func (tx *Tx) own(secretID string) {
	owner := secretID[:strings.LastIndexByte(secretID, 0)+1]
	if !slices.Contains(tx.owned[owner], secretID) {
		tx.owned[owner] = append(tx.owned[owner], secretID)
	}
}
