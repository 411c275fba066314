package vault

import (
	"encoding/json"
	"time"
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

// NewCollection names a kind and the version of its stored form. Records of an
// older version pass through upgrade when they are read; upgrade may be nil
// while there is only one version.
func NewCollection[T any](
	kind string, version int, upgrade func(version int, doc json.RawMessage) (json.RawMessage, error),
) Collection[T] {
	return Collection[T]{kind: kind, version: version, upgrade: upgrade}
}

// Get returns one record, or [ErrNoRecord].
func (c Collection[T]) Get(tx *Tx, id string) (T, Meta, error) {
	var value T
	return value, Meta{}, ErrNoRecord
}

// Put writes one record. With an expected revision of 0 it must not exist yet;
// [AnyRevision] skips the check. A mismatch raises vault.stale_revision.
func (c Collection[T]) Put(tx *Tx, id string, value T, expected Revision) (Meta, error) {
	return Meta{}, errLocked()
}

// Delete removes one record and all secrets that belong to it. Without such a
// record it returns [ErrNoRecord].
func (c Collection[T]) Delete(tx *Tx, id string, expected Revision) error {
	return errLocked()
}

// All returns every record, sorted by ID.
func (c Collection[T]) All(tx *Tx) ([]Item[T], error) {
	return nil, errLocked()
}
