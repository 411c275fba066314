package vault

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault/seal"
)

// Revision is the number of the transaction that wrote a record. It grows over
// the vault's whole life, so a deleted and newly made record never repeats one.
type Revision uint64

// AnyRevision skips the check for a lost update.
const AnyRevision = ^Revision(0)

// Meta is what the vault keeps about a record.
type Meta struct {
	Revision  Revision
	ChangedAt time.Time // UTC
}

// Item is one record of a collection.
type Item[T any] struct {
	ID string
	Meta
	Value T
}

// Collection is the records of one kind. T is the private record struct of the
// capability that owns the kind; it is stored as JSON.
type Collection[T any] struct {
	kind    string
	version int
	upgrade func(version int, doc json.RawMessage) (json.RawMessage, error)
}

// NewCollection names a kind and the version of its stored form, counted from 1.
// Records of an older version pass through upgrade when they are read; upgrade
// may be nil while there is only one version.
func NewCollection[T any](
	kind string, version int, upgrade func(version int, doc json.RawMessage) (json.RawMessage, error),
) Collection[T] {
	return Collection[T]{kind: kind, version: version, upgrade: upgrade}
}

// Get returns one record, or [ErrNoRecord].
func (c Collection[T]) Get(tx *Tx, id string) (T, Meta, error) {
	var value T
	head, body, err := tx.get(c.kind, id)
	if err != nil {
		return value, Meta{}, err
	}
	value, err = c.decode(head, body)
	return value, metaOf(head), err
}

// Meta returns what the vault keeps about one record without opening it, or
// [ErrNoRecord].
func (c Collection[T]) Meta(tx *Tx, id string) (Meta, error) {
	if err := tx.usable(); err != nil {
		return Meta{}, err
	}
	head, _, ok := tx.head(c.kind, id)
	if !ok {
		return Meta{}, ErrNoRecord
	}
	return metaOf(head), nil
}

// Put writes one record. With an expected revision of 0 it must not exist yet;
// [AnyRevision] skips the check. A mismatch raises vault.stale_revision.
func (c Collection[T]) Put(tx *Tx, id string, value T, expected Revision) (Meta, error) {
	if err := c.expect(tx, id, expected); err != nil {
		return Meta{}, err
	}
	body, err := json.Marshal(value)
	if err != nil {
		return Meta{}, fmt.Errorf("vault: encode a record of kind %s: %w", c.kind, err)
	}
	head := seal.Head{
		Kind: c.kind, ID: id, Form: uint32(c.version), Revision: tx.revision(), ChangedAt: tx.at,
	}
	return metaOf(head), tx.put(head, body)
}

// Delete removes one record and all secrets that belong to it. Without such a
// record it returns [ErrNoRecord]; a mismatch raises vault.stale_revision.
func (c Collection[T]) Delete(tx *Tx, id string, expected Revision) error {
	if err := tx.writable(); err != nil {
		return err
	}
	if _, _, ok := tx.head(c.kind, id); !ok {
		return ErrNoRecord
	}
	if err := c.expect(tx, id, expected); err != nil {
		return err
	}
	tx.remove(c.kind, id)
	for _, secretID := range tx.secretsOf(c.kind, id) {
		tx.remove(kindSecret, secretID)
	}
	return nil
}

// All returns every record, sorted by ID.
func (c Collection[T]) All(tx *Tx) ([]Item[T], error) {
	if err := tx.usable(); err != nil {
		return nil, err
	}
	return c.open(tx, slices.Sorted(maps.Keys(tx.ids(c.kind))))
}

func (c Collection[T]) open(tx *Tx, ids []string) ([]Item[T], error) {
	out := make([]Item[T], 0, len(ids))
	for _, id := range ids {
		value, meta, err := c.Get(tx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, Item[T]{ID: id, Meta: meta, Value: value})
	}
	return out, nil
}

func (c Collection[T]) expect(tx *Tx, id string, expected Revision) error {
	if err := tx.writable(); err != nil {
		return err
	}
	head, _, ok := tx.head(c.kind, id)
	current := Revision(0)
	if ok {
		current = Revision(head.Revision)
	}
	if expected == AnyRevision || expected == current {
		return nil
	}
	message := "it was changed elsewhere meanwhile"
	switch {
	case expected == 0:
		message = "it exists already"
	case !ok:
		message = "it was deleted elsewhere meanwhile"
	}
	return fault.New(fault.Conflict, CodeStaleRevision, message).
		WithHint("load it again and repeat your change")
}

func (c Collection[T]) decode(head seal.Head, body []byte) (T, error) {
	var value T
	doc := json.RawMessage(body)
	version := int(head.Form)
	if version > c.version {
		return value, errNewer("a record of kind " + c.kind)
	}
	if version < c.version && c.upgrade != nil {
		upgraded, err := c.upgrade(version, doc)
		if err != nil {
			return value, fmt.Errorf("vault: upgrade a record of kind %s from version %d: %w", c.kind, version, err)
		}
		doc = upgraded
	}
	if err := json.Unmarshal(doc, &value); err != nil {
		return value, fmt.Errorf("vault: decode a record of kind %s: %w", c.kind, err)
	}
	return value, nil
}

func metaOf(h seal.Head) Meta {
	return Meta{Revision: Revision(h.Revision), ChangedAt: h.ChangedAt}
}
